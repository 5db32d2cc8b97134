"""What the server answers and pushes, as it stands on the wire. Zero values are left out, but for those named.

`Raw` fields hold a value in the form of the connection's codec (`Codec.value`, `Codec.text`).
"""

from __future__ import annotations

from msgspec import Raw, Struct


class ClientInfo(Struct, frozen=True, omit_defaults=True):
    """Who a client is. `user` and `client` always stand on the wire."""

    user: str
    client: str
    conn_info: Raw | None = None
    chan_info: Raw | None = None


class Publication(Struct, frozen=True, omit_defaults=True):
    """A publication inside a push or a reply. The first of an epoch carries the epoch.

    `delta` marks `data` as a patch against the publication before.
    """

    data: Raw
    info: ClientInfo | None = None
    offset: int = 0
    tags: dict[str, str] | None = None
    delta: bool = False
    epoch: str = ""


class SubscribeResult(Struct, frozen=True, omit_defaults=True):
    """The subscription stands. `offset` is the request's when recovered, else the channel's top; `ttl` in seconds."""

    expires: bool = False
    ttl: int = 0
    recoverable: bool = False
    epoch: str = ""
    publications: tuple[Publication, ...] = ()
    recovered: bool = False
    offset: int = 0
    positioned: bool = False
    data: Raw | None = None
    was_recovering: bool = False
    delta: bool = False


class ConnectResult(Struct, frozen=True, omit_defaults=True):
    """`ping` in seconds; `ttl` in seconds until the client must refresh; `subs` are the server-side subscriptions."""

    client: str
    version: str = ""
    expires: bool = False
    ttl: int = 0
    data: Raw | None = None
    subs: dict[str, SubscribeResult] | None = None
    ping: int = 0
    pong: bool = False
    session: str = ""
    node: str = ""


class RefreshResult(Struct, frozen=True, omit_defaults=True):
    """The connection lives on for `ttl` seconds."""

    client: str
    version: str = ""
    expires: bool = False
    ttl: int = 0


class SubRefreshResult(Struct, frozen=True, omit_defaults=True):
    """The subscription lives on for `ttl` seconds."""

    expires: bool = False
    ttl: int = 0


class PresenceResult(Struct, frozen=True):
    """Who is in a channel, by client id."""

    presence: dict[str, ClientInfo]


class PresenceStatsResult(Struct, frozen=True):
    """How many are in a channel."""

    num_clients: int
    num_users: int


class HistoryResult(Struct, frozen=True):
    """A part of a channel's log, and its top."""

    publications: tuple[Publication, ...]
    epoch: str
    offset: int


class RpcResult(Struct, frozen=True, omit_defaults=True):
    """The answer of a call."""

    data: Raw | None = None


class EmptyResult(Struct, frozen=True):
    """Done; nothing to tell."""


class Error(Struct, frozen=True, omit_defaults=True):
    """A refused command."""

    code: int
    message: str = ""
    temporary: bool = False


class Joined(Struct, frozen=True):
    """A client came into a channel, or left it."""

    info: ClientInfo


class Cut(Struct, frozen=True, omit_defaults=True):
    """The server ended a subscription, or (on emulated and unidirectional transports) the connection."""

    code: int
    reason: str = ""


class Subscribed(Struct, frozen=True, omit_defaults=True):
    """A server-side subscription began while the connection was open."""

    recoverable: bool = False
    epoch: str = ""
    offset: int = 0
    positioned: bool = False
    data: Raw | None = None


class Message(Struct, frozen=True):
    """A word of the application to one connection."""

    data: Raw


class Refreshed(Struct, frozen=True, omit_defaults=True):
    """The server prolonged the connection."""

    expires: bool = False
    ttl: int = 0


class Push(Struct, frozen=True, omit_defaults=True):
    """What the server says unasked; exactly one of the fields after `channel`."""

    channel: str = ""
    pub: Publication | None = None
    join: Joined | None = None
    leave: Joined | None = None
    unsubscribe: Cut | None = None
    message: Message | None = None
    subscribe: Subscribed | None = None
    connect: ConnectResult | None = None
    disconnect: Cut | None = None
    refresh: Refreshed | None = None


class Reply(Struct, frozen=True, omit_defaults=True):
    """The one answer to the command of this id, or a push (`id` 0)."""

    id: int = 0
    error: Error | None = None
    push: Push | None = None
    connect: ConnectResult | None = None
    subscribe: SubscribeResult | None = None
    unsubscribe: EmptyResult | None = None
    publish: EmptyResult | None = None
    presence: PresenceResult | None = None
    presence_stats: PresenceStatsResult | None = None
    history: HistoryResult | None = None
    rpc: RpcResult | None = None
    refresh: RefreshResult | None = None
    sub_refresh: SubRefreshResult | None = None
