"""What the walks over the registry need to know of patients."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """A patient of the institution, and a number that the demo's patients have."""
    query = sa.text("select id from patients_people where tenant = :t order by id limit 1")
    found = (await db.execute(query, {"t": tenant})).scalar()
    known = {} if found is None else {"patient_id": found}
    return {**known, "kind": "visit_card", "number": "8800010001", "details": {"name": "韩梅"}}
