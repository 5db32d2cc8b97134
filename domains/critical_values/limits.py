"""The limits in force for an item, from the list that the institution keeps."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.critical_values.model import Limit
from domains.critical_values.tables import limits


async def limits_of(db: AsyncConnection, tenant: str, item: str) -> list[Limit]:
    """The limits in force for an item."""
    mine = (limits.c.tenant == tenant, limits.c.deleted_at.is_(None), limits.c.enabled, limits.c.item == item)
    rows = await db.execute(sa.select(limits).where(*mine))
    return [
        Limit(
            item=row.item,
            **{name: float(bound) if (bound := getattr(row, name)) else None for name in _BOUNDS},
            sex=row.sex or "",
            youngest=row.youngest if row.youngest is not None else 0,
            oldest=row.oldest if row.oldest is not None else 150,
            department=row.department,
        )
        for row in rows
    ]


_BOUNDS: Final = ("first_low", "first_high", "second_low", "second_high")
