"""Parked facts: what a group could not digest, kept with everything later of the same key until a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.db import parked
from hub.events import Envelope, Fact


async def stopped(engine: AsyncEngine, group: str) -> set[tuple[str, str]]:
    """The (tenant, key) pairs of ``group`` that wait for a person."""
    query = sa.select(parked.c.tenant, parked.c.key).where(parked.c.group == group).distinct()
    async with engine.connect() as db:
        return {(row.tenant, row.key) for row in await db.execute(query)}


async def park(engine: AsyncEngine, group: str, fact: Fact, error: str, now: datetime) -> None:
    """Put ``fact`` aside; a fact that is parked already stays as it is."""
    row = {
        "group": group,
        "seq": fact.seq,
        "shard": fact.shard,
        "tenant": fact.envelope.tenant,
        "key": fact.envelope.key,
        "envelope": msgspec.json.encode(fact.envelope),
        "error": error,
        "parked_at": now,
    }
    async with engine.begin() as db:
        await db.execute(insert(parked).values(row).on_conflict_do_nothing())


async def request_replay(engine: AsyncEngine, group: str) -> int:
    """Ask the owners of the shards to try all parked facts of ``group`` again, in order; gives how many."""
    async with engine.begin() as db:
        done = await db.execute(sa.update(parked).where(parked.c.group == group).values(replay=True))
        return done.rowcount


async def due(engine: AsyncEngine, group: str, shards: Sequence[int]) -> list[Fact]:
    """The parked facts that a person wants to have tried again, oldest first."""
    query = sa.select(parked).where(parked.c.group == group, parked.c.replay, parked.c.shard.in_(shards))
    async with engine.connect() as db:
        rows = await db.execute(query.order_by(parked.c.seq))
        return [Fact(r.shard, r.seq, msgspec.json.decode(r.envelope, type=Envelope)) for r in rows]


async def keep(engine: AsyncEngine, group: str, fact: Fact, error: str) -> None:
    """The replay failed too: the key stays parked, and nothing later of it is tried."""
    this = sa.and_(parked.c.group == group, parked.c.seq == fact.seq)
    later = sa.and_(parked.c.group == group, parked.c.tenant == fact.envelope.tenant, parked.c.key == fact.envelope.key)
    async with engine.begin() as db:
        await db.execute(sa.update(parked).where(later).values(replay=False))
        await db.execute(sa.update(parked).where(this).values(error=error))


async def drop(engine: AsyncEngine, group: str, seq: int) -> None:
    """The fact is digested, or given up by a person."""
    async with engine.begin() as db:
        await db.execute(sa.delete(parked).where(parked.c.group == group, parked.c.seq == seq))


async def listing(engine: AsyncEngine) -> list[Any]:
    """What is parked, without the facts' bodies: group, seq, tenant, type of error, since when."""
    columns = (parked.c.group, parked.c.seq, parked.c.tenant, parked.c.key, parked.c.error, parked.c.parked_at)
    async with engine.connect() as db:
        return list(await db.execute(sa.select(*columns).order_by(parked.c.group, parked.c.seq)))
