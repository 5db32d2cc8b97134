"""What was measured, for charts; and what can be measured at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar, Final

import msgspec
from msgspec import Meta

from domains.vitals import permissions, store
from domains.vitals.commands.binding import Id
from domains.vitals.metrics import BY_CODE, VITALS
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.errors import FieldError, Invalid, NotFound

LONGEST: Final = timedelta(days=7)


class MetricWords(msgspec.Struct, frozen=True):
    """A metric of the house: its code, names, UCUM unit, and how many decimals are shown."""

    code: str
    zh: str
    en: str
    unit: str
    decimals: int


class Metrics(msgspec.Struct, frozen=True):
    """All metrics, in the order in which they are shown."""

    metrics: tuple[MetricWords, ...]


class ListMetrics(Query, frozen=True, kw_only=True):
    """What can be measured."""

    needs: ClassVar[Permission] = permissions.VIEW


class Point(msgspec.Struct, frozen=True):
    """The readings of one piece of time, which begins ``at``."""

    at: datetime
    least: float
    most: float
    mean: float
    readings: int


class Line(msgspec.Struct, frozen=True):
    """What a device measured of one metric; pieces of time without a reading are left out. ``step``: their seconds."""

    metric: str
    since: datetime
    until: datetime
    step: float
    points: tuple[Point, ...]


class ListReadings(Query, frozen=True, kw_only=True):
    """One metric of one device over at most seven days, put together in at most ``points`` pieces of time.

    Without ``since`` and ``until``: the last hour.
    """

    needs: ClassVar[Permission] = permissions.VIEW
    personal: ClassVar[bool] = True
    device_id: Id
    metric: Annotated[str, Meta(min_length=1, max_length=64)]
    since: Annotated[datetime, Meta(tz=True)] | None = None
    until: Annotated[datetime, Meta(tz=True)] | None = None
    points: Annotated[int, Meta(ge=1, le=1000)] = 360


@answers(ListMetrics)
async def list_metrics(_: Caller, __: ListMetrics, ___: Look) -> Metrics:
    """The same for everybody."""
    return Metrics(tuple(MetricWords(one.code, one.zh, one.en, one.unit, one.decimals) for one in VITALS))


@answers(ListReadings)
async def list_readings(caller: Caller, query: ListReadings, look: Look) -> Line:
    """Raises ``NotFound`` for a device or metric that is not there, and ``Invalid`` for a span that is none."""
    vital = BY_CODE.get(query.metric)
    if vital is None or await store.one(look.db, caller.tenant, query.device_id) is None:
        raise NotFound
    until = query.until or look.now
    since = query.since or until - timedelta(hours=1)
    if not timedelta(0) < until - since <= LONGEST:
        why = "时间范围应为 7 天以内 / a span of at most seven days"
        raise Invalid(why, (FieldError("since", why),))
    start, end = _milliseconds(since), _milliseconds(until)
    step = max(1, -(-(end - start) // query.points))
    found = await store.points(look.db, caller.tenant, query.device_id, query.metric, since=start, until=end, step=step)
    pieces = tuple(
        Point(_moment(start + row.piece * step), row.least, row.most, round(row.mean, vital.decimals + 1), row.readings)
        for row in found
    )
    return Line(query.metric, since, until, step / 1000, pieces)


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
