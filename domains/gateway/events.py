"""What happens to messages and senders."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class MessageEvent(Event, frozen=True):
    """Something happened to a message."""

    key: ClassVar[str] = "message_id"
    aggregate: ClassVar[str] = "message_id"
    message_id: str
    sender_id: str
    kind: str


class MessageAccepted(MessageEvent, frozen=True, tag="gateway.message_accepted"):
    """Everything that the message asked for is done."""


class MessageRejected(MessageEvent, frozen=True, tag="gateway.message_rejected"):
    """Nothing of the message was done, because of ``reason`` (a stable code)."""

    reason: str


class SenderChanged(Event, frozen=True, tag="gateway.sender_changed"):
    """A sender was allowed, changed, or shut out."""

    key: ClassVar[str] = "sender_id"
    aggregate: ClassVar[str] = "sender_id"
    sender_id: str
