"""Openings in and out of their table; the tenant is always in the WHERE."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.algorithms.tables import openings, register

Found = sa.Row[Any]


async def algorithm(db: AsyncConnection, tenant: str, algorithm_id: str) -> Found | None:
    """An algorithm of the register of ``tenant``, kept from being deleted until the end of the transaction."""
    here = sa.and_(register.c.tenant == tenant, register.c.id == algorithm_id, register.c.deleted_at.is_(None))
    return (await db.execute(sa.select(register).where(here).with_for_update(read=True))).first()


async def find(db: AsyncConnection, tenant: str, opening_id: str, owner: str) -> Found | None:
    """An opening of the institution that ``owner`` has made and that was not ended, locked."""
    mine = sa.and_(openings.c.tenant == tenant, openings.c.id == opening_id, openings.c.owner == owner)
    query = sa.select(openings).where(mine, openings.c.ended_at.is_(None))
    return (await db.execute(query.with_for_update())).first()


async def add(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new opening."""
    await db.execute(sa.insert(openings).values(values))


async def change(db: AsyncConnection, tenant: str, opening_id: str, values: dict[str, Any]) -> int:
    """Write what is different; gives the new version."""
    mine = sa.and_(openings.c.tenant == tenant, openings.c.id == opening_id)
    changed = sa.update(openings).where(mine).values(**values, v=openings.c.v + 1).returning(openings.c.v)
    return int((await db.execute(changed)).scalar_one())


async def uses(db: AsyncConnection, owner: str, algorithm_id: str) -> int:
    """How many institutions have an algorithm of this register open."""
    living = sa.and_(openings.c.owner == owner, openings.c.algorithm_id == algorithm_id, openings.c.ended_at.is_(None))
    return int((await db.execute(sa.select(sa.func.count()).where(living))).scalar_one())


async def by_ids(db: AsyncConnection, tenant: str, ids: Collection[str] | None) -> list[Found]:
    """Openings of the institution: these, or (None) all that were not ended."""
    wanted = openings.c.ended_at.is_(None) if ids is None else openings.c.id.in_(list(ids))
    return list(await db.execute(sa.select(openings).where(openings.c.tenant == tenant, wanted)))


async def listed(db: AsyncConnection, tenant: str, algorithms: sa.Select[Any]) -> list[Found]:
    """The institution's openings that were not ended, each with what the register (``algorithms``) says of it.

    The first to end come first, then those without an end.
    """
    one = algorithms.subquery()
    same = sa.and_(one.c.tenant == openings.c.owner, one.c.id == openings.c.algorithm_id)
    about = ("name", "vendor", "description", "enabled", "modality_name", "body_part_name")
    query = (
        sa.select(openings, *(one.c[name] for name in about))
        .join(one, same)
        .where(openings.c.tenant == tenant, openings.c.ended_at.is_(None))
        .order_by(openings.c.ends.asc().nulls_last(), one.c.name, openings.c.id)
    )
    return list(await db.execute(query))
