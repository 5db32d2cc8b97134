"""A running wire with a fake house behind it, and a raw client that speaks to it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from channels.broker.base import Broker, Publication, Published, Retention
from channels.broker.memory import MemoryBroker
from channels.wire.desk import Disconnect, Grant, Guest, Refused
from channels.wire.endpoint import HubEndpoint
from channels.wire.limits import Limits
from channels.wire.node import Node
from channels.wire.server import Router, websocket_protocol
from hub.clock import system_clock

PATIENCE = 5.0
PATH = "/connection/websocket"


@dataclass
class FakeDesk:
    """A house of one room: `token` is the user's name, channels starting with `secret` are closed."""

    rows: dict[str, list[int]] = field(default_factory=dict)
    forbidden: set[tuple[str, str]] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    expires_at: float | None = None
    snapshots: int = 0
    snapshot_gate: asyncio.Event | None = None
    check_failures: int = 0
    retention: Retention = field(default_factory=Retention)
    now: Callable[[], datetime] = system_clock

    async def admit(self, token: str, data: bytes | None) -> Guest:
        if token == "expired":
            raise Refused(109, "token expired")
        if token == "invalid":
            raise Disconnect(3500, "invalid token")
        if token == "broken":
            raise RuntimeError("the database is gone")
        return Guest(token or "nobody", data, self.expires_at)

    async def refresh(self, guest: Guest, token: str) -> Guest:
        if token == "expired":
            raise Refused(109, "token expired")
        if token != guest.user:
            raise Disconnect(3500, "invalid token")
        return Guest(guest.user, None, self.now().timestamp() + 3600)

    async def join(self, guest: Guest, channel: str) -> Grant:
        if channel.startswith("secret") or (guest.user, channel) in self.forbidden:
            raise Refused(103, "permission denied")
        if channel.startswith("unknown"):
            raise Refused(102, "unknown channel")

        async def snapshot() -> bytes:
            self.snapshots += 1
            if self.snapshot_gate is not None:
                await self.snapshot_gate.wait()
            return json.dumps({"rows": self.rows.get(channel, [])}).encode()

        return Grant(self.retention, snapshot)

    async def rpc(self, guest: Guest, method: str, data: bytes) -> bytes:
        del guest
        if method == "echo":
            return data
        if method == "slow":
            await asyncio.sleep(0.3)
            return b'"slow"'
        if method == "conflict":
            raise Refused(4409, "该号正在呼叫 / already being called")
        if method == "bug":
            raise RuntimeError("a bug")
        raise Refused(104, "method not found")

    async def check(self, guest: Guest, channels: Collection[str]) -> frozenset[str]:
        if self.check_failures:
            self.check_failures -= 1
            raise RuntimeError("the database is gone")
        if guest.user in self.ended:
            raise Disconnect(3500, "session ended")
        return frozenset(name for name in channels if (guest.user, name) not in self.forbidden)


class LossyBroker(MemoryBroker):
    """A memory broker whose delivery to the node can fail."""

    def __init__(self) -> None:
        super().__init__()
        self.lossy = False
        self.gap: Callable[[str | None], None] = lambda _channel: None
        self.deliver: Callable[[str, Publication], None] = lambda _channel, _publication: None

    def listen(self, on_publication: Callable[[str, Publication], None], on_gap: Callable[[str | None], None]) -> None:
        self.deliver, self.gap = on_publication, on_gap
        super().listen(self._deliver_or_lose, on_gap)

    def _deliver_or_lose(self, channel: str, publication: Publication) -> None:
        if not self.lossy:
            self.deliver(channel, publication)


class Raw:
    """A client that does nothing by itself but answer pings, when asked to."""

    def __init__(self, ws: ClientConnection) -> None:
        self.ws = ws
        self.pings = 0
        self.pongs = True
        self._messages: deque[dict[str, Any]] = deque()

    async def say(self, *commands: dict[str, Any]) -> None:
        await self.ws.send("\n".join(json.dumps(command) for command in commands))

    async def next(self) -> dict[str, Any]:
        """The next message that is no ping."""
        while not self._messages:
            frame = await asyncio.wait_for(self.ws.recv(), PATIENCE)
            for text in str(frame).split("\n"):
                if text == "{}":
                    self.pings += 1
                    if self.pongs:
                        await self.ws.send("{}")
                else:
                    self._messages.append(json.loads(text))
        return self._messages.popleft()

    async def reply(self, command_id: int) -> dict[str, Any]:
        """The reply of this id; what came before it is skipped."""
        while True:
            message = await self.next()
            if message.get("id") == command_id:
                return message

    async def connect(self, token: str = "anna") -> dict[str, Any]:  # noqa: S107 - a name
        await self.say({"id": 1, "connect": {"token": token}})
        return await self.reply(1)

    async def subscribe(self, channel: str, command_id: int = 2, **more: Any) -> dict[str, Any]:
        await self.say({"id": command_id, "subscribe": {"channel": channel, **more}})
        return await self.reply(command_id)

    async def closed(self) -> tuple[int, str]:
        """The close code and reason; whatever comes before is skipped."""
        try:
            while True:
                await self.next()
        except ConnectionClosed as end:
            return (end.rcvd.code, end.rcvd.reason) if end.rcvd else (1006, "")

    async def pub(self) -> dict[str, Any]:
        """The next publication push's body."""
        while True:
            message = await self.next()
            if "pub" in message.get("push", {}):
                pub: dict[str, Any] = message["push"]["pub"]
                return pub


class _QuietServer(uvicorn.Server):
    """Leaves the signals of the test process alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield


@dataclass
class Stage:
    """The running wire."""

    node: Node
    desk: FakeDesk
    broker: Broker
    port: int

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}{PATH}"

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, broker: Broker, limits: Limits, desk: FakeDesk | None = None) -> AsyncIterator[Stage]:
        desk = desk or FakeDesk()
        node = Node(broker, desk, system_clock, limits=limits)

        @contextlib.asynccontextmanager
        async def lifespan(_app: Starlette) -> AsyncIterator[None]:
            await node.start()
            yield
            await node.shutdown()

        async def hello(_request: Request) -> PlainTextResponse:
            return PlainTextResponse("hello")

        app = Starlette(routes=[Route("/hello", hello)], lifespan=lifespan)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            router = Router({PATH: HubEndpoint(node)}, frozenset({"https://ward.example"}))
            config = uvicorn.Config(app, ws=websocket_protocol(router), log_level="warning", access_log=False)
            server = _QuietServer(config)
            serving = asyncio.ensure_future(server.serve(sockets=[listening]))
            await until(lambda: server.started)
            try:
                yield cls(node, desk, broker, listening.getsockname()[1])
            finally:
                server.should_exit = True
                await serving

    @contextlib.asynccontextmanager
    async def raw(self, **options: Any) -> AsyncIterator[Raw]:
        async with connect(self.url, compression=None, ping_interval=None, close_timeout=1, **options) as ws:
            yield Raw(ws)

    async def connect(self) -> ClientConnection:
        """A socket that the test closes itself."""
        return await connect(self.url, compression=None, ping_interval=None, close_timeout=1)

    async def publish(self, channel: str, value: Any, **more: Any) -> Published:
        self.desk.rows.setdefault(channel, []).append(value)
        return await self.broker.publish(channel, json.dumps(value).encode(), self.desk.retention, **more)


async def until(condition: Callable[[], bool]) -> None:
    """Wait until it is so; fail after a while."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - the condition lies outside of this program
            await asyncio.sleep(0.005)
