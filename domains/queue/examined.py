"""The examined tab (已检查): who has been examined, by day, type, campus and room, or by the examination's number."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Final

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from domains.access.public import institution
from domains.queue import permissions
from domains.queue.days import bounds_of
from domains.queue.model import PatientClass, State
from domains.queue.queries import age_of
from domains.queue.tables import rooms, tickets
from hub.caller import Caller, Permission
from hub.clock import day_of
from hub.commands import Look, Query, answers
from hub.resources.errors import BadCursor

PAGE: Final = 100
"""Rows at a time."""

_LONGEST: Final = 64

Text = Annotated[str, Meta(max_length=_LONGEST)]


class ExaminedRow(msgspec.Struct, frozen=True):
    """An examination that is over; ``age`` in whole years."""

    ticket_id: str
    number: str
    name: str
    sex: str
    age: int
    patient_class: str
    arrears: bool
    exam_type: str
    items: tuple[str, ...]
    exam_no: str
    image_no: str
    room_id: str
    room_name: str
    pre_exam_time: datetime


class ExaminedList(msgspec.Struct, frozen=True):
    """The rows, latest first; ``next`` asks for those behind them and is empty at the end."""

    rows: tuple[ExaminedRow, ...]
    next: str


class ListExamined(Query, frozen=True):
    """Who has been examined (RIS-114). ``exam_no`` is exact and asks all days; otherwise the days, today unless given.

    Empty filters let everything through; ``after`` is the ``next`` of the page before.
    """

    needs: ClassVar[Permission] = permissions.VIEW
    since: date | None = None
    until: date | None = None
    exam_type: Text = ""
    campus: Text = ""
    room_id: Text = ""
    exam_no: Text = ""
    after: Annotated[str, Meta(max_length=100)] = ""


@answers(ListExamined)
async def list_examined(caller: Caller, query: ListExamined, look: Look) -> ExaminedList:
    """One page of them."""
    zone = (await institution(look.db, caller.tenant)).time_zone
    today = day_of(look.now, zone)
    since = query.since or today
    wanted = _wanted(
        caller.tenant, query, bounds_of(since, zone)[0], bounds_of(query.until or max(since, today), zone)[1]
    )
    found = (await look.db.execute(wanted.limit(PAGE + 1))).all()
    page = found[:PAGE]
    after = f"{page[-1].pre_exam_time.isoformat()} {page[-1].id}" if len(found) > PAGE else ""
    return ExaminedList(tuple(_row(row, today) for row in page), after)


def _wanted(tenant: str, query: ListExamined, begins: datetime, ends: datetime) -> sa.Select[Any]:
    time, key = tickets.c.pre_exam_time, tickets.c.id
    wanted = (
        sa.select(tickets, rooms.c.name.label("room_name"))
        .join(rooms, sa.and_(rooms.c.tenant == tickets.c.tenant, rooms.c.id == tickets.c.room_id))
        .where(tickets.c.tenant == tenant, tickets.c.state == State.EXAMINED)
        .order_by(time.desc(), key.desc())
    )
    if query.exam_no:
        wanted = wanted.where(tickets.c.exam_no == query.exam_no.strip())
    else:
        wanted = wanted.where(time >= begins, time < ends)
    for column, value in (
        (tickets.c.exam_type, query.exam_type),
        (rooms.c.campus, query.campus),
        (tickets.c.room_id, query.room_id),
    ):
        wanted = wanted.where(column == value) if value else wanted
    return wanted.where(sa.tuple_(time, key) < sa.tuple_(*_place(query.after))) if query.after else wanted


def _place(after: str) -> tuple[datetime, str]:
    moment, _, key = after.partition(" ")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise BadCursor("after") from error
    if at.tzinfo is None:
        raise BadCursor("after")
    return at, key


def _row(row: sa.Row[Any], today: date) -> ExaminedRow:
    said = {name: getattr(row, name) for name in ExaminedRow.__struct_fields__ if hasattr(row, name)}
    return ExaminedRow(
        **{
            **said,
            "ticket_id": row.id,
            "age": age_of(row.birth_date, today),
            "patient_class": PatientClass(row.patient_class).name.lower(),
            "items": tuple(row.items),
        }
    )
