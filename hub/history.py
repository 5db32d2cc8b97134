"""What happened to one thing, from the fact log."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db import facts
from hub.events import Envelope


async def of(db: AsyncConnection, tenant: str, aggregate: str, limit: int = 200) -> list[Envelope]:
    """The newest ``limit`` facts of an aggregate, oldest first."""
    mine = sa.select(facts.c.envelope).where(facts.c.tenant == tenant, facts.c.aggregate == aggregate)
    rows = await db.execute(mine.order_by(facts.c.seq.desc()).limit(limit))
    return [msgspec.json.decode(row.envelope, type=Envelope) for row in reversed(rows.all())]
