"""The hub's WebSocket endpoint: picows' transport on one side, a `Connection` on the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import msgspec
from picows import WSCloseCode, WSListener, WSMsgType

from channels.protocol.codec import OneWayCodec
from channels.protocol.codes import CLOSE_BAD_REQUEST
from channels.protocol.commands import ConnectRequest
from channels.protocol.protobuf import ProtobufCodec
from channels.wire.frames import fitting
from channels.wire.node import JSON
from channels.wire.subprotocols import JSON_SUBPROTOCOL, PROTOBUF_SUBPROTOCOL, asks_for_protobuf

if TYPE_CHECKING:
    from picows import WSFrame, WSTransport, WSUpgradeRequest

    from channels.protocol.codec import Codec
    from channels.wire.connection import Connection
    from channels.wire.node import Node
    from channels.wire.proxies import Proxies

PROTOBUF, ONE_WAY = ProtobufCodec(), OneWayCodec()

Caller = Callable[[str], str]
"""(address of the peer) -> address of the client, which proxies may have told."""


class PicowsSocket:
    """A `Socket` over picows. picows itself ignores what is sent after the close."""

    def __init__(self, transport: WSTransport, kind: WSMsgType) -> None:
        """`kind` is TEXT or BINARY."""
        self._transport = transport
        self._underlying = transport.underlying_transport
        self.fd = self._bare_descriptor()
        # A bound C call: this is the hottest line of the server.
        self.send: Callable[[bytes], None] = partial(transport.send, kind)

    def _bare_descriptor(self) -> int:
        underlying = self._underlying
        if underlying.get_extra_info("ssl_object") is not None:
            return -1
        # With a mark of 0 the transport says at once when it had to keep something back, and when all has gone.
        underlying.set_write_buffer_limits(high=0)
        descriptor: int = underlying.get_extra_info("socket").fileno()
        return descriptor

    def write(self, data: bytes) -> None:
        """See `Socket.write`."""
        self._underlying.write(data)

    def close(self, code: int, reason: str) -> None:
        """See `Socket.close`."""
        self._transport.send_close(code, fitting(reason))  # type: ignore[arg-type]  # takes any number

    def abort(self) -> None:
        """See `Socket.abort`."""
        self._transport.disconnect(graceful=False)


class HubListener(WSListener):
    """Puts frames together and tells the connection what happens to its socket."""

    def __init__(self, node: Node, codec: Codec, caller: Caller, *, one_way: bool = False) -> None:
        """The handshake is under way. `one_way`: the client only listens, after it has said what to."""
        super().__init__()
        self._node, self._codec, self._caller, self._one_way = node, codec, caller, one_way
        self._connection: Connection | None = None
        self._parts: list[bytes] | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The socket is open."""
        kind = WSMsgType.BINARY if self._codec.binary else WSMsgType.TEXT
        peer = transport.underlying_transport.get_extra_info("peername")
        address = self._caller(peer[0] if isinstance(peer, tuple) else "")
        socket = PicowsSocket(transport, kind)
        self._connection = self._node.open(socket, self._codec, one_way=self._one_way, address=address)
        # The transport keeps its request for good; nobody reads the headers again, and they are a tenth of its memory.
        transport.request.headers.clear()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """One frame of the client."""
        connection = self._connection
        if connection is None:
            return
        kind = frame.msg_type
        if kind == WSMsgType.CLOSE:
            connection.gone()
            transport.send_close(frame.get_close_code())
            transport.disconnect()
        elif kind in (WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION):
            message = self._assembled(transport, frame, fresh=kind != WSMsgType.CONTINUATION)
            if message is not None:
                self.heard(message)

    def heard(self, message: bytes) -> None:
        """One whole message of the client."""
        if self._connection is not None:
            self._connection.receive(message)

    def _assembled(self, transport: WSTransport, frame: WSFrame, *, fresh: bool) -> bytes | None:
        """The whole message, or None while parts are missing or when the sender broke the rules."""
        if fresh is (self._parts is not None):
            if self._connection is not None:
                self._connection.close(CLOSE_BAD_REQUEST)
            return None
        payload = frame.get_payload_as_bytes()
        if fresh and frame.fin:
            return payload
        parts = self._parts = [*(self._parts or ()), payload]
        if sum(map(len, parts)) > self._node.limits.inbound:
            transport.send_close(WSCloseCode.MESSAGE_TOO_BIG, "message too big")
            transport.disconnect()
            return None
        if not frame.fin:
            return None
        self._parts = None
        return b"".join(parts)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The socket is gone."""
        del transport
        if self._connection is not None:
            self._node.socket_ended(self._connection)

    def pause_writing(self) -> None:
        """The transport's buffer is over its high mark."""
        if self._connection is not None:
            self._connection.pause()

    def resume_writing(self) -> None:
        """The transport's buffer is empty enough again."""
        if self._connection is not None:
            self._connection.resume()


@dataclass(frozen=True, slots=True)
class HubEndpoint:
    """An `Endpoint` for the hub at `/connection/websocket`.

    Protobuf where the sub-protocol or the query says so (protocol section 5.1), else JSON.
    """

    node: Node
    proxies: Proxies
    subprotocols: tuple[str, ...] = (PROTOBUF_SUBPROTOCOL, JSON_SUBPROTOCOL)

    @property
    def inbound(self) -> int:
        """See `Endpoint.inbound`."""
        return self.node.limits.inbound

    def open(self, request: WSUpgradeRequest, subprotocol: str | None) -> WSListener | None:
        """See `Endpoint.open`."""
        if not self.node.has_room:
            return None
        binary = subprotocol == PROTOBUF_SUBPROTOCOL or _asks_for_protobuf(request)
        return HubListener(self.node, PROTOBUF if binary else JSON, _caller(self.proxies, request))


def _caller(proxies: Proxies, request: WSUpgradeRequest) -> Caller:
    forwarded = request.headers.get("x-forwarded-for", "")
    return lambda peer: proxies.client(peer, forwarded)


def _asks_for_protobuf(request: WSUpgradeRequest) -> bool:
    return asks_for_protobuf(_query(request))


def _query(request: WSUpgradeRequest) -> dict[str, list[str]]:
    return parse_qs(urlsplit(request.path.decode("latin-1")).query)


class OneWayListener(HubListener):
    """Takes one message, the connect request; what comes later is ignored (protocol section 20)."""

    def __init__(self, node: Node, caller: Caller, wish: bytes) -> None:
        """`wish` is a connect request out of the address, or empty."""
        super().__init__(node, ONE_WAY, caller, one_way=True)
        self._wish = wish
        self._listening: asyncio.Future[None] | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The socket is open."""
        super().on_ws_connected(transport)
        if self._wish:
            self.heard(self._wish)

    def heard(self, message: bytes) -> None:
        """See `HubListener.heard`."""
        if self._listening is not None or self._connection is None:
            return
        try:
            request = msgspec.json.decode(message, type=ConnectRequest)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            self._connection.close(CLOSE_BAD_REQUEST)
        else:
            self._listening = asyncio.ensure_future(self._connection.listen(request))


@dataclass(frozen=True, slots=True)
class ListenerEndpoint:
    """An `Endpoint` for clients that only listen, at `/connection/uni_websocket`."""

    node: Node
    proxies: Proxies
    subprotocols: tuple[str, ...] = ()

    @property
    def inbound(self) -> int:
        """See `Endpoint.inbound`."""
        return self.node.limits.inbound

    def open(self, request: WSUpgradeRequest, subprotocol: str | None) -> WSListener | None:
        """See `Endpoint.open`."""
        del subprotocol
        wish = _query(request).get("cf_connect", [""])[0]
        if not self.node.has_room:
            return None
        return OneWayListener(self.node, _caller(self.proxies, request), wish.encode())
