"""Critical values and their trails in and out of their tables; the tenant is always in the WHERE."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.critical_values.model import State, Value
from domains.critical_values.tables import trail, values
from hub.commands import Tx
from hub.errors import NotFound

Found = sa.Row[Any]
LIFE: Final = Value.__struct_fields__


def life_of(row: Any) -> Value:
    """The state machine's part of a row."""
    return Value(**{**{name: getattr(row, name) for name in LIFE}, "state": State(row.state)})


async def one(db: AsyncConnection, tenant: str, value_id: str, *, lock: bool = False) -> Found:
    """The institution's critical value; raises ``NotFound``."""
    query = sa.select(values).where(values.c.tenant == tenant, values.c.id == value_id)
    row = (await db.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        raise NotFound
    return row


async def add(db: AsyncConnection, row: dict[str, Any]) -> bool:
    """Write a new one; False when the same result has made one before."""
    return (await db.execute(insert(values).values(row).on_conflict_do_nothing())).rowcount == 1


async def change(db: AsyncConnection, tenant: str, one_: Value, **more: Any) -> None:
    """Write what has changed."""
    changed = {name: getattr(one_, name) for name in LIFE if name not in ("id", "value", "detected_at")}
    mine = sa.and_(values.c.tenant == tenant, values.c.id == one_.id)
    await db.execute(sa.update(values).where(mine).values({**changed, "state": one_.state.value, **more}))


async def call(db: AsyncConnection, tenant: str, value_id: str, **names: str) -> None:
    """Write by name who is responsible, or who has it in hand."""
    mine = sa.and_(values.c.tenant == tenant, values.c.id == value_id)
    await db.execute(sa.update(values).where(mine).values(names))


async def is_there(db: AsyncConnection, tenant: str, value_id: str) -> bool:
    """Whether the institution has it."""
    query = sa.select(values.c.id).where(values.c.tenant == tenant, values.c.id == value_id)
    return (await db.execute(query)).first() is not None


async def note(tx: Tx, value_id: str, step: str, detail: dict[str, Any]) -> None:
    """Add a step to the trail, by whoever does it now; the value is locked."""
    tenant = tx.caller.tenant
    last = sa.select(sa.func.coalesce(sa.func.max(trail.c.n), 0) + 1)
    n = last.where(trail.c.tenant == tenant, trail.c.value_id == value_id).scalar_subquery()
    row = {"tenant": tenant, "value_id": value_id, "at": tx.now, "actor": tx.caller.actor, "step": step}
    await tx.db.execute(sa.insert(trail).values({**row, "detail": detail, "n": n}))


async def trail_of(db: AsyncConnection, tenant: str, value_id: str) -> list[Found]:
    """The steps in their order."""
    query = sa.select(trail).where(trail.c.tenant == tenant, trail.c.value_id == value_id).order_by(trail.c.n)
    return list(await db.execute(query))
