"""Applications of institutions, and how their terms have changed, in and out of their tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.model.applications import Terms
from domains.access.tables import accounts, application_changes, applications, institutions

Found = sa.Row[Any]

TERMS = Terms.__struct_fields__


def terms_of(row: Found) -> Terms:
    """The terms in a row."""
    return Terms(**{name: getattr(row, name) for name in TERMS})


async def of(db: AsyncConnection, tenant: str) -> dict[str, Found]:
    """What was ever opened for an institution, by application."""
    rows = await db.execute(sa.select(applications).where(applications.c.tenant == tenant))
    return {row.application: row for row in rows}


async def find(db: AsyncConnection, tenant: str, application: str) -> Found | None:
    """One of them, locked."""
    mine = sa.and_(applications.c.tenant == tenant, applications.c.application == application)
    return (await db.execute(sa.select(applications).where(mine).with_for_update())).first()


async def opened(db: AsyncConnection, tenant: str, now: datetime) -> frozenset[str]:
    """The codes of those that an institution has at this moment."""
    lasting = sa.or_(applications.c.ends_at.is_(None), applications.c.ends_at > now)
    query = sa.select(applications.c.application).where(applications.c.tenant == tenant, lasting)
    return frozenset((await db.execute(query)).scalars())


async def save(db: AsyncConnection, tenant: str, application: str, values: dict[str, Any]) -> int:
    """Open it or change it; gives its version."""
    saved = insert(applications).values(tenant=tenant, application=application, v=1, **values)
    kept = {name: saved.excluded[name] for name in values if name != "opened_at"}
    saved = saved.on_conflict_do_update(
        index_elements=["tenant", "application"], set_={**kept, "v": applications.c.v + 1}
    )
    return int((await db.execute(saved.returning(applications.c.v))).scalar_one())


async def tell(db: AsyncConnection, tenant: str, application: str, told: str) -> int:
    """Note of what the administrators were told; gives the version."""
    mine = sa.and_(applications.c.tenant == tenant, applications.c.application == application)
    noted = sa.update(applications).where(mine).values(told=told, v=applications.c.v + 1).returning(applications.c.v)
    return int((await db.execute(noted)).scalar_one())


async def note(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Add to the history."""
    await db.execute(sa.insert(application_changes).values(values))


async def add_missing(db: AsyncConnection, values: Sequence[dict[str, Any]]) -> None:
    """Open those that were never opened."""
    await db.execute(insert(applications).values(list(values)).on_conflict_do_nothing())


async def changes(db: AsyncConnection, tenant: str, application: str, readers: Collection[str]) -> list[Found]:
    """The history of one, newest first, each with who made the change, if he is of an institution of ``readers``."""
    changed = application_changes
    query = (
        sa.select(changed, sa.func.coalesce(accounts.c.name, "").label("name"))
        .outerjoin(accounts, sa.and_(accounts.c.id == changed.c.by, accounts.c.tenant.in_(readers)))
        .where(changed.c.tenant == tenant, changed.c.application == application)
        .order_by(changed.c.v.desc())
    )
    return list(await db.execute(query))


async def ending(db: AsyncConnection, tenants: Collection[str], until: datetime, most: int) -> list[Found]:
    """Those of living institutions that end until then, or have ended, with the institution's name; the first first."""
    here = institutions.c
    query = (
        sa.select(applications, here.name.label("institution"))
        .join(institutions, here.id == applications.c.tenant)
        .where(here.deleted_at.is_(None), here.enabled, here.kind != "platform")
        .where(applications.c.tenant.in_(tenants), applications.c.ends_at <= until)
        .order_by(applications.c.ends_at, applications.c.tenant, applications.c.application)
        .limit(most)
    )
    return list(await db.execute(query))
