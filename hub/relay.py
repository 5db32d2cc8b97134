"""From the fact log to the bus, in order, at least once; the entry ids make a repeat harmless.

The relay remembers how far each stream is and moves its cursor in the database only after the Redis side has
synced. When a stream is not where the relay left it (flush, crash, a lagging replica promoted), it goes back to what
the stream has, or, if that is nothing, to the slowest group, and publishes again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from hub.bus.bus import Bus

log = logging.getLogger(__name__)

BATCH: Final = 200
LEADER: Final = 7302
WAIT: Final = 1.0

_NEW = sa.text(
    "select f.shard, f.seq, f.envelope"
    " from unnest(cast(:shards as smallint[]), cast(:seqs as bigint[])) c (shard, seq)"
    " cross join lateral (select * from hub_facts f where f.shard = c.shard and f.seq > c.seq"
    " order by f.seq limit :batch) f order by f.shard, f.seq"
)
_CURSORS = sa.text("select shard, seq from hub_relay_cursors")
_NEWEST = sa.text("select max(seq) from hub_facts where shard = :shard")
_SLOWEST = sa.text("select min(seq) from hub_group_cursors where shard = :shard")
_MOVE = sa.text(
    "update hub_relay_cursors c set seq = n.seq"
    " from unnest(cast(:shards as smallint[]), cast(:seqs as bigint[])) n (shard, seq)"
    " where c.shard = n.shard and c.seq <> n.seq"
)


@dataclass(slots=True)
class Lane:
    """One shard as the relay sees it: ``read`` is the last fact taken from the log, ``top`` the stream's last."""

    read: int
    top: int


class Relay:
    """Publishes committed facts. Exactly one is active; others wait for the leader's lock."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._lanes: dict[int, Lane] = {}

    @property
    def shards(self) -> tuple[int, ...]:
        """The shards that are being published."""
        return tuple(self._lanes)

    async def load(self, db: AsyncConnection) -> None:
        """Start from the cursors in the database and what the streams really have."""
        for row in (await db.execute(_CURSORS)).all():
            self._lanes[row.shard] = await self._align(db, row.shard, row.seq, await self._bus.last(row.shard))

    async def publish_new(self, db: AsyncConnection, only: Collection[int] = ()) -> int:
        """Publish one batch per shard of what was committed since; gives how many facts were read.

        ``only`` looks at these shards alone, when one knows where something is new.
        """
        shards = list(only or self._lanes)
        seqs = [self._lanes[s].read for s in shards]
        rows = (await db.execute(_NEW, {"shards": shards, "seqs": seqs, "batch": BATCH})).all()
        batches: dict[int, list[tuple[int, bytes]]] = {}
        for row in rows:
            batches.setdefault(row.shard, []).append((row.seq, row.envelope))
        if batches:
            await self._append(db, batches)
        return len(rows)

    async def _append(self, db: AsyncConnection, batches: Mapping[int, Sequence[tuple[int, bytes]]]) -> None:
        appended = await self._bus.append({s: (self._lanes[s].top, facts) for s, facts in batches.items()})
        for shard, result in appended.items():
            lane = self._lanes[shard]
            if result.done:
                lane.read = lane.top = result.last
            else:
                self._lanes[shard] = await self._align(db, shard, lane.read, result.last)

    async def _align(self, db: AsyncConnection, shard: int, known: int, last: int) -> Lane:
        """Where to go on when the stream ends at ``last`` and the relay has come as far as ``known``."""
        if last == known:
            return Lane(known, last)
        log.warning("stream is elsewhere", extra={"shard": shard, "known": known, "found": last})
        if last == 0:
            slowest = (await db.execute(_SLOWEST, {"shard": shard})).scalar()
            return Lane(known if slowest is None else min(known, slowest), 0)
        if last > ((await db.execute(_NEWEST, {"shard": shard})).scalar() or 0):
            # The stream tells of facts that the log does not have (an older backup was restored): the log decides.
            await self._bus.drop(shard)
            return Lane(known, 0)
        return Lane(last, last)

    async def verify(self, db: AsyncConnection) -> None:
        """Compare every stream with what was published, also when nothing new comes."""
        for shard, lane in list(self._lanes.items()):
            last = await self._bus.last(shard)
            if last != lane.top:
                self._lanes[shard] = await self._align(db, shard, lane.read, last)

    async def save(self, db: AsyncConnection) -> bool:
        """Move the cursors, after the Redis side has synced what was published; False when it did not in time."""
        tops = {shard: lane.top for shard, lane in self._lanes.items() if lane.top}
        if not await self._bus.synced():
            return False
        await db.execute(_MOVE, {"shards": list(tops), "seqs": list(tops.values())})
        await db.commit()
        return True


@contextlib.asynccontextmanager
async def leadership(engine: AsyncEngine, lock: int = LEADER) -> AsyncIterator[AsyncConnection]:
    """Wait until this is the one active relay (or whatever else ``lock`` stands for), until the end of the block.

    The lock belongs to the database session, which is ended with the block: were the connection only given back to
    the pool, it would go on holding the lock.
    """
    async with engine.connect() as db:
        try:
            while not await lead(db, lock):  # noqa: ASYNC110 - the database has no event for a lock that gets free
                await asyncio.sleep(WAIT)
            yield db
        finally:
            await db.invalidate()


async def lead(db: AsyncConnection, lock: int = LEADER) -> bool:
    """Try to become the one active relay; the lock lives as long as the session of ``db``."""
    got: Any = (await db.execute(sa.select(sa.func.pg_try_advisory_lock(lock, 0)))).scalar()
    await db.commit()
    return bool(got)
