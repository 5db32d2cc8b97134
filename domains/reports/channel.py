"""The live lines of the reading room: ``reports-diagnosis`` for everybody at work, ``reports-report`` of one report.

The list holds whoever was examined today, and whatever is being written or reviewed. All who hear it see the same row,
so the patient's name is masked in it; the list's query shows it to those who may see it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Reset, Row, Touch
from domains.access.public import institution
from domains.queue.public import DayBegan, day_bounds
from domains.reports import permissions, store
from domains.reports.events import REPORT_EVENTS, ReportEvent
from domains.reports.model import UNDERWAY, State
from domains.reports.seen import listed


class LiveReport(msgspec.Struct, frozen=True):
    """One report for who has it open: where it stands and who holds it (empty: nobody)."""

    report_id: str
    state: State
    v: int
    revision: int
    holder: str
    holder_name: str
    held_at: datetime | None
    writer: str
    reviewer: str
    rejected: bool
    prints: int


def _touches_list(fact: ReportEvent | DayBegan) -> Iterable[Touch | Reset]:
    yield Reset({}) if isinstance(fact, DayBegan) else Touch({}, fact.report_id)


async def _diagnosis(db: AsyncConnection, place: Place, now: datetime, keys: Collection[str] | None) -> list[Row]:
    zone = (await institution(db, place.tenant)).time_zone
    day = day_bounds(now, zone)
    found = await (store.live(db, place.tenant, day) if keys is None else store.by_ids(db, place.tenant, keys))
    rows = []
    for row in found:
        here = row.state in UNDERWAY or day[0] <= row.exam_at < day[1]
        rows.append(Row(row.id, row.v, listed(row, zone, masked=True) if here else None))
    return rows


diagnosis_list = Channel(
    pattern="reports-diagnosis:{tenant}",
    needs=permissions.READ,
    facts=(*REPORT_EVENTS, DayBegan),
    touches=_touches_list,
    rows=_diagnosis,
)


async def _one(db: AsyncConnection, place: Place, now: datetime, keys: Collection[str] | None) -> list[Row]:
    del now
    mine = place.params["report_id"]
    found = await store.by_ids(db, place.tenant, [mine] if keys is None else keys)
    return [Row(row.id, row.v, _live(row) if row.id == mine else None) for row in found]


def _live(row: store.Found) -> LiveReport:
    return LiveReport(
        report_id=row.id,
        state=State(row.state),
        v=row.v,
        revision=row.revision,
        holder=row.holder or "",
        holder_name=row.holder_name,
        held_at=row.held_at,
        writer=row.writer_name,
        reviewer=row.reviewer_name,
        rejected=bool(row.rejection),
        prints=row.prints,
    )


one_report = Channel(
    pattern="reports-report:{tenant}:{report_id}",
    needs=permissions.READ,
    facts=REPORT_EVENTS,
    touches=lambda fact: [Touch({"report_id": fact.report_id}, fact.report_id)],
    rows=_one,
)
