"""What happens to messages."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class MessageEvent(Event, frozen=True, kw_only=True):
    """Base of what happens to one person's message."""

    key: ClassVar[str] = "account"
    aggregate: ClassVar[str] = "message_id"
    message_id: str
    account: str
    topic: str


class MessageSent(MessageEvent, frozen=True, kw_only=True, tag="messages.sent"):
    """It lies in his message centre."""


class MessagePushedAgain(MessageEvent, frozen=True, kw_only=True, tag="messages.pushed_again"):
    """It was important and stayed unread: he was told once more. ``push`` counts the times."""

    push: int


class MessageShown(MessageEvent, frozen=True, kw_only=True, tag="messages.shown"):
    """A page of his has shown it for the first time."""


class MessageSettled(MessageEvent, frozen=True, kw_only=True, tag="messages.settled"):
    """Somebody has taken over what it is about, or it is over: it sounds no more."""


class MessageRead(MessageEvent, frozen=True, kw_only=True, tag="messages.read"):
    """He has seen it."""


class DeliveryEvent(Event, frozen=True, kw_only=True):
    """Base of what happens to a message on one of its ways."""

    key: ClassVar[str] = "account"
    aggregate: ClassVar[str] = "delivery_id"
    delivery_id: str
    message_id: str
    account: str
    topic: str
    level: str
    way: str
    code: str = ""


class DeliveryChanged(DeliveryEvent, frozen=True, kw_only=True, tag="messages.delivery_changed"):
    """It is one step further."""

    state: str


class DeliveryFailed(DeliveryEvent, frozen=True, kw_only=True, tag="messages.delivery_failed"):
    """It did not arrive, or nobody can tell; ``state`` is ``failed`` or ``unknown``, ``code`` the vendor's word."""

    state: str


class WayChanged(Event, frozen=True, kw_only=True, tag="messages.way_changed"):
    """An institution set up a way, or switched it on or off."""

    key: ClassVar[str] = "way"
    aggregate: ClassVar[str] = "way"
    way: str


class TemplateChanged(Event, frozen=True, kw_only=True, tag="messages.template_changed"):
    """The words of a topic on a way are others; ``place`` is ``<topic>:<way>``."""

    key: ClassVar[str] = "place"
    aggregate: ClassVar[str] = "place"
    place: str


MESSAGE_EVENTS = (MessageSent, MessagePushedAgain, MessageShown, MessageSettled, MessageRead)
DELIVERY_EVENTS = (DeliveryChanged, DeliveryFailed)
