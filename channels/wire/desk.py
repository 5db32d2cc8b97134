"""What the wire asks of the house: who may come in, what a channel is and shows, and what a call answers.

The wire knows sockets and channels, the desk knows people and rights. The rest of the house implements `Desk`; the
stand-alone server (`channels.standalone`) has one made of tokens and namespaces.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from channels.broker.base import Retention

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping


@dataclass(frozen=True, slots=True)
class Knock:
    """What a client says when it comes in.

    `data` is its own word (JSON, or any bytes from a Protobuf client), `wishes` are the channels of which it sent a
    position (for unidirectional clients: which they would like to hear), `name` and `version` are its SDK's. `client`
    is the connection's id.
    """

    token: str
    data: bytes | None = None
    wishes: tuple[str, ...] = ()
    name: str = ""
    version: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a channel is, whoever asks.

    `retention` None: nothing is kept, publications have no offsets. `presence`: the wire keeps who is there.
    `signals`: joins and leaves are announced.
    """

    retention: Retention | None = field(default_factory=Retention)
    presence: bool = False
    signals: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client asks of a subscription. Server-side subscriptions have no token and no data."""

    channel: str
    token: str = ""
    data: bytes | None = None
    positioned: bool = False
    recoverable: bool = False
    join_leave: bool = False
    delta: bool = False
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """A permitted subscription.

    `positioned`: losses are noticed (and repaired); `recoverable`: a reconnect gets what it missed; both need a
    retention. `hears_signals`: joins and leaves are pushed. `delta`: publications may come as patches (only if the
    client asked; needs `positioned`; not together with a filter). `info` is the client's `chan_info`. `data` goes into
    the reply. `expires_at` (unix seconds) is when the subscription token must have been refreshed.

    `snapshot` returns one JSON value for the reply's `data`; it is awaited after the position was taken, and
    simultaneous joins that give an equal `share` (and the same channel) use one read: give a share only when all who
    carry it see the same bytes. None never shares.
    """

    terms: Terms = field(default_factory=Terms)
    positioned: bool = True
    recoverable: bool = True
    hears_signals: bool = False
    delta: bool = False
    info: bytes | None = None
    data: bytes | None = None
    expires_at: float | None = None
    snapshot: Callable[[], Awaitable[bytes]] | None = None
    share: str | None = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """One admitted caller of one connection.

    `user` names the person for orders to all of their connections; `session` is the desk's own object and opaque to
    the wire; `expires_at` (unix seconds, None: never) is when the connection token must have been refreshed. `info`
    is the connection's `conn_info`, `data` the word of the desk in the connect reply, `subs` are the server-side
    subscriptions that it begins with. `group` is the organisation whose operators may see the connection.
    """

    user: str
    session: object = field(repr=False)
    expires_at: float | None = None
    info: bytes | None = None
    data: bytes | None = None
    subs: Mapping[str, Grant] = field(default_factory=dict)
    group: str = ""


class Act(Enum):
    """What a client can want to do in a channel besides listening."""

    PUBLISH = "publish"
    PRESENCE = "presence"
    HISTORY = "history"


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

    async def admit(self, knock: Knock) -> Guest:
        """Let a connection in.

        Raises `Refused` (109: token expired, the SDK gets a new one) and `Disconnect` (3500: invalid token).
        """
        ...

    async def refresh(self, guest: Guest, token: str) -> Guest:
        """The same person with a newer token. Raises as `admit`; another person is `Disconnect` 3500."""
        ...

    async def join(self, guest: Guest, wish: Wish) -> Grant:
        """Permit a subscription.

        Raises `Refused` 102 (unknown channel), 103 (not permitted), 107 (bad name, filter not allowed), 109 (token
        expired) and `Disconnect` 3500 (a token for somebody or something else).
        """
        ...

    async def prolong(self, guest: Guest, channel: str, token: str) -> Grant:
        """A newer subscription token: its `expires_at` and `info` count. Raises as `join`; an expired one is 3006."""
        ...

    async def permit(self, guest: Guest, channel: str, act: Act, *, subscribed: bool) -> Terms:
        """Permit an act in a channel. Raises `Refused` 102, 103, 107 and 108 (not offered in this channel)."""
        ...

    async def terms(self, channel: str) -> Terms:
        """What a channel is, for the server API. Raises `Refused` 102 and 107."""
        ...

    async def grant(self, channel: str, changes: Mapping[str, bool]) -> Grant:
        """What a server-side subscription of a channel is, for the server API.

        `changes` are options that differ from the channel's own: `presence`, `join_leave`, `force_push_join_leave`,
        `force_positioning`, `force_recovery`. Raises `Refused` 102 and 107.
        """
        ...

    async def rpc(self, guest: Guest, method: str, data: bytes) -> bytes:
        """Answer a call; `data` and the result are JSON values (`null` when none was sent).

        Raises `Refused` 104 for an unknown method and 4000 plus the HTTP status for what the house refuses.
        """
        ...

    async def send(self, guest: Guest, data: bytes) -> None:
        """Take a message that is not answered. Raises `Disconnect` 3508 where none is expected."""
        ...

    async def check(self, guest: Guest, channels: Collection[str]) -> frozenset[str]:
        """Which of these channels the guest may still hear; asked on every ping.

        Raises `Disconnect` when the session ended. Losing one channel cuts only that subscription.
        """
        ...

    def forget(self, users: Collection[str]) -> None:
        """The rights of these users (none: of everybody) have changed: the next `check` must not go by memory."""
        ...
