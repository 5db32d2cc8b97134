"""What the wire asks of the house: who may come in, what a channel shows, and what a call answers.

The wire knows sockets and channels, the desk knows people and rights. The rest of the house implements `Desk`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from channels.broker.base import Retention

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection


@dataclass(frozen=True, slots=True)
class Guest:
    """One admitted caller of one connection.

    `user` names the person for `Node.disconnect`; `session` is the desk's own object and opaque to the wire;
    `expires_at` (unix seconds, None: never) is when the connection token must have been refreshed.
    """

    user: str
    session: object = field(repr=False)
    expires_at: float | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """A permitted subscription: how long its log is kept, and how to read what the channel shows now.

    `snapshot` returns one JSON value for the subscribe reply's `data`; it is awaited after the position was taken, and
    simultaneous joins that give an equal `share` (and the same channel) use one read: give a share only when all who
    carry it see the same bytes. None never shares.
    """

    retention: Retention = field(default_factory=Retention)
    snapshot: Callable[[], Awaitable[bytes]] | None = None
    share: str | None = ""


class Refused(Exception):
    """A request is answered with this error; the connection stays.

    Codes 100-112 are the protocol's (`channels.protocol.codes`), own codes lie in 400-1999 and 4000-4999 (4000 plus
    the HTTP status for calls). `message` is shown to the user; a `temporary` one is tried again by the SDK.
    """

    def __init__(self, code: int, message: str, *, temporary: bool = False) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.temporary = temporary


class Disconnect(Exception):
    """The connection is closed with this code; 3500-3999 and 4500-4999 tell the SDK not to come back.

    `reason` has at most 123 bytes in UTF-8 and is no JSON.
    """

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


class Desk(Protocol):
    """The house behind the wire. Any other exception than the named ones is answered as error 100 (temporary)."""

    async def admit(self, token: str, data: bytes | None) -> Guest:
        """Let a connection in by its token (empty when none was sent); `data` is the connect command's JSON.

        Raises `Refused` (109: token expired, the SDK gets a new one) and `Disconnect` (3500: invalid token).
        """
        ...

    async def refresh(self, guest: Guest, token: str) -> Guest:
        """The same person with a newer token. Raises as `admit`; another person is `Disconnect` 3500."""
        ...

    async def join(self, guest: Guest, channel: str) -> Grant:
        """Permit a subscription. Raises `Refused` 102 (unknown channel), 103 (not permitted), 107 (bad name)."""
        ...

    async def rpc(self, guest: Guest, method: str, data: bytes) -> bytes:
        """Answer a call; `data` and the result are JSON values (`null` when none was sent).

        Raises `Refused` 104 for an unknown method and 4000 plus the HTTP status for what the house refuses.
        """
        ...

    async def check(self, guest: Guest, channels: Collection[str]) -> frozenset[str]:
        """Which of these channels the guest may still hear; asked on every ping.

        Raises `Disconnect` when the session ended. Losing one channel cuts only that subscription.
        """
        ...
