"""The wall of monitors: one tile for each device that is switched on, with what it measured last.

Devices and bindings change by facts. What is measured changes tiles too, but by no fact: ``latest`` publishes these,
at most once a second for a device, and gives them the number of the newest batch as their version.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Row, Touch
from domains.vitals import permissions
from domains.vitals.events import DeviceBound, DeviceUnbound
from domains.vitals.metrics import BY_CODE
from domains.vitals.resources import device
from domains.vitals.tables import bindings, devices, latest
from hub.resources.shapes import shapes_of

_CHANGED: Final = shapes_of(device).changed


class Shown(msgspec.Struct, frozen=True):
    """The last value of a metric, and when it was measured."""

    metric: str
    value: float
    at: datetime


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """A device as the wall shows it. ``patient`` is the masked name of whom it measures; empty: nobody."""

    id: str
    code: str
    name: str
    kind: str
    place: str
    patient_id: str
    patient: str
    since: datetime | None
    heard_at: datetime | None
    values: tuple[Shown, ...]


async def rows(db: AsyncConnection, place: Place, _: datetime, keys: Collection[str] | None) -> list[Row]:
    """The tiles of an institution; of a device that is switched off or deleted, none."""
    mine = sa.and_(bindings.c.tenant == devices.c.tenant, bindings.c.device_id == devices.c.id)
    last = sa.and_(latest.c.tenant == devices.c.tenant, latest.c.device_id == devices.c.id)
    query = sa.select(
        *(devices.c[name] for name in ("id", "v", "code", "name", "kind", "place", "enabled", "deleted_at")),
        *(bindings.c.patient_id, bindings.c.patient, bindings.c.since, bindings.c.v.label("bound")),
        *(latest.c.n, latest.c.heard_at, latest.c.measured),
    ).select_from(devices.outerjoin(bindings, mine).outerjoin(latest, last))
    query = query.where(devices.c.tenant == place.tenant).order_by(devices.c.place, devices.c.id)
    if keys is None:
        query = query.where(devices.c.enabled, devices.c.deleted_at.is_(None))
    else:
        query = query.where(devices.c.id.in_(keys))
    return [_row(row) for row in await db.execute(query)]


def _row(row: Any) -> Row:
    version = row.v + (row.bound or 0) + (row.n or 0)
    if not row.enabled or row.deleted_at is not None:
        return Row(row.id, version, None)
    return Row(
        row.id,
        version,
        Tile(
            id=row.id,
            code=row.code,
            name=row.name,
            kind=row.kind,
            place=row.place,
            patient_id=row.patient_id or "",
            patient=row.patient or "",
            since=row.since if row.patient_id else None,
            heard_at=row.heard_at,
            values=tuple(_shown(row.measured or {})),
        ),
    )


def _shown(measured: dict[str, list[float]]) -> Iterable[Shown]:
    """In the order in which the house lists its metrics."""
    for code, vital in BY_CODE.items():
        if code in measured:
            at, value = measured[code]
            moment = datetime.fromtimestamp(at / 1000, UTC)
            yield Shown(code, round(value, vital.decimals), moment)


def _touches(fact: Any) -> Iterable[Touch]:
    yield Touch({}, fact.id if isinstance(fact, _CHANGED) else fact.device_id)


WALL: Final = Channel(
    pattern="vitals-wall:{tenant}",
    needs=permissions.VIEW,
    facts=(_CHANGED, DeviceBound, DeviceUnbound),
    touches=_touches,
    rows=rows,
)
