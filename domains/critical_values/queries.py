"""One critical value with its trail, and how well the house does (通报率, 通报及时率, 处置及时率)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, Final

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from domains.access.public import names
from domains.critical_values import permissions, store
from domains.critical_values.tables import values
from domains.gateway.public import sender_names
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.masking import mask_name

TOLD_WITHIN: Final = 600
"""Seconds within which a value has to be read back."""
HANDLED_WITHIN: Final = 1800
"""Seconds within which it has to be dealt with."""


class TrailLine(msgspec.Struct, frozen=True):
    """One step. ``who``: the display name."""

    at: datetime
    who: str
    step: str
    detail: dict[str, Any]


class CriticalValue(msgspec.Struct, frozen=True):
    """Everything about one critical value; each moment is the clock of an arrow of its way."""

    value_id: str
    v: int
    state: str
    level: int
    source: str
    patient_id: str
    patient_name: str
    patient_sex: str
    department: str
    bed: str
    item: str
    item_name: str
    value: str
    unit: str
    doctor: str
    keeper: str
    doctor_id: str | None
    observed_at: datetime | None
    reported_by: str
    detected_at: datetime
    delivered_at: datetime | None
    read_at: datetime | None
    confirmed_at: datetime | None
    handled_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    trail: tuple[TrailLine, ...]


class ShowCriticalValue(Query, frozen=True, kw_only=True):
    """One critical value with its trail."""

    needs: ClassVar[Permission] = permissions.VIEW
    personal: ClassVar[bool] = True
    value_id: Annotated[str, Meta(min_length=1, max_length=64)]


class Rates(msgspec.Struct, frozen=True):
    """Of those that needed it, how many were told, told in time, handled in time; None where none needed it."""

    values: int
    cancelled: int
    told: float | None
    told_in_time: float | None
    handled_in_time: float | None
    seconds_to_confirm_p50: float | None
    seconds_to_confirm_p95: float | None


class CriticalValueRates(Query, frozen=True, kw_only=True):
    """How well it went in a window of time; by ``department`` if one is named."""

    needs: ClassVar[Permission] = permissions.VIEW
    since: datetime
    until: datetime
    department: Annotated[str, Meta(max_length=50)] = ""


@answers(ShowCriticalValue)
async def show_critical_value(caller: Caller, query: ShowCriticalValue, look: Look) -> CriticalValue:
    """Raises ``NotFound``. Accounts that see people masked see the name so."""
    row = await store.one(look.db, caller.tenant, query.value_id)
    lines = await store.trail_of(look.db, caller.tenant, row.id)
    who = await names(look.db, caller.tenant, {*(line.actor for line in lines), row.doctor_id or "", row.reported_by})
    who |= await sender_names(look.db, caller.tenant)
    fields = {name: getattr(row, name) for name in CriticalValue.__struct_fields__ if hasattr(row, name)}
    return CriticalValue(
        **{
            **fields,
            "value_id": row.id,
            "patient_name": mask_name(row.patient_name) if caller.masked else row.patient_name,
            "doctor": who.get(row.doctor_id, ""),
            "reported_by": who.get(row.reported_by, row.reported_by),
            "trail": tuple(TrailLine(x.at, who.get(x.actor, x.actor), x.step, x.detail) for x in lines),
        }
    )


@answers(CriticalValueRates)
async def critical_value_rates(caller: Caller, query: CriticalValueRates, look: Look) -> Rates:
    """What was cancelled needed nothing; what is still within its time counts only when it is done."""
    t = values.c
    mine = [t.tenant == caller.tenant, t.detected_at >= query.since, t.detected_at < query.until]
    if query.department:
        mine.append(t.department == query.department)
    told = sa.func.extract("epoch", t.confirmed_at - t.detected_at)
    handled = sa.func.extract("epoch", t.handled_at - t.detected_at)
    alive = t.cancelled_at.is_(None)
    age = sa.func.extract("epoch", sa.literal(look.now) - t.detected_at)
    row = (
        await look.db.execute(
            sa.select(
                sa.func.count().label("all"),
                sa.func.count(t.cancelled_at).label("cancelled"),
                sa.func.count().filter(alive).label("needed"),
                sa.func.count(t.confirmed_at).filter(alive).label("told"),
                sa.func.count().filter(alive, sa.or_(t.confirmed_at.is_not(None), age > TOLD_WITHIN)).label("due"),
                sa.func.count().filter(alive, told <= TOLD_WITHIN).label("in_time"),
                sa.func.count().filter(alive, sa.or_(t.handled_at.is_not(None), age > HANDLED_WITHIN)).label("due_h"),
                sa.func.count().filter(alive, handled <= HANDLED_WITHIN).label("handled_in_time"),
                sa.func.percentile_cont(0.5).within_group(told).label("p50"),
                sa.func.percentile_cont(0.95).within_group(told).label("p95"),
            ).where(*mine)
        )
    ).one()
    return Rates(
        values=row.all,
        cancelled=row.cancelled,
        told=_share(row.told, row.needed),
        told_in_time=_share(row.in_time, row.due),
        handled_in_time=_share(row.handled_in_time, row.due_h),
        seconds_to_confirm_p50=None if row.p50 is None else float(row.p50),
        seconds_to_confirm_p95=None if row.p95 is None else float(row.p95),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
