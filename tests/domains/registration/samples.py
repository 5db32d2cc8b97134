"""What the walks over the registry need to know of the desk."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Ids of the institution by the field names that commands, queries and channels use."""
    known: dict[str, Any] = {
        "room_id": "mr1",
        "patient": {"details": {"name": "韩梅梅", "birth_date": "1990-01-02"}},
        "items": [{"code": "MR-001", "price": 100}],
        "kind": "visit_card",
        "number": "8800010001",
        "details": {"name": "韩梅梅", "birth_date": "1990-01-02"},
        "numbers": {},
        "clinical": {},
        "request": {},
        "origin": "branch",
        "origin_id": "r1",
        "other_id": "r2",
        "weekday": "1",
        "opens": "08:00",
        "closes": "12:00",
        "minutes": 30,
        "places": 1,
    }
    rows = {
        "registration_id": "select id from registration_registrations where tenant = :t order by id limit 1",
        "order_id": "select id from registration_orders where tenant = :t order by id limit 1",
        "room_schedule_id": "select id from registration_room_schedules where tenant = :t order by id limit 1",
    }
    for name, query in rows.items():
        found = (await db.execute(sa.text(query), {"t": tenant})).scalar()
        if found is not None:
            known[name] = found
    if "room_schedule_id" in known:
        known["room_schedule_ids"] = [known["room_schedule_id"]]
    return known
