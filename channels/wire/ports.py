"""What a conversation and its parts need of what carries them: the connection below, the node around.

The connection and the node know the conversation; it knows them only as far as is written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from channels.wire.outflow import Member

if TYPE_CHECKING:
    from channels.broker.base import Broker
    from channels.wire.attendance import Attendance
    from channels.wire.counters import Counters
    from channels.wire.desk import Desk, Guest
    from channels.wire.limits import Limits
    from channels.wire.rates import Budget
    from channels.wire.rooms import Rooms


class Line(Member, Protocol):
    """The connection that a conversation is held over."""

    id: str
    closed: bool
    limits: Limits
    session: str
    """The secret by which an emulated transport finds its connection; empty on others."""
    one_way: bool
    """Whether the client only listens (unidirectional transports)."""

    def push(self, message: bytes) -> None:
        """Queue one message; it leaves at the end of this loop tick."""
        ...

    def welcome(self, guest: Guest) -> None:
        """The client has connected."""
        ...

    def schedule_expiry(self, guest: Guest) -> None:
        """The connection now ends at `guest.expires_at`, if it is not refreshed."""
        ...


class Surroundings(Protocol):
    """What all conversations of a node share."""

    id: str
    desk: Desk
    broker: Broker
    rooms: Rooms
    attendance: Attendance
    limits: Limits
    counters: Counters
    joining: int
    """Subscriptions that are being established."""
    version: str
    """What clients are told."""

    def now(self) -> float:
        """Unix seconds by the clock that was handed in."""
        ...

    def budget(self, user: str) -> Budget:
        """What all connections of a user may ask together."""
        ...

    def may_have_another(self, user: str) -> bool:
        """Whether the user may have one more connection."""
        ...
