"""The hub's WebSocket endpoint: picows' transport on one side, a `Connection` on the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from picows import WSCloseCode, WSListener, WSMsgType

from channels.protocol.codes import CLOSE_BAD_REQUEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from picows import WSFrame, WSTransport, WSUpgradeRequest

    from channels.wire.connection import Connection
    from channels.wire.node import Node

JSON_SUBPROTOCOL = "centrifuge-json"
LONGEST_REASON = 123


class PicowsSocket:
    """A `Socket` over picows. picows itself ignores what is sent after the close."""

    def __init__(self, transport: WSTransport, kind: WSMsgType) -> None:
        """`kind` is TEXT or BINARY."""
        self._transport = transport
        # A bound C call: this is the hottest line of the server.
        self.send: Callable[[bytes], None] = partial(transport.send, kind)

    def close(self, code: int, reason: str) -> None:
        """See `Socket.close`."""
        fitting = reason.encode()[:LONGEST_REASON].decode(errors="ignore")
        self._transport.send_close(code, fitting)  # type: ignore[arg-type]  # takes any number

    def abort(self) -> None:
        """See `Socket.abort`."""
        self._transport.disconnect(graceful=False)


class HubListener(WSListener):
    """Puts frames together and tells the connection what happens to its socket."""

    def __init__(self, node: Node) -> None:
        """The handshake is under way."""
        super().__init__()
        self._node = node
        self._connection: Connection | None = None
        self._parts: list[bytes] | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The socket is open."""
        self._connection = self._node.open(PicowsSocket(transport, WSMsgType.TEXT))

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """One frame of the client."""
        connection = self._connection
        if connection is None:
            return
        kind = frame.msg_type
        if kind == WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code())
            transport.disconnect()
        elif kind in (WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION):
            message = self._assembled(transport, frame, fresh=kind != WSMsgType.CONTINUATION)
            if message is not None:
                connection.receive(message)

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
    """An `Endpoint` for the hub at `/connection/websocket`, JSON framing."""

    node: Node
    subprotocols: tuple[str, ...] = (JSON_SUBPROTOCOL,)

    @property
    def inbound(self) -> int:
        """See `Endpoint.inbound`."""
        return self.node.limits.inbound

    def open(self, request: WSUpgradeRequest, subprotocol: str | None) -> WSListener | None:
        """See `Endpoint.open`."""
        del request, subprotocol
        return HubListener(self.node) if self.node.accepting else None
