"""What the walks over the registry need to know of live delivery."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Ids of the institution by the field names that commands, queries and channels use."""
    query = sa.text("select id from access_accounts where tenant = :t order by id limit 1")
    return {"user_id": (await db.execute(query, {"t": tenant})).scalar_one()}
