"""What the server answers and pushes, as it stands on the wire. Zero values are left out."""

from __future__ import annotations

from msgspec import Raw, Struct


class Publication(Struct, frozen=True, omit_defaults=True):
    """A publication inside a push or a reply. The first of an epoch carries the epoch."""

    data: Raw
    offset: int = 0
    epoch: str = ""


class ConnectResult(Struct, frozen=True, omit_defaults=True):
    """`ping` in seconds; `ttl` in seconds until the client must refresh."""

    client: str
    version: str = ""
    expires: bool = False
    ttl: int = 0
    data: Raw | None = None
    ping: int = 0
    pong: bool = False


class SubscribeResult(Struct, frozen=True, omit_defaults=True):
    """The subscription stands. `offset` is the request's when recovered, else the channel's top."""

    recoverable: bool = False
    positioned: bool = False
    epoch: str = ""
    offset: int = 0
    publications: tuple[Publication, ...] = ()
    recovered: bool = False
    was_recovering: bool = False
    data: Raw | None = None


class RefreshResult(Struct, frozen=True, omit_defaults=True):
    """The connection lives on for `ttl` seconds."""

    client: str
    version: str = ""
    expires: bool = False
    ttl: int = 0


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


class Reply(Struct, frozen=True, omit_defaults=True):
    """The one answer to the command of this id."""

    id: int = 0
    error: Error | None = None
    connect: ConnectResult | None = None
    subscribe: SubscribeResult | None = None
    unsubscribe: EmptyResult | None = None
    rpc: RpcResult | None = None
    refresh: RefreshResult | None = None
