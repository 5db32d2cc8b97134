"""The platform's settings in and out of their table."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.model.platform import Settings
from domains.access.tables import institutions, platform


async def current(db: AsyncConnection) -> Settings | None:
    """The settings of the institution that the platform belongs to; None when none were saved yet.

    This is asked at the door, where nobody belongs to an institution yet: so it is of no tenant's.
    """
    query = (
        sa.select(platform.c.settings)
        .join(institutions, institutions.c.id == platform.c.tenant)
        .where(institutions.c.kind == "platform", institutions.c.deleted_at.is_(None))
        .order_by(institutions.c.created_at)
        .limit(1)
    )
    saved = (await db.execute(query)).scalar()
    return None if saved is None else msgspec.convert(saved, Settings)


async def save(db: AsyncConnection, tenant: str, settings: Settings) -> None:
    """Write them for this institution."""
    saved = insert(platform).values(tenant=tenant, settings=msgspec.to_builtins(settings))
    saved = saved.on_conflict_do_update(
        index_elements=["tenant"], set_={"settings": saved.excluded.settings, "v": platform.c.v + 1}
    )
    await db.execute(saved)
