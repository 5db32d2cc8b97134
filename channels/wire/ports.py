"""What a conversation and a join need of the parts that carry them: the connection below, the node around.

The connection and the node know the conversation; it knows them only as far as is written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from channels.wire.outflow import Member

if TYPE_CHECKING:
    from channels.protocol.codes import CloseCode
    from channels.wire.counters import Counters
    from channels.wire.desk import Desk, Guest
    from channels.wire.limits import Limits
    from channels.wire.rooms import Rooms


class Line(Member, Protocol):
    """The connection that a conversation is held over."""

    id: str
    closed: bool
    limits: Limits

    def push(self, message: bytes) -> None:
        """Queue one message; it leaves at the end of this loop tick."""
        ...

    def close(self, why: CloseCode) -> None:
        """End the connection. Harmless when closed."""
        ...

    def welcome(self, guest: Guest) -> None:
        """The client has connected."""
        ...

    def schedule_expiry(self, guest: Guest) -> None:
        """The client has a newer token, which ends at `guest.expires_at`."""
        ...


class Surroundings(Protocol):
    """What all conversations of a node share."""

    desk: Desk
    rooms: Rooms
    limits: Limits
    counters: Counters
    version: str
    """What clients are told."""

    def now(self) -> float:
        """Unix seconds by the clock that was handed in."""
        ...
