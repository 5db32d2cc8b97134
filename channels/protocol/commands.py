"""What a client can ask, as it stands on the wire. Unknown fields are ignored, as the protocol demands."""

from __future__ import annotations

from typing import Any

from msgspec import Raw, Struct


class ConnectRequest(Struct, frozen=True):
    """The first command of a connection. Server-side subscriptions (`subs`) are not offered and therefore ignored."""

    token: str = ""
    data: Raw = Raw()
    name: str = ""
    version: str = ""


class SubscribeRequest(Struct, frozen=True):
    """Join a channel; with `recover` from a known position. `flag` bit 2: error 112 instead of `recovered: false`."""

    channel: str = ""
    recover: bool = False
    epoch: str = ""
    offset: int = 0
    delta: str = ""
    flag: int = 0
    type: int = 0
    tf: dict[str, Any] | None = None


class ChannelRequest(Struct, frozen=True):
    """Any command of which only the channel matters here."""

    channel: str = ""


class RpcRequest(Struct, frozen=True):
    """A call."""

    method: str = ""
    data: Raw = Raw()


class RefreshRequest(Struct, frozen=True):
    """A newer connection token."""

    token: str = ""


class Empty(Struct, frozen=True):
    """A command without fields that matter here."""


class Command(Struct, frozen=True):
    """One command. The first request in the order of the fields counts; none at all with id 0 is the pong."""

    id: int = 0
    connect: ConnectRequest | None = None
    subscribe: SubscribeRequest | None = None
    unsubscribe: ChannelRequest | None = None
    publish: ChannelRequest | None = None
    presence: ChannelRequest | None = None
    presence_stats: ChannelRequest | None = None
    history: ChannelRequest | None = None
    rpc: RpcRequest | None = None
    send: Empty | None = None
    refresh: RefreshRequest | None = None
    sub_refresh: ChannelRequest | None = None

    @property
    def is_pong(self) -> bool:
        """True for what answers the server's ping."""
        return self.id == 0 and self.send is None
