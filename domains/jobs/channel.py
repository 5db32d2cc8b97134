"""``jobs:<tenant>:<account>``: how far an account's own jobs are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Row, Touch
from domains.jobs import permissions, store
from domains.jobs.queries import MOST_JOBS, job_row
from hub.jobs.facts import JobChanged


async def _rows(db: AsyncConnection, place: Place, now: datetime, keys: Collection[str] | None) -> list[Row]:
    del now
    found = await store.of_owner(db, place.tenant, place.params["account"], MOST_JOBS, keys)
    return [Row(row.id, row.v, None if row.state == "expired" else job_row(row)) for row in found]


own = Channel(
    pattern="jobs:{tenant}:{account}",
    needs=permissions.USE,
    facts=(JobChanged,),
    touches=lambda fact: [Touch({"account": fact.owner}, fact.job_id)],
    rows=_rows,
    may_join=lambda caller, place: caller.tenant == place.tenant and caller.actor == place.params["account"],
)
