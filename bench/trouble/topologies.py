"""What the nodes share, and what can be done to it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from redis.exceptions import RedisError

from bench.trouble.publisher import Publisher
from bench.trouble.redises import KEPT, SERVICE, Server, Watched
from bench.trouble.roads import HOST
from bench.trouble.wall import Wall

WIDE = 30_000
"""Bytes of a publication that no tiny output buffer holds."""
POLL_SECONDS = 0.1
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something bad. `strike` returns when it is over; the more `weight`, the oftener it is chosen."""

    name: str
    weight: int
    strike: Callable[[random.Random], Coroutine[Any, Any, str]]
    """Returns what was done in particular."""


class Topology(Protocol):
    """Redis in one form."""

    name: str

    async def start(self, home: Path) -> None:
        """Start all of it. Raises TimeoutError."""
        ...

    def engine(self, node: int) -> dict[str, Any]:
        """How a node is told where it is."""
        ...

    def faults(self, publishers: Sequence[Publisher]) -> list[Fault]:
        """What can happen to it."""
        ...

    async def heal(self) -> None:
        """Put everything right that may be wrong. Raises TimeoutError."""
        ...

    async def stop(self) -> None:
        """End all of it."""
        ...


async def until(condition: Callable[[], bool], what: str) -> None:
    """Ask a thread again and again until it is so. Raises TimeoutError that says `what` was waited for in vain."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while not await asyncio.to_thread(_quietly, condition):
        if asyncio.get_running_loop().time() > deadline:
            raise TimeoutError(what)
        await asyncio.sleep(POLL_SECONDS)


def _quietly(condition: Callable[[], bool]) -> bool:
    try:
        return condition()
    except (RedisError, OSError):
        return False


class Single:
    """One Valkey with its log on disk (everysec). The second node reaches it through a wall."""

    name = "one Valkey"

    def __init__(self) -> None:
        self._server: Server | None = None
        self._wall: Wall | None = None

    @property
    def server(self) -> Server:
        """The only server."""
        if self._server is None:
            raise ValueError("not started")
        return self._server

    @property
    def wall(self) -> Wall:
        """What the second node sees of it."""
        if self._wall is None:
            raise ValueError("not started")
        return self._wall

    async def start(self, home: Path) -> None:
        """See `Topology.start`."""
        self._server = Server(home / "valkey", dict(KEPT))
        self._server.start()
        await asyncio.to_thread(self._server.wait)
        self._wall = Wall(self._server.port)
        await self._wall.start()

    def engine(self, node: int) -> dict[str, Any]:
        """See `Topology.engine`."""
        return {"address": f"{HOST}:{self.wall.port if node else self.server.port}"}

    def faults(self, publishers: Sequence[Publisher]) -> list[Fault]:
        """See `Topology.faults`."""
        clients = Clients(lambda: self.server, publishers)
        return [
            *clients.faults(),
            Fault("Valkey killed", 3, self._kill),
            Fault("Valkey frozen", 3, self._freeze),
            Fault("one node cut off from Valkey", 4, self._part),
            Fault("FLUSHALL", 1, self._flush),
        ]

    async def heal(self) -> None:
        """See `Topology.heal`."""
        self.wall.reopen()
        self.server.thaw()
        if self.server.process is None:
            self.server.start()
        await until(self.server.answers, "no answer")

    async def stop(self) -> None:
        """See `Topology.stop`."""
        if self._wall is not None:
            await self._wall.stop()
        if self._server is not None:
            self._server.kill()

    async def _kill(self, chance: random.Random) -> str:
        self.server.kill()
        away = chance.choice((0.0, 0.5, 3.0))
        await asyncio.sleep(away)
        self.server.start()
        return f"away for {away:g} s"

    async def _freeze(self, chance: random.Random) -> str:
        seconds = round(chance.uniform(1, 8), 1)
        self.server.freeze()
        await asyncio.sleep(seconds)
        self.server.thaw()
        return f"{seconds:g} s"

    async def _part(self, chance: random.Random) -> str:
        seconds = round(chance.uniform(2, 15), 1)
        self.wall.close()
        await asyncio.sleep(seconds)
        self.wall.reopen()
        return f"{seconds:g} s"

    async def _flush(self, chance: random.Random) -> str:
        del chance
        await asyncio.to_thread(self.server.say, "FLUSHALL")
        return ""


class Guarded:
    """A master and a replica under three Sentinels. The second node reaches the Sentinels through walls."""

    name = "Sentinel"

    def __init__(self) -> None:
        self._watched: Watched | None = None
        self._walls: list[Wall] = []

    @property
    def watched(self) -> Watched:
        """All the processes."""
        if self._watched is None:
            raise ValueError("not started")
        return self._watched

    async def start(self, home: Path) -> None:
        """See `Topology.start`."""
        self._watched = Watched.start(home)
        for sentinel in self._watched.sentinels:
            wall = Wall(sentinel.port)
            await wall.start()
            self._walls.append(wall)

    def engine(self, node: int) -> dict[str, Any]:
        """See `Topology.engine`."""
        ports = [one.port for one in (self._walls if node else self.watched.sentinels)]
        return {"sentinel_address": [f"{HOST}:{port}" for port in ports], "sentinel_master_name": SERVICE}

    def faults(self, publishers: Sequence[Publisher]) -> list[Fault]:
        """See `Topology.faults`."""
        clients = Clients(lambda: self.watched.pair()[0], publishers)
        return [
            *clients.faults(),
            Fault("master killed, its replica lagging", 5, self._kill_lagging),
            Fault("fail-over ordered", 3, self._order),
            Fault("master frozen until replaced", 3, self._freeze),
            Fault("fail-over, one node without Sentinels", 3, self._order_behind_walls),
        ]

    async def heal(self) -> None:
        """See `Topology.heal`."""
        for wall in self._walls:
            wall.reopen()
        for server in self.watched.servers:
            server.thaw()
            if server.process is None:
                server.start()
        for server in self.watched.servers:
            await until(server.answers, "no answer")
            for name in ("masteruser", "masterauth"):
                await asyncio.to_thread(server.say, "CONFIG", "SET", name, "")
        await until(self.watched.whole, "no replication")

    async def stop(self) -> None:
        """See `Topology.stop`."""
        for wall in self._walls:
            await wall.stop()
        if self._watched is not None:
            for server in (*self._watched.sentinels, *self._watched.servers):
                server.kill()

    async def _kill_lagging(self, chance: random.Random) -> str:
        master, replica = await asyncio.to_thread(self.watched.pair)
        await _hold_back(master, replica)
        seconds = round(chance.uniform(0.3, 2), 1)
        await asyncio.sleep(seconds)
        master.kill()
        await until(lambda: replica.plays("master"), "no fail-over")
        return f"{seconds:g} s behind"

    async def _order(self, chance: random.Random) -> str:
        _, replica = await asyncio.to_thread(self.watched.pair)
        await asyncio.to_thread(chance.choice(self.watched.sentinels).say, "SENTINEL", "FAILOVER", SERVICE)
        await until(lambda: replica.plays("master"), "no fail-over")
        return ""

    async def _freeze(self, chance: random.Random) -> str:
        master, replica = await asyncio.to_thread(self.watched.pair)
        master.freeze()
        await until(lambda: replica.plays("master"), "no fail-over")
        seconds = round(chance.uniform(0, 3), 1)
        await asyncio.sleep(seconds)
        master.thaw()
        return f"back {seconds:g} s after its replacement"

    async def _order_behind_walls(self, chance: random.Random) -> str:
        for wall in self._walls:
            wall.close()
        await self._order(chance)
        seconds = round(chance.uniform(1, 8), 1)
        await asyncio.sleep(seconds)
        for wall in self._walls:
            wall.reopen()
        return f"{seconds:g} s"


async def _hold_back(master: Server, replica: Server) -> None:
    """From now on the replica gets nothing any more, and does not know."""
    for name, value in (("masteruser", "nobody"), ("masterauth", "wrong")):
        await asyncio.to_thread(replica.say, "CONFIG", "SET", name, value)
    await asyncio.to_thread(master.say, "CLIENT", "KILL", "TYPE", "replica")


class Clients:
    """What a server can do to its clients."""

    def __init__(self, server: Callable[[], Server], publishers: Sequence[Publisher]) -> None:
        """`server` finds the one that the nodes use now."""
        self._server, self._publishers = server, publishers

    def faults(self) -> list[Fault]:
        """See `Topology.faults`."""
        return [
            Fault("CLIENT KILL TYPE pubsub", 2, self._kill_pubsub),
            Fault("CLIENT KILL TYPE normal", 2, self._kill_normal),
            Fault("tiny output buffers, wide publications", 2, self._squeeze),
        ]

    async def _kill_pubsub(self, chance: random.Random) -> str:
        return await self._kill("pubsub", chance)

    async def _kill_normal(self, chance: random.Random) -> str:
        return await self._kill("normal", chance)

    async def _kill(self, kind: str, chance: random.Random) -> str:
        server = await asyncio.to_thread(self._server)
        times = chance.randint(1, 4)
        for _ in range(times):
            await asyncio.to_thread(server.say, "CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")
            await asyncio.sleep(chance.uniform(0, 0.4))
        return f"{times} times"

    async def _squeeze(self, chance: random.Random) -> str:
        server = await asyncio.to_thread(self._server)
        seconds = round(chance.uniform(0.5, 2), 1)
        setting = ("CONFIG", "SET", "client-output-buffer-limit")
        await asyncio.to_thread(server.say, *setting, "pubsub 1kb 1kb 1")
        for publisher in self._publishers:
            publisher.padding = WIDE
        await asyncio.sleep(seconds)
        for publisher in self._publishers:
            publisher.padding = 0
        await asyncio.to_thread(server.say, *setting, "pubsub 32mb 8mb 60")
        return f"{seconds:g} s"
