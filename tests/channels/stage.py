"""A running wire with a fake house behind it, and a raw client that speaks to it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from websockets.asyncio.client import ClientConnection, connect
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed, InvalidStatus

from channels.broker.base import Broker, Extras, Listener, Publication, Published, Retention, Signal
from channels.broker.memory import MemoryBroker
from channels.fleet.fleet import Fleet
from channels.paths import Offer, find, mounts, upgrades
from channels.wire.desk import Act, Disconnect, Grant, Guest, Knock, Refused, Terms, Wish
from channels.wire.limits import Limits
from channels.wire.node import Node
from channels.wire.origins import Origins
from hub.clock import system_clock

PATIENCE = 5.0
PATH = "/connection/websocket"
KEY = "the key of the backends"


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
    offers: dict[str, Grant] = field(default_factory=dict)
    """Channels that are not like the others."""
    subs: dict[str, Grant] = field(default_factory=dict)
    """Server-side subscriptions of everybody."""
    filters: bool = False
    heard: list[bytes] | None = None
    """What was sent without an answer; None: nothing may be."""
    refusal: Exception | None = None
    """Nobody is let in."""
    forgotten: list[frozenset[str]] = field(default_factory=list)

    async def admit(self, knock: Knock) -> Guest:
        token = knock.token
        if self.refusal is not None:
            raise self.refusal
        if token == "expired":
            raise Refused(109, "token expired")
        if token == "invalid":
            raise Disconnect(3500, "invalid token")
        if token == "broken":
            raise RuntimeError("the database is gone")
        return Guest(token or "nobody", knock.data, self.expires_at, subs=dict(self.subs))

    async def refresh(self, guest: Guest, token: str) -> Guest:
        if token == "expired":
            raise Refused(109, "token expired")
        if token != guest.user:
            raise Disconnect(3500, "invalid token")
        return Guest(guest.user, None, self.now().timestamp() + 3600, subs=dict(self.subs))

    async def join(self, guest: Guest, wish: Wish) -> Grant:
        channel = wish.channel
        if wish.filtered and not self.filters:
            raise Refused(107, "bad request")
        if channel.startswith("secret") or (guest.user, channel) in self.forbidden:
            raise Refused(103, "permission denied")
        if channel.startswith("unknown"):
            raise Refused(102, "unknown channel")

        async def snapshot() -> bytes:
            self.snapshots += 1
            if self.snapshot_gate is not None:
                await self.snapshot_gate.wait()
            return json.dumps({"rows": self.rows.get(channel, [])}).encode()

        offer = self.offers.get(channel)
        return offer or Grant(Terms(self.retention), snapshot=snapshot)

    async def prolong(self, guest: Guest, channel: str, token: str) -> Grant:
        del guest
        if token == "expired":
            raise Disconnect(3006, "subscription expired")
        return replace(self.offers[channel], expires_at=self.now().timestamp() + 3600, info=token.encode())

    async def permit(self, guest: Guest, channel: str, act: Act, *, subscribed: bool) -> Terms:
        if channel not in self.offers:
            raise Refused(*(103, "permission denied") if act is Act.PUBLISH else (108, "not available"))
        if (guest.user, channel) in self.forbidden or not subscribed:
            raise Refused(103, "permission denied")
        return self.offers[channel].terms

    async def terms(self, channel: str) -> Terms:
        return self.offers[channel].terms if channel in self.offers else Terms(self.retention)

    async def grant(self, channel: str, changes: Mapping[str, bool]) -> Grant:
        del changes
        if channel.startswith("unknown"):
            raise Refused(102, "unknown channel")
        return self.offers.get(channel) or Grant(Terms(self.retention))

    async def send(self, guest: Guest, data: bytes) -> None:
        del guest
        if self.heard is None:
            raise Disconnect(3508, "not available")
        self.heard.append(data)

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

    def forget(self, users: Collection[str]) -> None:
        self.forgotten.append(frozenset(users))


class LossyBroker(MemoryBroker):
    """A memory broker whose delivery to the node can fail."""

    def __init__(self) -> None:
        super().__init__()
        self.lossy = False
        self.listener: Listener

    def listen(self, listener: Listener, node: str = "") -> None:
        self.listener = listener
        super().listen(_Losing(self, listener), node)

    def deliver(self, channel: str, publication: Publication) -> None:
        """As if the broker said this."""
        self.listener.hear(channel, publication)

    def gap(self, channel: str | None) -> None:
        """As if the broker knew that something was lost."""
        self.listener.gap(channel)


@dataclass
class _Losing:
    broker: LossyBroker
    listener: Listener

    def hear(self, channel: str, publication: Publication) -> None:
        if not self.broker.lossy:
            self.listener.hear(channel, publication)

    def signal(self, channel: str, signal: Signal) -> None:
        self.listener.signal(channel, signal)

    def gap(self, channel: str | None) -> None:
        self.listener.gap(channel)

    def told(self, message: bytes) -> None:
        self.listener.told(message)


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
        async with asyncio.timeout(PATIENCE):
            while not self._messages:
                for text in str(await self.ws.recv()).split("\n"):
                    if text == "{}":
                        self.pings += 1
                        if self.pongs:
                            await self.ws.send("{}")
                    else:
                        self._messages.append(json.loads(text))
        return self._messages.popleft()

    async def next_but(self, kinds: Collection[str]) -> dict[str, Any]:
        """The next message that is no push of these kinds."""
        while True:
            message = await self.next()
            if not set(kinds) & set(message.get("push", {})):
                return message

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
    """Leaves the signals of the test process alone, and looks for its end without delay."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.end = asyncio.Event()

    async def main_loop(self) -> None:
        await self.end.wait()

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
    fleet: Fleet

    @property
    def base(self) -> str:
        """The address of everything that is no WebSocket."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}{PATH}"

    @classmethod
    @contextlib.asynccontextmanager
    async def open(
        cls, broker: Broker, limits: Limits, desk: FakeDesk | None = None, *, own: bool = True
    ) -> AsyncIterator[Stage]:
        desk = desk or FakeDesk()
        node = Node(broker, desk, system_clock, limits=limits)

        @contextlib.asynccontextmanager
        async def lifespan(_app: Starlette) -> AsyncIterator[None]:
            await node.start()
            yield
            await node.shutdown()

        async def hello(_request: Request) -> PlainTextResponse:
            return PlainTextResponse("hello")

        inner = Starlette(routes=[Route("/hello", hello)], lifespan=lifespan)
        fleet = Fleet(node, name="stage", announce=0.1)
        origins, offer = Origins(frozenset({"https://ward.example"})), Offer(api_key=KEY)
        upgrade = upgrades(fleet, origins, offer, ["127.0.0.1"], own=own)
        apps = {**mounts(fleet, origins, offer), **upgrade.apps}

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            found = find(apps, scope["path"]) if scope["type"] != "lifespan" else None
            await (found or inner)(scope, receive, send)

        with socket.create_server(("127.0.0.1", 0)) as listening:
            config = uvicorn.Config(
                app, ws=upgrade.protocol, log_level="warning", access_log=False, http="httptools", ws_max_size=2**20
            )
            server = _QuietServer(config)
            serving = asyncio.ensure_future(server.serve(sockets=[listening]))
            await until(lambda: server.started)
            await fleet.start()
            try:
                yield cls(node, desk, broker, listening.getsockname()[1], fleet)
            finally:
                await fleet.stop()
                server.end.set()
                await serving

    @classmethod
    def open_memory(cls, limits: Limits, desk: FakeDesk) -> contextlib.AbstractAsyncContextManager[Stage]:
        """A stage of its own on a memory broker."""
        return cls.open(LossyBroker(), limits, desk)

    async def refused(self) -> tuple[int, Headers]:
        """The answer to an upgrade that is not let in."""
        with pytest.raises(InvalidStatus) as refusal:
            await self.connect()
        return refusal.value.response.status_code, refusal.value.response.headers

    @contextlib.asynccontextmanager
    async def raw(self, **options: Any) -> AsyncIterator[Raw]:
        async with connect(self.url, compression=None, ping_interval=None, close_timeout=1, **options) as ws:
            yield Raw(ws)

    async def connect(self) -> ClientConnection:
        """A socket that the test closes itself."""
        return await connect(self.url, compression=None, ping_interval=None, close_timeout=1)

    async def publish(self, channel: str, value: Any, **more: Any) -> Published:
        self.desk.rows.setdefault(channel, []).append(value)
        return await self.broker.publish(channel, json.dumps(value).encode(), self.desk.retention, Extras(**more))


async def until(condition: Callable[[], bool]) -> None:
    """Wait until it is so; fail after a while."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - the condition lies outside of this program
            await asyncio.sleep(0.005)
