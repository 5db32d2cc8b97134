"""What the walks over the registry need to know of reports."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.house import House
from tests.domains.reports.desk import examined, submitted


async def inhabit(house: House) -> None:
    """A report that waits for its review, so that there is something to see."""
    await submitted(house, await examined(house))


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Ids of the institution by the field names that commands, queries and channels use."""
    query = sa.text("select id from reports_reports where tenant = :t order by id limit 1")
    return {
        "report_id": (await db.execute(query, {"t": tenant})).scalar() or "none",
        "revision": 0,
        "content": {"impression": "<p>未见异常</p>", "critical": False, "hp": False},
        "reason": "请补充描述",
        "origin": "branch",
    }
