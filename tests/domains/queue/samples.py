"""What the walks over the registry need to know of the queue."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Ids of the institution by the field names that commands, queries and channels use."""
    query = sa.text("select id, room_id, patient_id from queue_tickets where tenant = :t order by id limit 1")
    ticket = (await db.execute(query, {"t": tenant})).one()
    screen = (
        await db.execute(sa.text("select code from queue_screens where tenant = :t order by code"), {"t": tenant})
    ).first()
    query = sa.text("select id from catalog_modalities where tenant = :t order by id")
    ways = (await db.execute(query, {"t": tenant})).scalars().all()
    return {
        "ticket_id": ticket.id,
        "room_id": ticket.room_id,
        "patient_id": ticket.patient_id,
        "call": 1,
        "code": "ct1" if screen is None else screen.code,
        "digits": "000000",
        "exam_room_id": ticket.room_id,
        "exam_room_ids": [ticket.room_id],
        "modality_id": ways[0] if ways else "none",
    }
