"""What the walks over the registry need to know of vital signs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.house import House
from tests.domains.vitals.ward import bind, reading, record


async def inhabit(house: House) -> None:
    """Somebody is being measured."""
    await bind(house)
    await record(house, reading(0, 72))


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Ids of the institution by the field names that commands, queries and channels use."""
    device = sa.text(
        "select id from vitals_devices where tenant = :t and deleted_at is null order by code desc limit 1"
    )
    patient = sa.text("select id from patients_people where tenant = :t order by id limit 1")
    device_id = (await db.execute(device, {"t": tenant})).scalar() or "none"
    return {
        "device_id": device_id,
        "device_ids": [device_id],
        "patient_id": (await db.execute(patient, {"t": tenant})).scalar() or "none",
        "metric": "heart_rate",
        "since": "2026-03-01T00:00:00Z",
        "until": "2026-03-03T00:00:00Z",
        "kind": "monitor",
        "code": "W-MON-02",
        "readings": [
            {"device": "DEMO-MON-01", "metric": "spo2", "value": 97.0, "unit": "%", "at": "2026-03-02T01:00:00Z"}
        ],
    }
