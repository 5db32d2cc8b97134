"""The gateway room's declaration."""

from channels.resources import provide
from domains.gateway import called, demo, events, menus, mllp, permissions, queries, resources, rules
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
        queries.read_message,
        *(part for resource in resources.ALL for part in provide(resource)),
        *menus.MENUS,
        events.MessageAccepted,
        events.MessageRejected,
        events.SenderChanged,
        mllp.role,
        demo.seed,
        rules.PACK,
        called.CALLED,
    ),
)
