"""How often one was wrong at the door, by account and by address. Keys are digests: they tell of nobody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.tables import failures

KEPT = timedelta(days=1)


async def of(db: AsyncConnection, keys: Collection[bytes]) -> dict[bytes, tuple[int, datetime]]:
    """How often, and when last, by key."""
    query = sa.select(failures.c.key, failures.c.count, failures.c.last).where(failures.c.key.in_(keys))
    return {key: (times, last) for key, times, last in await db.execute(query)}


async def count(db: AsyncConnection, windows: Collection[tuple[bytes, timedelta]], now: datetime) -> None:
    """One more for each key; those before its window are forgotten. In the keys' order: none deadlocks."""
    for key, window in sorted(windows):
        over = failures.c.since < now - window
        counted = insert(failures).values(key=key, count=1, since=now, last=now)
        again = counted.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": sa.case((over, 1), else_=failures.c.count + 1),
                "since": sa.case((over, now), else_=failures.c.since),
                "last": now,
            },
        )
        await db.execute(again)


async def forget(db: AsyncConnection, key: bytes, now: datetime) -> None:
    """The right password came: start anew. What is a day old goes as well."""
    await db.execute(sa.delete(failures).where(sa.or_(failures.c.key == key, failures.c.last < now - KEPT)))
