"""Rows of files in and out of their table; the tenant is always in the WHERE."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.files.table import files


async def add(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a row."""
    await db.execute(sa.insert(files).values(values))


async def count_unclaimed(db: AsyncConnection, tenant: str, actor: str) -> int:
    """How many files of an account nothing keeps."""
    mine = {"tenant": tenant, "created_by": actor, "purpose": None}
    return int((await db.execute(sa.select(sa.func.count()).select_from(files).filter_by(**mine))).scalar_one())


async def finish(db: AsyncConnection, tenant: str, actor: str, file_id: str) -> sa.Row[Any] | None:
    """The upload has arrived whole; None when there is no such upload of this account."""
    mine = sa.and_(files.c.tenant == tenant, files.c.id == file_id, files.c.created_by == actor)
    written = sa.update(files).where(mine, files.c.purpose.is_(None)).values(whole=True).returning(files)
    found: sa.Row[Any] | None = (await db.execute(written)).first()
    return found


async def find(db: AsyncConnection, tenant: str, file_id: str) -> sa.Row[Any] | None:
    """The file, if it has arrived whole."""
    here = sa.and_(files.c.tenant == tenant, files.c.id == file_id, files.c.whole)
    return (await db.execute(sa.select(files).where(here))).first()
