"""The gateway room's declaration."""

from domains.gateway import demo, events, mllp, permissions, queries
from domains.gateway.commands import senders, taking
from hub.module import Module

MODULE = Module(
    "gateway",
    provides=(
        permissions.OPERATE,
        permissions.READ,
        permissions.RECEIVE,
        taking.receive_message,
        taking.replay_message,
        senders.allow_sender,
        senders.change_sender,
        queries.list_messages,
        queries.show_message,
        queries.list_senders,
        events.MessageAccepted,
        events.MessageRejected,
        events.SenderChanged,
        mllp.role,
        demo.seed,
    ),
)
