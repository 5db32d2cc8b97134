"""Groups of consumers of the facts: one owner per shard, at least once, in order; poison parks its key.

A group's handler gets facts in order per shard and must be idempotent. When a batch fails, the facts are tried one by
one; one that fails ``TRIES`` times is parked with everything later of the same key, until a person replays it. A
failure of a part that we depend on (database, Redis) is never poison: it is retried until the part is back.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from hub import parking
from hub.bus.bus import Bus, GroupLost
from hub.bus.errors import RedisError
from hub.clock import Clock
from hub.db import group_cursors
from hub.events import Fact
from hub.outages import is_outage

log = logging.getLogger(__name__)

TRIES: Final = 3
BATCH: Final = 100
BLOCK_MS: Final = 500

Handle = Callable[[Sequence[Fact]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Group:
    """A declared group: its name and how its handler is made from what the process has.

    ``rest``: seconds after a batch before the next is read. What comes meanwhile is read together, which is cheaper;
    whoever waits for the group waits so much longer at most.
    """

    name: str
    open: Callable[[Source], contextlib.AbstractAsyncContextManager[Handle]]
    rest: float = 0.0


@dataclass(slots=True)
class Source:
    """What a group reads from and where it keeps its progress."""

    engine: AsyncEngine
    bus: Bus
    clock: Clock
    member: str
    house: object = None


@dataclass(slots=True)
class Reader:
    """One process's part in one group."""

    group: str
    source: Source
    handle: Handle
    owned: set[int] = field(default_factory=set)
    done: dict[int, int] = field(default_factory=dict)
    stopped: set[tuple[str, str]] = field(default_factory=set)
    settled: list[Fact] = field(default_factory=list)
    """Handled, and to be acknowledged with the next reading."""
    leased_at: float = 0.0
    block_ms: int = BLOCK_MS
    rest: float = 0.0

    async def run(self) -> None:
        """Read, handle and acknowledge until cancelled; an outage ends the round and starts it anew."""
        delay = 0.1
        try:
            while True:
                try:
                    await self.round()
                    delay = 0.1
                except GroupLost:
                    log.warning("group lost", extra={"group": self.group})
                    self.owned.clear()
                except Exception as error:  # noqa: BLE001 - told, waited out and tried anew
                    # Everything read but not acknowledged is taken over again when the shards are owned anew.
                    log.warning("group interrupted", extra={"group": self.group, "error": repr(error)})
                    self.owned.clear()
                    await asyncio.sleep(delay)
                    delay = min(delay * 2, 2.0)
        finally:
            with contextlib.suppress(RedisError, OSError):
                await self._acknowledge()
                await self.source.bus.release(self.group, self.source.member)

    async def round(self) -> None:
        """One lease check and one read."""
        now = asyncio.get_running_loop().time()
        if now - self.leased_at > 1.0 or not self.owned:
            await self._tend()
            self.leased_at = now
        if not self.owned:
            await asyncio.sleep(0.3)
            return
        mine, done = sorted(self.owned), self.settled
        facts = await self.source.bus.read(self.group, self.source.member, mine, BATCH, self.block_ms, done)
        self.settled = []
        if facts:
            await self.process(facts)
            await asyncio.sleep(self.rest)

    async def _acknowledge(self) -> None:
        """Acknowledge what is settled now, before somebody else might take it up."""
        if self.settled:
            await self.source.bus.acknowledge(self.group, self.settled)
            self.settled = []

    async def _tend(self) -> None:
        """Renew the lease, take over new shards with what their former owner left open, keep the books."""
        await self._acknowledge()
        mine = set(await self.source.bus.lease(self.group, self.source.member))
        self.stopped = await parking.stopped(self.source.engine, self.group)
        for shard in sorted(mine - self.owned):
            await self.source.bus.ensure_group(self.group, shard, await self._cursor(shard))
            open_facts = await self.source.bus.reclaim(self.group, shard, self.source.member)
            if open_facts:
                await self.process(open_facts)
        self.owned = mine
        await self._save()
        await self._replay(await parking.due(self.source.engine, self.group, sorted(mine)))
        await self.source.bus.heard(self.group, 5)

    async def process(self, facts: Sequence[Fact]) -> None:
        """Handle ``facts``; they are acknowledged with the next reading."""
        await self._settle([f for f in facts if not await self._behind_parked(f)])
        self.settled += facts
        for fact in facts:
            self.done[fact.shard] = max(fact.seq, self.done.get(fact.shard, 0))

    async def _settle(self, facts: Sequence[Fact]) -> None:
        if not facts:
            return
        try:
            await self.handle(facts)
        except Exception as error:
            if is_outage(error):
                raise
            log.warning("batch failed, one by one", extra={"group": self.group, "facts": len(facts)})
            for fact in facts:
                if not await self._behind_parked(fact):
                    await self._alone(fact)

    async def _alone(self, fact: Fact) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                await self.handle((fact,))
            except Exception as error:
                if is_outage(error):
                    raise
                if attempt == TRIES:
                    await self._park(fact, repr(error))
                    return
                await asyncio.sleep(0.05 * attempt)
            else:
                return

    async def _behind_parked(self, fact: Fact) -> bool:
        """Whether an earlier fact of the same key is parked; then this one waits behind it."""
        if (fact.envelope.tenant, fact.envelope.key) not in self.stopped:
            return False
        await self._park(fact, "waits behind an earlier parked fact")
        return True

    async def _park(self, fact: Fact, error: str) -> None:
        log.error("fact parked", extra={"group": self.group, "seq": fact.seq, "type": fact.envelope.type})
        await parking.park(self.source.engine, self.group, fact, error, self.source.clock())
        self.stopped.add((fact.envelope.tenant, fact.envelope.key))

    async def _replay(self, facts: Sequence[Fact]) -> None:
        """Try parked facts again; after a failure the rest of the same key stays where it is."""
        failed: set[tuple[str, str]] = set()
        for fact in facts:
            if (fact.envelope.tenant, fact.envelope.key) in failed:
                continue
            try:
                await self.handle((fact,))
            except Exception as error:
                if is_outage(error):
                    raise
                failed.add((fact.envelope.tenant, fact.envelope.key))
                await parking.keep(self.source.engine, self.group, fact, repr(error))
            else:
                await parking.drop(self.source.engine, self.group, fact.seq)

    async def _cursor(self, shard: int) -> int:
        query = sa.select(group_cursors.c.seq).where(
            group_cursors.c.group == self.group, group_cursors.c.shard == shard
        )
        async with self.source.engine.connect() as db:
            kept = (await db.execute(query)).scalar()
        return int(kept) if kept is not None else 0

    async def _save(self) -> None:
        """Keep how far the group is also in the database, for the day when the Redis side has lost it."""
        if not self.done:
            return
        done, self.done = self.done, {}
        async with self.source.engine.begin() as db:
            # Too low a place only repeats; nobody has to wait for the disk.
            await db.execute(_SOON)
            await db.execute(_SAVE, {"group": self.group, "shards": list(done), "seqs": list(done.values())})


_SOON = sa.text("set local synchronous_commit to off")
_SAVE = sa.text(
    'insert into hub_group_cursors ("group", shard, seq) select :group, n.shard, n.seq'
    " from unnest(cast(:shards as smallint[]), cast(:seqs as bigint[])) n (shard, seq)"
    ' on conflict ("group", shard) do update set seq = greatest(hub_group_cursors.seq, excluded.seq)'
)
