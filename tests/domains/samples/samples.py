"""What the walks over the registry need to know of sample submission."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.house import House
from tests.domains.samples.desk import asked, patient


async def inhabit(house: House) -> None:
    """A submission with a change request, so that there is something to see."""
    await asked(house, await patient(house))


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Ids of the institution by the field names that commands, queries and channels use."""
    record = sa.text("select id from samples_records where tenant = :t order by id limit 1")
    found = (await db.execute(record, {"t": tenant})).scalar() or "none"
    kind = sa.text("select id from samples_sample_types where tenant = :t order by id limit 1")
    type_id = (await db.execute(kind, {"t": tenant})).scalar() or "none"
    return {
        "sample_id": found,
        "sample_ids": [found],
        "account": found,
        "sample_type_id": type_id,
        "sample_type_ids": [type_id],
        "number": 1,
        "version": 0,
        "reason": "填错了",
        "return_no": "SF1234567890",
        "kinds": ["identity"],
        "scope": "ticked",
        "ids": [found],
        "name": "王小明",
        "v": 1,
        "address": "健康路 1 号",
        "recipient": "样本室",
        "phone": "13800000088",
        "text": "告知书",
    }
