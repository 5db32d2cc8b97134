"""What the ids of devices in readings and facts are called."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.vitals.tables import devices
from realtime_rules.ports import Called


async def _names(db: AsyncConnection, tenant: str, ids: Collection[str]) -> dict[str, str]:
    mine = (devices.c.tenant == tenant, devices.c.id.in_(ids))
    rows = await db.execute(sa.select(devices.c.id, devices.c.name).where(*mine))
    return {row.id: row.name for row in rows}


CALLED: Final = Called("device_id", _names)
