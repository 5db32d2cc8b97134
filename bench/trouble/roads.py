"""The ways on which frames travel between a listener and a node."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Protocol

import httpx
import msgspec
from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from bench.trouble.tongues import Connected, Json, Tongue

OPEN_SECONDS = 4.0
UP_SECONDS = 2.0
HOST = "127.0.0.1"


class LetDownError(Exception):
    """The connection ended, was refused, or is silent."""


class Road(Protocol):
    """One connection."""

    async def hear(self) -> bytes:
        """The next frame. Raises LetDownError at the end."""
        ...

    async def say(self, frame: bytes) -> None:
        """Send a frame. Raises LetDownError."""
        ...

    def introduced(self, connected: Connected) -> None:
        """The server has named the session."""
        ...

    def cut(self) -> None:
        """Break it, as a network does."""
        ...

    async def close(self) -> None:
        """Leave nothing behind."""
        ...


class _Ear(WSListener):
    def __init__(self) -> None:
        super().__init__()
        self.frames: asyncio.Queue[bytes | None] = asyncio.Queue()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        del transport
        if frame.msg_type in {WSMsgType.TEXT, WSMsgType.BINARY}:
            self.frames.put_nowait(frame.get_payload_as_bytes())
        elif frame.msg_type == WSMsgType.CLOSE:
            self.frames.put_nowait(None)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        del transport
        self.frames.put_nowait(None)


class Socket:
    """A WebSocket."""

    def __init__(self, transport: WSTransport, frames: asyncio.Queue[bytes | None], *, binary: bool) -> None:
        self._transport, self._frames = transport, frames
        self._kind = WSMsgType.BINARY if binary else WSMsgType.TEXT

    @classmethod
    async def open(cls, port: int, tongue: Tongue) -> Socket:
        """Connect and say the first command. Raises LetDownError."""
        ear = _Ear()
        query = "?format=protobuf" if tongue.binary else ""
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                transport, _ = await ws_connect(lambda: ear, f"ws://{HOST}:{port}/connection/websocket{query}")
        except (WSError, OSError) as problem:
            raise LetDownError(repr(problem)) from problem
        socket = cls(transport, ear.frames, binary=tongue.binary)
        await socket.say(tongue.connect())
        return socket

    async def hear(self) -> bytes:
        """See `Road.hear`."""
        frame = await self._frames.get()
        if frame is None:
            raise LetDownError("the connection ended")
        return frame

    async def say(self, frame: bytes) -> None:
        """See `Road.say`."""
        if self._transport.is_disconnected:
            raise LetDownError("the connection is gone")
        self._transport.send(self._kind, frame)

    def introduced(self, connected: Connected) -> None:
        """See `Road.introduced`: a WebSocket needs no name."""

    def cut(self) -> None:
        """See `Road.cut`."""
        self._transport.underlying_transport.abort()

    async def close(self) -> None:
        """See `Road.close`."""
        self.cut()


class HttpStream:
    """An HTTP response that does not end, and requests to `/emulation` of another node."""

    def __init__(self, client: httpx.AsyncClient, upward: Sequence[int]) -> None:
        """`upward`: ports to try for each frame from the client, as a balancer does."""
        self._client, self._upward = client, upward
        self._stack = contextlib.AsyncExitStack()
        self._lines: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._reading: asyncio.Task[None] | None = None
        self._session = Connected()

    @classmethod
    async def open(cls, port: int, upward: Sequence[int], client: httpx.AsyncClient) -> HttpStream:
        """Connect (JSON). Raises LetDownError."""
        road = cls(client, upward)
        url = f"http://{HOST}:{port}/connection/http_stream"
        timeout = httpx.Timeout(OPEN_SECONDS, read=None)
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                stream = client.stream("POST", url, content=Json().connect(), timeout=timeout)
                response = await road._stack.enter_async_context(stream)
        except (httpx.HTTPError, OSError) as problem:
            await road.close()
            raise LetDownError(repr(problem)) from problem
        road._reading = asyncio.ensure_future(road._read(response))
        return road

    async def _read(self, response: httpx.Response) -> None:
        rest = b""
        try:
            async for chunk in response.aiter_raw():
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self._lines.put_nowait(line)
        except (httpx.HTTPError, httpx.StreamError):
            rest = b""
        finally:
            self._lines.put_nowait(None)

    async def hear(self) -> bytes:
        """See `Road.hear`."""
        line = await self._lines.get()
        if line is None:
            raise LetDownError("the stream ended")
        return line

    async def say(self, frame: bytes) -> None:
        """See `Road.say`."""
        body = msgspec.json.encode(
            {"node": self._session.node, "session": self._session.session, "data": frame.decode()}
        )
        for port in self._upward:
            try:
                answer = await self._client.post(f"http://{HOST}:{port}/emulation", content=body, timeout=UP_SECONDS)
            except httpx.HTTPError:
                continue
            if answer.is_success:
                return
        raise LetDownError("no node takes what we say")

    def introduced(self, connected: Connected) -> None:
        """See `Road.introduced`."""
        self._session = connected

    def cut(self) -> None:
        """See `Road.cut`."""
        if self._reading is not None:
            self._reading.cancel()

    async def close(self) -> None:
        """See `Road.close`."""
        self.cut()
        if self._reading is not None:
            await asyncio.gather(self._reading, return_exceptions=True)
        await self._stack.aclose()
