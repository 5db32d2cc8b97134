"""Rows of jobs in and out of their table; tenant and owner are always in the WHERE."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.jobs.table import jobs, notes


async def find(db: AsyncConnection, tenant: str, owner: str, job_id: str) -> sa.Row[Any] | None:
    """The owner's job, locked."""
    mine = sa.and_(jobs.c.tenant == tenant, jobs.c.owner == owner, jobs.c.id == job_id, jobs.c.state != "expired")
    return (await db.execute(sa.select(jobs).where(mine).with_for_update())).first()


async def change(db: AsyncConnection, tenant: str, job_id: str, values: dict[str, Any]) -> None:
    """Write these columns and count the version up."""
    place = sa.and_(jobs.c.tenant == tenant, jobs.c.id == job_id)
    await db.execute(sa.update(jobs).where(place).values(**values, v=jobs.c.v + 1))


async def of_owner(
    db: AsyncConnection, tenant: str, owner: str, most: int, keys: Collection[str] | None = None
) -> list[sa.Row[Any]]:
    """The owner's jobs, the newest first; with ``keys`` just these, whoever and whatever they are now."""
    mine = sa.select(jobs).where(jobs.c.tenant == tenant, jobs.c.owner == owner)
    if keys is not None:
        return list(await db.execute(mine.where(jobs.c.id.in_(list(keys)))))
    return list(await db.execute(mine.where(jobs.c.state != "expired").order_by(jobs.c.id.desc()).limit(most)))


async def notes_of(db: AsyncConnection, tenant: str, job_id: str, after: int, most: int) -> list[sa.Row[Any]]:
    """What a job has to say about single rows, in their order, behind the row ``after``."""
    mine = sa.and_(notes.c.tenant == tenant, notes.c.job_id == job_id, notes.c.row > after)
    return list(await db.execute(sa.select(notes).where(mine).order_by(notes.c.row).limit(most)))
