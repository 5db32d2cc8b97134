"""The live line of an institution's openings: which changed. Who hears it asks for the list, which knows the day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Row, Touch
from domains.algorithms import permissions, store
from domains.algorithms.events import OPENING_EVENTS


class OpeningMark(msgspec.Struct, frozen=True):
    """The opening is there in this version."""

    id: str
    v: int


async def _rows(db: AsyncConnection, place: Place, now: datetime, keys: Collection[str] | None) -> list[Row]:
    del now
    found = await store.by_ids(db, place.tenant, keys)
    return [Row(row.id, row.v, None if row.ended_at is not None else OpeningMark(row.id, row.v)) for row in found]


opened = Channel(
    pattern="algorithms-openings:{tenant}",
    needs=permissions.VIEW,
    facts=OPENING_EVENTS,
    touches=lambda fact: [Touch({}, fact.opening_id)],
    rows=_rows,
)
