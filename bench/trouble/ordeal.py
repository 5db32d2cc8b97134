"""Two nodes, a crowd, publishers, and one misfortune after the other; in the end the verdict."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx

from bench.trouble.nodes import KINDS, LONG, Node
from bench.trouble.publisher import Publisher
from bench.trouble.roads import HttpStream, Road, Socket
from bench.trouble.subscriber import Subscriber
from bench.trouble.tongues import Json, Protobuf, Tongue
from bench.trouble.topologies import Fault, Topology
from bench.trouble.verdict import Heard, Verdict, judge
from bench.trouble.witness import Witness

CATCH_UP_SECONDS = 90.0
"""Longer than the regular check of positions (40 s), which is the last thing that finds a gap."""
START_SECONDS = 60.0
POLL_SECONDS = 0.05
CALM_SECONDS = (0.3, 1.5)
LONGEST_FREEZE = 15.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """How much goes on. `pause` is the seconds between two publications of a channel."""

    channels: int = 3
    """Of each kind."""
    sockets: int = 12
    """Listeners of each channel over WebSocket, half of them in JSON, half in Protobuf."""
    streams: int = 2
    """Listeners of each channel over HTTP, with requests to the node that they are not connected to."""
    pause: float = 0.1


@dataclass(frozen=True, slots=True)
class Plan:
    """An ordeal to be: faults are begun for so many `seconds`, in an order that the seed decides."""

    crowd: Crowd
    seconds: float
    seed: int
    only: frozenset[str] | None = None
    """The names of the faults that may happen; None: any."""


@dataclass(frozen=True, slots=True)
class Misfortune:
    """What happened, when (seconds from the beginning), and how long until all had caught up after it was over."""

    fault: str
    detail: str
    at: float
    caught_up: float


@dataclass(slots=True)
class Outcome:
    """A finished ordeal."""

    topology: str
    seed: int
    verdict: Verdict
    misfortunes: list[Misfortune] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    """Where somebody had not caught up after CATCH_UP_SECONDS."""
    acknowledged: int = 0
    longest_silence: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether everything was as it must be."""
        return self.verdict.clean and not self.stuck

    @property
    def by_kind(self) -> Counter[str]:
        """How many misfortunes of each kind."""
        return Counter(one.fault for one in self.misfortunes)


class Ordeal:
    """See the module's text. All chance comes from one seed; what processes do in the meantime does not."""

    def __init__(self, topology: Topology, home: Path, plan: Plan) -> None:
        """Nothing is started yet."""
        self._topology, self._home, self._plan, self._crowd = topology, home, plan, plan.crowd
        self._chance = random.Random(plan.seed)  # noqa: S311 - repeatable, no secret
        self._nodes: list[Node] = []
        self._publishers: list[Publisher] = []
        self._subscribers: list[Subscriber] = []
        self._client = httpx.AsyncClient(limits=httpx.Limits(max_keepalive_connections=50), trust_env=False)
        self._began = 0.0
        self._out = Outcome(topology.name, plan.seed, Verdict())

    async def run(self) -> Outcome:
        """Do as planned; then judge. Raises ValueError when the plan names a fault that there is not."""
        try:
            await self._start()
            faults = self._faults()
            stopped = asyncio.Event()
            async with asyncio.TaskGroup() as tasks:
                listening = [tasks.create_task(one.listen()) for one in self._subscribers]
                await self._all_live()
                publishing = [tasks.create_task(one.go_on(self._crowd.pause, stopped)) for one in self._publishers]
                await self._torment(faults)
                stopped.set()
                await asyncio.wait(publishing)
                heard = await self._settle()
                for task in listening:
                    task.cancel()
            self._judge(heard)
        finally:
            await self._stop()
        return self._out

    # building

    async def _start(self) -> None:
        await self._topology.start(self._home)
        for number, name in enumerate(("a", "b")):
            node = Node(name, self._home / f"node-{name}", self._topology.engine(number))
            self._nodes.append(node)
            node.spawn()
        for node in self._nodes:
            if not await self._until(partial(_listens, node), START_SECONDS):
                raise TimeoutError(f"node {node.name} did not start")
        for kind in KINDS:
            for number in range(self._crowd.channels):
                self._populate(f"{kind}:{number}", rows=kind == "rows")
        self._began = self._now()

    def _populate(self, channel: str, *, rows: bool) -> None:
        first = self._chance.randrange(2)
        self._publishers.append(Publisher(self._client, lambda n: self._port(first + n), channel, rows=rows))
        tongues: tuple[Tongue, ...] = (Json(), Protobuf())
        for number in range(self._crowd.sockets):
            tongue = tongues[number % 2]
            self._enlist(f"{tongue.name}-{number}", channel, tongue, self._socket(tongue, number // 2))
        for number in range(self._crowd.streams):
            self._enlist(f"stream-{number}", channel, Json(), self._stream(number))

    def _enlist(self, name: str, channel: str, tongue: Tongue, dial: Callable[[], Awaitable[Road]]) -> None:
        seed = self._chance.randrange(2**32)
        self._subscribers.append(Subscriber(Witness(name, channel), tongue, dial, seed))

    def _socket(self, tongue: Tongue, turn: int) -> Callable[[], Awaitable[Road]]:
        """Each time the other node, as behind a balancer."""
        turns = iter(range(turn, sys.maxsize))
        return lambda: Socket.open(self._port(next(turns)), tongue)

    def _stream(self, turn: int) -> Callable[[], Awaitable[Road]]:
        turns = iter(range(turn, sys.maxsize))

        def dial() -> Awaitable[Road]:
            number = next(turns)
            return HttpStream.open(self._port(number), (self._port(number + 1), self._port(number)), self._client)

        return dial

    def _port(self, turn: int) -> int:
        return self._nodes[turn % len(self._nodes)].port

    # tormenting

    def _faults(self) -> list[Fault]:
        faults, only = [*self._own_faults(), *self._topology.faults(self._publishers)], self._plan.only
        names = {one.name for one in faults}
        if only is not None and not only <= names:
            raise ValueError(f"{self._topology.name} knows these faults: {', '.join(sorted(names))}")
        return [one for one in faults if only is None or one.name in only]

    async def _torment(self, faults: list[Fault]) -> None:
        end, fresh = self._now() + self._plan.seconds, list(faults)
        while self._now() < end:
            # Each once before any twice: a short run meets as many kinds as it can.
            fault = self._chance.choices(fresh, [one.weight for one in fresh])[0]
            fresh.remove(fault)
            fresh = fresh or list(faults)
            await asyncio.sleep(self._chance.uniform(*CALM_SECONDS))
            await self._suffer(fault)

    async def _suffer(self, fault: Fault) -> None:
        at = self._now()
        detail = await fault.strike(self._chance)
        await self._topology.heal()
        healed = self._now()
        if not await self._until(self._caught_up, CATCH_UP_SECONDS):
            self._out.stuck.append(f"after {fault.name} ({detail}): {self._laggards()}")
        self._out.misfortunes.append(
            Misfortune(fault.name, detail, round(at - self._began, 1), round(self._now() - healed, 2))
        )

    def _own_faults(self) -> list[Fault]:
        return [
            Fault("node killed", 4, self._kill_node),
            Fault("node frozen", 3, self._freeze_node),
            Fault("clients' connections cut", 2, self._cut_clients),
        ]

    async def _kill_node(self, chance: random.Random) -> str:
        node = chance.choice(self._nodes)
        node.kill()
        away = chance.choice((0.0, 0.0, 4.0))
        await asyncio.sleep(away)
        node.spawn()
        await self._until(partial(_listens, node), START_SECONDS)
        return f"{node.name}, away for {away:g} s"

    async def _freeze_node(self, chance: random.Random) -> str:
        node, seconds = chance.choice(self._nodes), round(chance.uniform(1, LONGEST_FREEZE), 1)
        node.freeze()
        await asyncio.sleep(seconds)
        node.thaw()
        return f"{node.name}, {seconds:g} s"

    async def _cut_clients(self, chance: random.Random) -> str:
        some = chance.sample(self._subscribers, len(self._subscribers) // 3)
        for one in some:
            one.cut()
        return f"{len(some)}"

    # reaching the end

    async def _all_live(self) -> None:
        if not await self._until(lambda: all(one.live for one in self._subscribers), START_SECONDS):
            raise TimeoutError("not everybody came in")

    def _caught_up(self) -> bool:
        return not self._laggards()

    def _laggards(self) -> list[str]:
        newest = {one.channel: one.newest for one in self._publishers}
        late = []
        for one in self._subscribers:
            place = newest[one.witness.channel]
            if not one.live or (place is not None and not one.reached(place)):
                late.append(f"{one.witness.subscriber} of {one.witness.channel}")
        return late

    async def _settle(self) -> Mapping[str, Heard]:
        """One last publication in each channel, which everybody has to reach."""
        await asyncio.gather(*(one.publish() for one in self._publishers))
        if not await self._until(self._caught_up, CATCH_UP_SECONDS):
            self._out.stuck.append(f"in the end: {self._laggards()}")
        heard = {}
        for one in self._publishers:
            top, log = await one.log(LONG)
            heard[one.channel] = Heard(one.acknowledged, top, log, one.rows)
        return heard

    def _judge(self, heard: Mapping[str, Heard]) -> None:
        witnesses = [one.witness for one in self._subscribers]
        self._out.verdict = judge(witnesses, heard)
        self._out.acknowledged = sum(len(one.acknowledged) for one in heard.values())
        self._out.longest_silence = max(one.longest_silence for one in witnesses)

    async def _stop(self) -> None:
        for node in self._nodes:
            node.kill()
        await self._client.aclose()
        await self._topology.stop()

    async def _until(self, condition: Callable[[], bool], seconds: float) -> bool:
        deadline = self._now() + seconds
        while not condition():
            if self._now() > deadline:
                return False
            await asyncio.sleep(POLL_SECONDS)
        return True

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


def _listens(node: Node) -> bool:
    return node.listens
