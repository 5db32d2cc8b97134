"""What the walks over the registry need to know of list pages."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """A page that there is."""
    del db, tenant
    return {"path": "catalog/exam-item", "query": {}}
