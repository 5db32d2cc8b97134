"""Rules and calendars in and out of their tables; the tenant is in the WHERE, except where the engine takes all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.rules.tables import calendars, loaded, own, stamp, trials

Found = sa.Row[Any]


async def newest(db: AsyncConnection) -> list[Found]:
    """The newest version of every own rule of all institutions, for the engine."""
    query = sa.select(own).ext(distinct_on(own.c.tenant, own.c.code))
    return list(await db.execute(query.order_by(own.c.tenant, own.c.code, own.c.version.desc())))


async def newest_of(db: AsyncConnection, tenant: str) -> dict[str, Found]:
    """The newest version of the institution's own rules by code."""
    query = sa.select(own).ext(distinct_on(own.c.code)).where(own.c.tenant == tenant)
    return {row.code: row for row in await db.execute(query.order_by(own.c.code, own.c.version.desc()))}


async def history(db: AsyncConnection, tenant: str, code: str) -> list[Found]:
    """All versions of one rule, the newest first."""
    query = sa.select(own).where(own.c.tenant == tenant, own.c.code == code)
    return list(await db.execute(query.order_by(own.c.version.desc())))


async def add(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new version."""
    await db.execute(sa.insert(own).values(values))


async def count_up(db: AsyncConnection, now: datetime) -> None:
    """Something about the rules has changed: all processes look. Whoever changes more has to wait for this one."""
    await db.execute(sa.update(stamp).values(n=stamp.c.n + 1, at=now))


async def stamp_now(db: AsyncConnection) -> int:
    """How often something has changed."""
    return int((await db.execute(sa.select(stamp.c.n))).scalar_one())


async def stamped(db: AsyncConnection) -> Found:
    """How often something has changed (``n``), and when it did last (``at``)."""
    return (await db.execute(sa.select(stamp))).one()


async def tell(db: AsyncConnection, process: str, n: int, now: datetime, wrong: list[list[str]]) -> None:
    """Write by what a process works."""
    values = {"n": n, "at": now, "wrong": wrong}
    written = insert(loaded).values(process=process, **values)
    await db.execute(written.on_conflict_do_update(index_elements=["process"], set_=values))


async def told(db: AsyncConnection) -> list[Found]:
    """By what the processes work."""
    return list(await db.execute(sa.select(loaded).order_by(loaded.c.process)))


async def calendars_of(db: AsyncConnection, tenant: str | None = None) -> list[Found]:
    """The institution's calendars by code; all institutions' for the engine."""
    query = sa.select(calendars).order_by(calendars.c.tenant, calendars.c.code)
    return list(await db.execute(query if tenant is None else query.where(calendars.c.tenant == tenant)))


async def save_calendar(db: AsyncConnection, tenant: str, code: str, name: str, spec: Any) -> int:
    """Write a calendar; gives its version."""
    written = insert(calendars).values(tenant=tenant, code=code, name=name, spec=spec, v=1)
    renewed = written.on_conflict_do_update(
        index_elements=["tenant", "code"], set_={"name": name, "spec": spec, "v": calendars.c.v + 1}
    )
    return int((await db.execute(renewed.returning(calendars.c.v))).scalar_one())


async def keep_trial(db: AsyncConnection, values: dict[str, Any], *, forget: datetime) -> None:
    """Keep what came of a back-test; the institution's from before ``forget`` go."""
    old = sa.and_(trials.c.tenant == values["tenant"], trials.c.at < forget)
    await db.execute(sa.delete(trials).where(old))
    await db.execute(insert(trials).values(values).on_conflict_do_nothing())


async def trial(db: AsyncConnection, tenant: str, job_id: str) -> Found | None:
    """What came of one back-test."""
    query = sa.select(trials).where(trials.c.tenant == tenant, trials.c.job_id == job_id)
    return (await db.execute(query)).first()
