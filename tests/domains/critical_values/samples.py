"""What the walks over the registry need to know of critical values."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.critical_values.commands.reporting import ReportCriticalValue
from hub.house import House
from tests.kit.house import one, person


async def inhabit(house: House) -> None:
    """A critical value, so that there is something to see."""
    patient = await one(house, "select id from patients_people where tenant = 'demo' order by id limit 1")
    report = ReportCriticalValue(patient_id=patient, item="K", item_name="血钾", value="7.1")
    await house.dispatch(person("head"), report)


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Ids of the institution by the field names that commands, queries and channels use."""
    known: dict[str, Any] = {
        "item": "K",
        "item_name": "血钾",
        "value": "6.8",
        "value_id": "none",
        "read_back": "6.8",
        "note": "复查",
        "outcome": "UNABLE_TO_REACH",
        "since": "2026-03-01T00:00:00Z",
        "until": "2026-03-03T00:00:00Z",
    }
    patient = sa.text("select id from patients_people where tenant = :t order by id limit 1")
    known["patient_id"] = (await db.execute(patient, {"t": tenant})).scalar() or "none"
    doctor = sa.text("select id from access_accounts where tenant = :t order by id limit 1")
    known["doctor_id"] = (await db.execute(doctor, {"t": tenant})).scalar()
    made = sa.text("select id from critical_values_values where tenant = :t order by id limit 1")
    known["value_id"] = (await db.execute(made, {"t": tenant})).scalar() or "none"
    query = sa.text("select id from critical_values_limits where tenant = :t order by id limit 1")
    found = (await db.execute(query, {"t": tenant})).scalar()
    if found is not None:
        known |= {"limit_id": found, "limit_ids": [found]}
    return known
