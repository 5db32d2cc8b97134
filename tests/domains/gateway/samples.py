"""What the walks over the registry need to know of the gateway."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.domains.gateway.his import adt


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """A sender and a message of the institution, and what such a message looks like."""
    query = sa.text("select id, sender_id from gateway_messages where tenant = :t order by id limit 1")
    row = (await db.execute(query, {"t": tenant})).first()
    known = {} if row is None else {"message_id": row.id, "sender_id": row.sender_id}
    return {**known, "block": adt("W1"), "addresses": ["127.0.0.1"], "application": "OTHER"}
