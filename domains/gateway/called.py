"""What the ids of senders in facts are called."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.gateway import store
from realtime_rules.ports import Called


async def _names(db: AsyncConnection, tenant: str, ids: Collection[str]) -> dict[str, str]:
    return {row.id: row.name for row in await store.all_senders(db, tenant) if row.id in ids}


CALLED = Called("sender_id", _names)
