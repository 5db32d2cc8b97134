"""Connections whose downward half is the body of an HTTP response (protocol sections 20 and 21)."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import msgspec

from channels.http.requests import GoneError, TooBigError, answer, body, cross_origin, preflight
from channels.http.socket import BodySocket, bare, events, lines
from channels.protocol.codec import JsonCodec, OneWayCodec
from channels.protocol.commands import ConnectRequest
from channels.protocol.protobuf import ProtobufCodec
from channels.wire.rates import come_back_in

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from channels.http.socket import Framing
    from channels.protocol.codec import Codec
    from channels.wire.connection import Connection
    from channels.wire.node import Node
    from channels.wire.origins import Origins

JSON, PROTOBUF, ONE_WAY = JsonCodec(), ProtobufCodec(), OneWayCodec()
OCTETS = b"application/octet-stream"

EVENT_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
    (b"cache-control", b"private, no-cache, no-store, must-revalidate, max-age=0"),
    (b"pragma", b"no-cache"),
    (b"expire", b"0"),
]
STREAM_HEADERS = [(b"x-accel-buffering", b"no"), (b"cache-control", b"no-store")]


@dataclass(frozen=True, slots=True)
class Stream:
    """An ASGI application: each request is one connection. `sse`: as server-sent events; `one_way`: it only listens."""

    node: Node
    origins: Origins
    sse: bool = False
    one_way: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection to its end."""
        allowed = cross_origin(scope, self.origins)
        if allowed is None:
            await answer(send, 403, [], b"origin not allowed")
            return
        method = scope["method"]
        if method == "OPTIONS":
            await preflight(send, b"GET, POST" if self.sse else b"POST", allowed)
        elif method != "POST" and not (self.sse and method == "GET"):
            await answer(send, 405, [(b"allow", b"GET, POST, OPTIONS" if self.sse else b"POST, OPTIONS")])
        elif not self.node.has_room:
            await answer(send, 503, [(b"retry-after", str(come_back_in()).encode()), *allowed])
        else:
            with suppress(GoneError):
                await self._serve(scope, receive, send, allowed)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, allowed: list[tuple[bytes, bytes]]) -> None:
        try:
            first = await _first(scope, receive, self.node.limits.inbound)
            request = msgspec.json.decode(first, type=ConnectRequest) if self.one_way and first else None
        except TooBigError:
            await answer(send, 413, allowed)
            return
        except (msgspec.MsgspecError, UnicodeDecodeError):
            await answer(send, 400, allowed, b"the connect request cannot be read")
            return
        if not first:
            await answer(send, 400, allowed, b"say what to connect with")
            return
        codec, framing, headers = self._form(scope)
        socket = BodySocket(codec, framing)
        await send({"type": "http.response.start", "status": 200, "headers": [*headers, *allowed]})
        if self.sse:
            await send({"type": "http.response.body", "body": b"\r\n", "more_body": True})
        address = (scope.get("client") or ("",))[0]
        connection = self.node.open(socket, codec, emulated=not self.one_way, one_way=self.one_way, address=address)
        listening = None
        if request is None:
            connection.receive(first)
        else:
            listening = asyncio.ensure_future(connection.listen(request))
        try:
            await _carry(connection, socket, receive, send)
        finally:
            if listening is not None:
                listening.cancel()
            self.node.socket_ended(connection)

    def _form(self, scope: Scope) -> tuple[Codec, Framing, list[tuple[bytes, bytes]]]:
        """How this connection is spoken: codec, framing, headers."""
        if self.sse:
            return (ONE_WAY if self.one_way else JSON), events, EVENT_HEADERS
        if self.one_way:
            return ONE_WAY, lines, STREAM_HEADERS
        if dict(scope["headers"]).get(b"content-type", b"").startswith(OCTETS):
            return PROTOBUF, bare, [(b"content-type", OCTETS), *STREAM_HEADERS]
        return JSON, lines, [(b"content-type", b"application/json"), *STREAM_HEADERS]


async def _first(scope: Scope, receive: Receive, most: int) -> bytes:
    """What the client connects with: the body, or with GET a parameter of the address."""
    if scope["method"] == "POST":
        return await body(receive, most)
    said: bytes = parse_qs(scope["query_string"].decode("latin-1")).get("cf_connect", [""])[0].encode()
    if len(said) > most:
        raise TooBigError
    return said


async def _carry(connection: Connection, socket: BodySocket, receive: Receive, send: Send) -> None:
    """Write until the connection ends, the client goes, or takes nothing any more."""
    writing = asyncio.ensure_future(_write(connection, socket, send))
    others = [asyncio.ensure_future(_gone(receive)), asyncio.ensure_future(socket.aborted.wait())]
    try:
        await asyncio.wait({writing, *others}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (writing, *others):
            task.cancel()
        await asyncio.gather(writing, *others, return_exceptions=True)


async def _write(connection: Connection, socket: BodySocket, send: Send) -> None:
    while (chunk := await socket.chunk()) is not None:
        # While the client does not take this chunk, what follows waits in the connection, where it is counted.
        connection.pause()
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
        connection.resume()
    await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
