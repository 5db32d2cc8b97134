"""The diagnosis list (诊断列表): six statuses, filters, emergency and VIP first."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, Literal

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from domains.access.public import institution
from domains.queue.public import day_bounds
from domains.reports import permissions, store
from domains.reports.model import State
from domains.reports.seen import ListedReport, listed
from domains.reports.tables import reports as r
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.resources.cursor import Size, page
from hub.resources.search import contains, has_grams

Moment = Annotated[datetime, Meta(tz=True)]
Short = Annotated[str, Meta(max_length=64)]
DEFAULT: Final = (State.TO_DIAGNOSE,)


class ReportPage(msgspec.Struct, frozen=True):
    """One page, and the cursor of the next (None: no more)."""

    rows: tuple[ListedReport, ...]
    next: str | None


class ListReports(Query, frozen=True, kw_only=True):
    """The reports that fit all filters. Unless told otherwise: to be diagnosed, examined today (RIS-202).

    ``statuses``: any of the six, none means all. ``exam_from``/``exam_until`` (检查时间), ``diagnosed_from``/
    ``diagnosed_until`` (诊断时间: when the report was handed in); ends of spans are not included. ``name`` finds parts;
    ``exam_no`` is exact and, as a diagnosis time, asks all days. ``order``: ``waiting`` is emergency, VIP, normal, and
    among them who was examined first; ``newest`` the latest examination first.
    """

    needs: ClassVar[Permission] = permissions.READ
    personal: ClassVar[bool] = True
    statuses: Annotated[tuple[State, ...], Meta(max_length=6)] = DEFAULT
    exam_from: Moment | None = None
    exam_until: Moment | None = None
    diagnosed_from: Moment | None = None
    diagnosed_until: Moment | None = None
    exam_type: Short = ""
    campus: Short = ""
    room_id: Short = ""
    name: Short = ""
    exam_no: Short = ""
    order: Literal["waiting", "newest"] = "waiting"
    cursor: Annotated[str, Meta(max_length=200)] = ""
    size: Size = 50


@answers(ListReports)
async def list_reports(caller: Caller, query: ListReports, look: Look) -> ReportPage:
    """Raises ``BadCursor`` for a cursor that this list did not give."""
    zone = (await institution(look.db, caller.tenant)).time_zone
    wanted = sa.select(r).where(*_conditions(caller.tenant, query, day_bounds(look.now, zone)))
    waiting = query.order == "waiting"
    rows, more = await page(look.db, wanted, (r.c.turn if waiting else r.c.exam_at, r.c.id), query, ascending=waiting)
    return ReportPage(tuple(listed(row, zone, masked=caller.masked) for row in rows), more)


def _conditions(tenant: str, query: ListReports, day: store.Day) -> list[sa.ColumnElement[bool]]:
    asked: list[sa.ColumnElement[bool]] = [r.c.tenant == tenant]
    if query.statuses:
        asked.append(r.c.state.in_(list(query.statuses)))
    spans = (query.exam_from, query.exam_until, query.diagnosed_from, query.diagnosed_until, query.exam_no)
    examined = (query.exam_from, query.exam_until) if any(spans) else day
    asked += _span(r.c.exam_at, *examined)
    asked += _span(r.c.submitted_at, query.diagnosed_from, query.diagnosed_until)
    exact = {"exam_type": query.exam_type, "campus": query.campus, "room_id": query.room_id}
    exact["exam_no"] = query.exam_no.strip()
    asked += [r.c[name] == value for name, value in exact.items() if value]
    if typed := query.name.strip():
        asked += [contains(r, "name", typed), has_grams(r, "name", typed)]
    return asked


def _span(column: sa.Column[Any], since: datetime | None, until: datetime | None) -> list[sa.ColumnElement[bool]]:
    return [*([column >= since] if since else []), *([column < until] if until else [])]
