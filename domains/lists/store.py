"""Views and columns in and out of their tables; tenant and account are always in the WHERE."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.lists.tables import columns, views
from hub.caller import Caller


async def views_of(db: AsyncConnection, caller: Caller, page: str) -> list[sa.Row[Any]]:
    """The account's saved queries of a page, by name."""
    mine = {"tenant": caller.tenant, "account": caller.actor, "page": page}
    return list(await db.execute(sa.select(views).filter_by(**mine).order_by(views.c.name)))


async def columns_of(db: AsyncConnection, caller: Caller, page: str) -> list[str] | None:
    """The columns that the account wants to see, or None when it has not said."""
    mine = {"tenant": caller.tenant, "account": caller.actor, "page": page}
    found: list[str] | None = (await db.execute(sa.select(columns.c.shown).filter_by(**mine))).scalar_one_or_none()
    return found


async def save_view(
    db: AsyncConnection, caller: Caller, page: str, name: str, query: Mapping[str, Any], now: datetime
) -> None:
    """Write a view; one of the same name is replaced."""
    values = {"query": query, "saved_at": now}
    written = insert(views).values(tenant=caller.tenant, account=caller.actor, page=page, name=name, **values)
    keys = ["tenant", "account", "page", "name"]
    await db.execute(written.on_conflict_do_update(index_elements=keys, set_=values))


async def drop_view(db: AsyncConnection, caller: Caller, page: str, name: str) -> bool:
    """Delete a view; False when there is none."""
    mine = {"tenant": caller.tenant, "account": caller.actor, "page": page, "name": name}
    return (await db.execute(sa.delete(views).filter_by(**mine))).rowcount == 1


async def keep_columns(db: AsyncConnection, caller: Caller, page: str, shown: list[str] | None) -> None:
    """Write which columns to show; None forgets it."""
    mine = {"tenant": caller.tenant, "account": caller.actor, "page": page}
    if shown is None:
        await db.execute(sa.delete(columns).filter_by(**mine))
        return
    written = insert(columns).values(**mine, shown=shown)
    keys = ["tenant", "account", "page"]
    await db.execute(written.on_conflict_do_update(index_elements=keys, set_={"shown": shown}))
