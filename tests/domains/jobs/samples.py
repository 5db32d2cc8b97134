"""What the walks over the registry need to know of jobs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.jobs.table import jobs


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """The demo's own job, and whose it is."""
    row = (await db.execute(sa.select(jobs.c.id, jobs.c.owner).where(jobs.c.tenant == tenant))).first()
    return {} if row is None else {"job_id": row.id, "account": row.owner}
