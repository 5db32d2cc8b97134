"""What the walks over the registry need to know of base data."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.catalog.resources import ALL


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Ids of the institution by the field names that commands and queries use."""
    found: dict[str, Any] = {}
    for resource in ALL:
        query = sa.select(resource.table.c.id).where(resource.table.c.tenant == tenant).order_by(resource.table.c.id)
        row_id = (await db.execute(query.limit(1))).scalar_one()
        found |= {resource.id_field: row_id, resource.ids_field: [row_id]}
    return {**found, "department_id": found["ordering_department_id"], "ip": "10.0.0.1"}
