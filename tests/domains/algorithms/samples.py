"""What the walks over the registry need to know of algorithms."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.house import House
from tests.domains.algorithms.desk import opened, registered


async def inhabit(house: House) -> None:
    """An algorithm that the platform's own hospital has opened, so that there is something to see."""
    await opened(house, (await registered(house)).id, 30, "demo")


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Ids of the institution by the field names that commands, queries and channels use."""
    found: dict[str, Any] = {"institution_id": tenant, "endpoint": "https://algorithms.example.com/v1"}
    tables = {
        "algorithm_id": "algorithms_algorithms",
        "opening_id": "algorithms_openings",
        "modality_id": "catalog_modalities",
        "body_part_id": "catalog_body_parts",
    }
    for field, table in tables.items():
        query = sa.text(f"select id from {table} where tenant = :t order by id limit 1")
        found[field] = (await db.execute(query, {"t": tenant})).scalar() or "none"
    return {**found, "algorithm_ids": [found["algorithm_id"]], "starts": "2026-03-01", "v": 1}
