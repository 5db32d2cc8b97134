"""What reports in facts are called: whose, and of which examination."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.reports import store
from hub.masking import mask_name
from realtime_rules.ports import Called


async def _names(db: AsyncConnection, tenant: str, ids: Collection[str]) -> dict[str, str]:
    rows = await store.by_ids(db, tenant, ids)
    return {row.id: f"{mask_name(row.name)}（{row.exam_type} {row.exam_no}）" for row in rows}


CALLED: Final = Called("report_id", _names)
