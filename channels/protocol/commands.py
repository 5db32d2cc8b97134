"""What a client can ask, as it stands on the wire. Unknown fields are ignored, as the protocol demands.

`Raw` fields hold a value as the client wrote it: the text of one JSON value, or any bytes from a Protobuf client.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Raw, Struct, field

CommandId = Annotated[int, Meta(ge=0, le=2**32 - 1)]
Offset = Annotated[
    int, Meta(ge=0, le=2**63 - 1)
]  # an unsigned 64-bit number on the wire; no log reaches the upper half
Int32 = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class FilterNode(Struct, frozen=True):
    """A tags filter (section 14): a leaf compares the tag `key`, a branch (`and`, `or`, `not`) has `nodes`."""

    op: str = ""
    key: str = ""
    cmp: str = ""
    val: str = ""
    vals: tuple[str, ...] = ()
    nodes: tuple[FilterNode, ...] = ()


class SubscribeRequest(Struct, frozen=True):
    """Join a channel; with `recover` from a known position. `flag` bit 2: error 112 instead of `recovered: false`.

    `positioned`, `recoverable` and `join_leave` are wishes, `tf` filters publications by their tags.
    """

    channel: str = ""
    token: str = ""
    recover: bool = False
    epoch: str = ""
    offset: Offset = 0
    data: Raw = Raw()
    positioned: bool = False
    recoverable: bool = False
    join_leave: bool = False
    delta: str = ""
    tf: FilterNode | None = None
    flag: Int64 = 0
    type: Int32 = 0


class ConnectRequest(Struct, frozen=True):
    """The first command of a connection. `subs` are the positions that the client has in server-side subscriptions."""

    token: str = ""
    data: Raw = Raw()
    subs: dict[str, SubscribeRequest] = field(default_factory=dict)
    name: str = ""
    version: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    flag: Int64 = 0


class ChannelRequest(Struct, frozen=True):
    """A command that only names a channel: unsubscribe, presence, presence stats."""

    channel: str = ""


class PublishRequest(Struct, frozen=True):
    """Publish into a channel. Only `type` 0 (a stream) is offered."""

    channel: str = ""
    data: Raw = Raw()
    type: Int32 = 0


class StreamPosition(Struct, frozen=True):
    """A place in a channel's log."""

    offset: Offset = 0
    epoch: str = ""


class HistoryRequest(Struct, frozen=True):
    """Read a channel's log. `limit` 0: only the top, negative: as many as allowed."""

    channel: str = ""
    limit: Int32 = 0
    since: StreamPosition | None = None
    reverse: bool = False


class RpcRequest(Struct, frozen=True):
    """A call."""

    method: str = ""
    data: Raw = Raw()


class SendRequest(Struct, frozen=True):
    """A message that is not answered."""

    data: Raw = Raw()


class RefreshRequest(Struct, frozen=True):
    """A newer connection token."""

    token: str = ""


class SubRefreshRequest(Struct, frozen=True):
    """A newer subscription token."""

    channel: str = ""
    token: str = ""
    type: Int32 = 0


class Empty(Struct, frozen=True):
    """A command without fields."""


class Command(Struct, frozen=True):
    """One command. The first request in the order of the fields counts; none at all with id 0 is the pong."""

    id: CommandId = 0
    connect: ConnectRequest | None = None
    subscribe: SubscribeRequest | None = None
    unsubscribe: ChannelRequest | None = None
    publish: PublishRequest | None = None
    presence: ChannelRequest | None = None
    presence_stats: ChannelRequest | None = None
    history: HistoryRequest | None = None
    rpc: RpcRequest | None = None
    send: SendRequest | None = None
    refresh: RefreshRequest | None = None
    sub_refresh: SubRefreshRequest | None = None
    ping: Empty | None = None

    @property
    def is_pong(self) -> bool:
        """True for what answers the server's ping."""
        return self.id == 0 and self.send is None
