"""What the ids of rooms in facts are called."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.queue import store
from realtime_rules.ports import Called


async def _names(db: AsyncConnection, tenant: str, ids: Collection[str]) -> dict[str, str]:
    return {row.id: row.name for row in await store.all_rooms(db, tenant) if row.id in ids}


CALLED = Called("room_id", _names)
