"""Two connections that talk to a node without sockets, and a ledger of what must be true of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import Phase

from channels.broker.base import BrokerUnavailableError, Extras, History, Position, Published, Retention
from channels.broker.memory import MemoryBroker
from channels.protocol import codes
from channels.protocol.commands import SubscribeRequest
from channels.protocol.people import ClientInfo
from channels.wire.connection import Connection
from channels.wire.desk import Grant, Guest, Refused, Terms
from channels.wire.limits import Limits
from channels.wire.node import Node, Whose
from tests.channels.stage import FakeDesk
from tests.channels.wire.still_loop import StillLoop, settle

KEPT = Retention(size=5, ttl=60, meta_ttl=600)
LIVELY = Grant(Terms(KEPT, presence=True, signals=True), hears_signals=True)
CLOSES = {code.code for name, code in vars(codes).items() if name.startswith("CLOSE_")} - {codes.CLOSE_NORMAL.code}
ERRORS = {code.code for code in vars(codes).values() if isinstance(code, codes.ErrorCode)} | {4409}
CUTS = {code.code for name, code in vars(codes).items() if name.startswith("CUT_")}
EXAMPLES = 250
PHASES = (Phase.reuse, Phase.generate, Phase.shrink)
"""Without the explanations, which take minutes."""
NAMES = ("anna", "ben")
LIMITS = Limits(
    channels=4, history=3, recovery=4, queue=2000, pending_commands=30, commands_at_once=60, concurrency=2,
    presence_ttl=1900,
)  # fmt: skip


class Fragile(MemoryBroker):
    """A memory broker that can be away, and deaf."""

    def __init__(self) -> None:
        super().__init__()
        self.away = self.deaf = False

    def _here(self) -> None:
        if self.away:
            raise BrokerUnavailableError("away")

    async def subscribe(self, channel: str) -> None:
        self._here()
        await super().subscribe(channel)

    async def publish(
        self, channel: str, data: bytes, retention: Retention | None, extras: Extras = Extras()  # noqa: B008
    ) -> Published:  # fmt: skip
        self._here()
        heard = set(self._heard)
        if self.deaf:
            self._heard.clear()
        try:
            return await super().publish(channel, data, retention, extras)
        finally:
            self._heard = heard

    async def enter(self, channel: str, info: ClientInfo, ttl: float) -> None:
        self._here()
        await super().enter(channel, info, ttl)

    async def leave(self, channel: str, client: str) -> None:
        self._here()
        await super().leave(channel, client)

    async def present(self, channel: str) -> Mapping[str, ClientInfo]:
        self._here()
        return await super().present(channel)

    async def history(
        self, channel: str, since: Position | None, limit: int, *, reverse: bool = False, meta_ttl: float | None = None
    ) -> History:
        self._here()
        return await super().history(channel, since, limit, reverse=reverse, meta_ttl=meta_ttl)


@dataclass
class Ledger:
    """What one connection was told; complains about what it may not be told."""

    answered: dict[int, int] = field(default_factory=dict)
    counting: dict[str, int | None] = field(default_factory=dict)
    """The last offset of each subscription that stands; None where offsets do not count."""
    loosely: set[str] = field(default_factory=set)
    """Channels in which a filter may leave something out."""

    def read(self, frame: bytes, asked: Mapping[int, dict[str, Any]]) -> int:
        """Take a frame; returns how many pings were in it."""
        pings = 0
        for line in frame.split(b"\n"):
            message = json.loads(line)
            if message == {}:
                pings += 1
            elif "push" in message:
                self._push(message["push"])
            else:
                self._reply(message, asked[message["id"]])
        return pings

    def _reply(self, reply: dict[str, Any], asked: dict[str, Any]) -> None:
        self.answered[reply["id"]] = self.answered.get(reply["id"], 0) + 1
        if "error" in reply:
            assert reply["error"]["code"] in ERRORS
        elif "subscribe" in reply:
            self._begin(asked["subscribe"]["channel"], reply["subscribe"], filtered="tf" in asked["subscribe"])
        elif "connect" in reply:
            for channel, sub in reply["connect"].get("subs", {}).items():
                self._begin(channel, sub)
        elif "unsubscribe" in reply:
            self.counting.pop(asked["unsubscribe"]["channel"], None)

    def _begin(self, channel: str, sub: dict[str, Any], *, filtered: bool = False) -> None:
        assert channel not in self.counting
        (self.loosely.add if filtered else self.loosely.discard)(channel)
        self.counting[channel] = sub.get("offset", 0) if sub.get("positioned") else None
        for pub in sub.get("publications", ()):
            self._pub(channel, pub)

    def _push(self, push: dict[str, Any]) -> None:
        channel = push["channel"]
        if "subscribe" in push:
            self._begin(channel, push["subscribe"])
            return
        assert channel in self.counting, f"a push of a channel that is not subscribed: {push}"
        if "unsubscribe" in push:
            assert push["unsubscribe"]["code"] in CUTS
            del self.counting[channel]
        elif "pub" in push:
            self._pub(channel, push["pub"])

    def _pub(self, channel: str, pub: dict[str, Any]) -> None:
        last = self.counting[channel]
        if last is not None:
            assert pub["offset"] > last if channel in self.loosely else pub["offset"] == last + 1, (channel, last, pub)
            self.counting[channel] = pub["offset"]


class FakeSocket:
    """A peer that answers pings, if it is in the mood."""

    def __init__(self) -> None:
        self.fd = -1
        self.ledger = Ledger()
        self.asked: dict[int, dict[str, Any]] = {}
        self.closed: tuple[int, str] | None = None
        self.pongs, self.held = True, False
        self.connection: Connection

    def send(self, frame: bytes) -> None:
        assert self.closed is None, "something was sent after the close"
        if self.ledger.read(frame, self.asked) and self.pongs:
            asyncio.get_running_loop().call_soon(self.connection.receive, b"{}")

    def write(self, data: bytes) -> None:
        raise AssertionError(f"nothing was begun elsewhere: {data!r}")

    def close(self, code: int, reason: str) -> None:
        assert self.closed is None, "closed twice"
        self.closed = code, reason

    def abort(self) -> None:
        self.connection.gone()


class Counter(FakeDesk):
    """Only some channels have tokens."""

    async def prolong(self, guest: Guest, channel: str, token: str) -> Grant:
        if channel not in self.offers:
            raise Refused(103, "permission denied")
        return await super().prolong(guest, channel, token)


class Play:
    """The node, its two peers, and what can be done to them."""

    def __init__(self, loop: StillLoop) -> None:
        start = datetime(2026, 1, 1, tzinfo=UTC)

        def clock() -> datetime:
            return start + timedelta(seconds=loop.now)

        self.loop, self.broker = loop, Fragile()
        self.desk = Counter(filters=True, heard=[], now=clock, retention=KEPT)
        self.desk.offers = {
            "chat": LIVELY,
            "brief": Grant(Terms(None, presence=True), positioned=False, recoverable=False),
            "beds": Grant(Terms(KEPT), delta=False),
            "soon": replace(LIVELY, expires_at=clock().timestamp() + 40),
            "lasting": replace(LIVELY, expires_at=clock().timestamp() + 4000),
            "late": replace(LIVELY, expires_at=clock().timestamp() - 40),
        }
        self.desk.subs = {"#all": Grant(Terms(KEPT, presence=True))}
        self.node = Node(self.broker, self.desk, clock, limits=LIMITS)
        self.peers: list[FakeSocket] = []
        self.numbers = 0
        self.was_away = False

    async def act(self, steps: list[tuple[Any, ...]]) -> None:
        """Do everything, then end everything, and look what is left."""
        await self.node.start()
        await settle()
        timers = self.loop.waiting()
        for _ in range(2):
            self._come()
        for step in steps:
            await getattr(self, f"do_{step[0]}")(*step[1:])
            await settle()
        self.broker.away = self.broker.deaf = False
        # What waits for the broker, and slow calls, need some time; ten seconds are too short for a ping to be missed.
        await self.loop.advance(9)
        self._everything_was_answered()
        # Long enough for the regular comparison with the log.
        await self.loop.advance(60)
        await self._everything_was_told()
        await self._end(timers)
        await self.node.shutdown()
        await settle()

    def _come(self) -> None:
        socket = FakeSocket()
        socket.connection = self.node.open(socket)
        self.peers.append(socket)

    # what can happen

    async def do_frame(self, who: int, commands: list[dict[str, Any]]) -> None:
        if self.peers[who].closed is not None:
            await self.do_gone(who)
            commands = [{"connect": {"token": NAMES[who]}}, *commands]
        peer, lines = self.peers[who], []
        for command in commands:
            said = dict(command)
            if "send" not in said and said:
                self.numbers += 1
                said["id"] = self.numbers
                peer.asked[self.numbers] = said
            lines.append(json.dumps(said))
        peer.connection.receive("\n".join(lines).encode())

    async def do_bytes(self, who: int, data: bytes) -> None:
        self.peers[who].connection.receive(data)

    async def do_back_pressure(self, who: int, held: bool) -> None:  # noqa: FBT001
        peer = self.peers[who]
        peer.held = held
        (peer.connection.pause if held else peer.connection.resume)()

    async def do_mood(self, who: int, pongs: bool) -> None:  # noqa: FBT001
        self.peers[who].pongs = pongs

    async def do_gone(self, who: int) -> None:
        self.node.socket_ended(self.peers[who].connection)
        await settle()
        self._check_answers(self.peers[who], all_of_them=False)
        self.peers[who] = FakeSocket()
        self.peers[who].connection = self.node.open(self.peers[who])

    async def do_publish(self, channel: str, tags: dict[str, str]) -> None:
        if not self.broker.away:
            terms = await self.desk.terms(channel)
            await self.broker.publish(channel, b'{"x":1}', terms.retention, Extras(tags=tags))

    async def do_broker(self, name: str, value: bool) -> None:  # noqa: FBT001
        setattr(self.broker, name, value)
        self.was_away |= self.broker.away

    async def do_lose_everything(self) -> None:
        self.broker.flush()

    async def do_gap(self) -> None:
        self.node.gap(None)

    async def do_advance(self, seconds: float) -> None:
        await self.loop.advance(seconds)

    async def do_forbid(self, user: str, channel: str) -> None:
        self.desk.forbidden ^= {(user, channel)}
        self.node.recheck([user])

    async def do_order(self, user: str, order: str, channel: str) -> None:
        match order:
            case "subscribe":
                grant = self.desk.offers.get(channel, Grant(Terms(KEPT)))
                self.node.subscribe(Whose(user), SubscribeRequest(channel), grant)
            case "unsubscribe":
                self.node.unsubscribe(Whose(user), channel)
            case "disconnect":
                self.node.disconnect(Whose(user))
            case "refresh":
                self.node.refresh(Whose(user), self.desk.now().timestamp() + 100)
            case _:
                self.node.refresh(Whose(user), 0.0)

    # what must be so

    def _everything_was_answered(self) -> None:
        for peer in self.peers:
            living = peer.closed is None and peer.connection.connected and not peer.connection.queued
            self._check_answers(peer, all_of_them=living)

    def _check_answers(self, peer: FakeSocket, *, all_of_them: bool) -> None:
        answered = peer.ledger.answered
        assert all(count == 1 for count in answered.values()), f"answered twice: {answered}"
        if all_of_them:
            assert answered.keys() == peer.asked.keys(), f"not answered: {peer.asked.keys() - answered.keys()}"
        if peer.closed is not None:
            assert peer.closed[0] in CLOSES

    async def _everything_was_told(self) -> None:
        """Who can be told has been told everything, whatever was lost on the way."""
        for peer in self.peers:
            if peer.closed is None and not peer.held:
                ledger = peer.ledger
                for channel in ledger.counting.keys() - ledger.loosely:
                    top = (await self.broker.history(channel, None, 0)).position.offset
                    assert ledger.counting[channel] in {top, None}, f"{channel} stays behind"

    async def _end(self, timers: int) -> None:
        for peer in self.peers:
            self.node.socket_ended(peer.connection)
        await settle()
        if not self.was_away:
            assert await self._present() == [], "who has gone is still present"
        # Longer than a room waits for one that is ahead of it, shorter than a subscription takes to expire.
        await self.loop.advance(6)
        self._nothing_is_left(timers)
        # What could not be said while the broker was away is made up for by the time to live.
        await self.loop.advance(2000)
        assert await self._present() == []

    async def _present(self) -> list[str]:
        return [channel for channel in (*self.desk.offers, "#all") if await self.broker.present(channel)]

    def _nothing_is_left(self, timers: int) -> None:
        node = self.node
        assert (node.connections, node.users, node.channels, node.joining) == (0, 0, 0, 0)
        assert not node.outflow.dirty
        assert self.loop.waiting() == timers
        held = {name: value for name, value in vars(node).items() if isinstance(value, set | dict) and value}
        assert held == {}, f"the node still holds {held}"
