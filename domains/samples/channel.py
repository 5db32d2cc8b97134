"""The live lines of patients: how far one's own submission is, and where samples go. Staff hear the list's own channel.

Nothing that a patient wrote goes over them: his page asks for it when it hears of a newer version.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Row, Touch
from domains.samples import permissions, store
from domains.samples.events import SAMPLE_EVENTS, ReceivingChanged
from domains.samples.seen import mark
from domains.samples.settled import receiving

RECEIVING = "receiving"
"""The key of the only row."""


async def _own(db: AsyncConnection, place: Place, now: datetime, keys: Collection[str] | None) -> list[Row]:
    del now
    account = place.params["account"]
    found = await store.by_ids(db, place.tenant, [account] if keys is None else keys)
    return [Row(row.id, row.v, mark(row) if row.id == account else None) for row in found]


own = Channel(
    pattern="samples-own:{tenant}:{account}",
    needs=permissions.SUBMIT,
    facts=SAMPLE_EVENTS,
    touches=lambda fact: [Touch({"account": fact.sample_id}, fact.sample_id)],
    rows=_own,
    may_join=lambda caller, place: (caller.tenant, caller.actor) == (place.tenant, place.params["account"]),
)


async def _receiving(db: AsyncConnection, place: Place, now: datetime, keys: Collection[str] | None) -> list[Row]:
    del now
    row = await store.settings_of(db, place.tenant)
    if row is None or (keys is not None and RECEIVING not in keys):
        return []
    return [Row(RECEIVING, row.v, receiving(row))]


where = Channel(
    pattern="samples-receiving:{tenant}",
    needs=permissions.RECEIVING,
    facts=(ReceivingChanged,),
    touches=lambda _: [Touch({}, RECEIVING)],
    rows=_receiving,
)
