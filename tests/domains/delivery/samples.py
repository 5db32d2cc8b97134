"""What the walks over the registry need to know of live delivery."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """The person who is connected while the walks look."""
    query = sa.text("select id from access_accounts where tenant = :t and login in ('doctor', 'branch-admin')")
    return {"user_id": (await db.execute(query, {"t": tenant})).scalar_one()}
