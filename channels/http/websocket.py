"""WebSocket by the ASGI server's own implementation, where picows is not to be had. Slower, otherwise the same."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import msgspec
from starlette.datastructures import Headers

from channels.http.streams import JSON, ONE_WAY, PROTOBUF
from channels.protocol.codes import CLOSE_BAD_REQUEST
from channels.protocol.commands import ConnectRequest
from channels.wire.frames import fitting
from channels.wire.subprotocols import JSON_SUBPROTOCOL, PROTOBUF_SUBPROTOCOL, asks_for_protobuf

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from channels.protocol.codec import Codec
    from channels.wire.connection import Connection
    from channels.wire.node import Node
    from channels.wire.origins import Origins

TOO_BIG = 1009


class QueueSocket:
    """A `Socket` whose frames wait until the ASGI server has taken the one before."""

    def __init__(self, *, binary: bool) -> None:
        """Nothing is written."""
        self.fd = -1
        self._kind = "bytes" if binary else "text"
        self._frames: list[Message] = []
        self._changed = asyncio.Event()
        self._ended = False
        self.aborted = asyncio.Event()

    def send(self, frame: bytes) -> None:
        """See `Socket.send`."""
        if not self._ended:
            self._frames.append(
                {"type": "websocket.send", self._kind: frame if self._kind == "bytes" else frame.decode()}
            )
            self._changed.set()

    def write(self, data: bytes) -> None:
        """See `Socket.write`: nothing is ever begun at a descriptor."""
        raise AssertionError(f"{len(data)} bytes of a frame that this socket has not seen")

    def close(self, code: int, reason: str) -> None:
        """See `Socket.close`."""
        if not self._ended:
            self._frames.append({"type": "websocket.close", "code": code, "reason": fitting(reason)})
            self._ended = True
            self._changed.set()

    def abort(self) -> None:
        """See `Socket.abort`."""
        self._ended = True
        self._changed.set()
        self.aborted.set()

    async def next(self) -> Message | None:
        """The next message for the server; None at the end."""
        while not self._frames:
            if self._ended:
                return None
            await self._changed.wait()
            self._changed.clear()
        return self._frames.pop(0)


@dataclass(frozen=True, slots=True)
class WebSocketApp:
    """An ASGI application for WebSocket scopes at one path. `one_way`: the client only listens."""

    node: Node
    origins: Origins
    one_way: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection to its end."""
        headers = Headers(scope=scope)
        await receive()
        if not self.origins.allow(headers.get("origin"), headers.get("host", "")) or not self.node.has_room:
            await send({"type": "websocket.close"})
            return
        query = parse_qs(scope["query_string"].decode("latin-1"))
        chosen = None if self.one_way else _chosen(scope["subprotocols"])
        await send({"type": "websocket.accept", "subprotocol": chosen})
        codec = self._codec(chosen, query)
        socket = QueueSocket(binary=codec.binary)
        address = (scope.get("client") or ("",))[0]
        connection = self.node.open(socket, codec, one_way=self.one_way, address=address)
        wish = query.get("cf_connect", [""])[0].encode() if self.one_way else b""
        writing = asyncio.ensure_future(_write(connection, socket, send))
        reading = asyncio.ensure_future(self._read(connection, receive, wish))
        aborted = asyncio.ensure_future(socket.aborted.wait())
        tasks = (writing, reading, aborted)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.node.socket_ended(connection)

    def _codec(self, chosen: str | None, query: dict[str, list[str]]) -> Codec:
        if self.one_way:
            return ONE_WAY
        return PROTOBUF if chosen == PROTOBUF_SUBPROTOCOL or asks_for_protobuf(query) else JSON

    async def _read(self, connection: Connection, receive: Receive, wish: bytes) -> None:
        listening = self._listen(connection, wish) if wish else None
        while (message := await receive())["type"] != "websocket.disconnect":
            frame = message.get("bytes") or (message.get("text") or "").encode()
            if len(frame) > self.node.limits.inbound:
                connection.refuse(TOO_BIG, "message too big")
            elif not self.one_way:
                connection.receive(frame)
            elif listening is None:
                listening = self._listen(connection, frame)
        if listening is not None:
            listening.cancel()

    @staticmethod
    def _listen(connection: Connection, wish: bytes) -> asyncio.Future[None] | None:
        try:
            request = msgspec.json.decode(wish, type=ConnectRequest)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            connection.close(CLOSE_BAD_REQUEST)
            return None
        return asyncio.ensure_future(connection.listen(request))


async def _write(connection: Connection, socket: QueueSocket, send: Send) -> None:
    while (message := await socket.next()) is not None:
        # While the server does not take this frame, what follows waits in the connection, where it is counted.
        connection.pause()
        await send(message)
        connection.resume()


def _chosen(offered: list[str]) -> str | None:
    return next((name for name in (PROTOBUF_SUBPROTOCOL, JSON_SUBPROTOCOL) if name in offered), None)
