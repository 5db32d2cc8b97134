"""Devices, bindings and readings in and out of their tables; the tenant is in the WHERE, except for the engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.vitals.model import Good
from domains.vitals.tables import batches, bindings, devices, lanes
from realtime_rules.readings import Batch, Measured

Found = sa.Row[Any]
_HOUR: Final = timedelta(hours=1)
_SOME: Final = 500
_WITH_BINDING = sa.and_(bindings.c.tenant == devices.c.tenant, bindings.c.device_id == devices.c.id)
_KNOWN: sa.Select[Any] = sa.select(
    devices.c.id,
    devices.c.code,
    devices.c.name,
    devices.c.place,
    sa.func.coalesce(bindings.c.patient_id, "").label("patient_id"),
).select_from(devices.outerjoin(bindings, _WITH_BINDING))


async def working(db: AsyncConnection, tenant: str, codes: Collection[str]) -> dict[str, Found]:
    """The institution's devices that are switched on, by these codes, with whom they measure."""
    mine = (devices.c.tenant == tenant, devices.c.enabled, devices.c.deleted_at.is_(None))
    rows = await db.execute(_KNOWN.where(*mine, devices.c.code.in_(set(codes))))
    return {row.code: row for row in rows}


async def at_place(db: AsyncConnection, tenant: str, place: str) -> Found | None:
    """The device that stands at a place, if exactly one does."""
    mine = (devices.c.tenant == tenant, devices.c.enabled, devices.c.deleted_at.is_(None))
    rows: Sequence[Found] = (await db.execute(_KNOWN.where(*mine, devices.c.place == place).limit(2))).all()
    return rows[0] if len(rows) == 1 else None


async def one(db: AsyncConnection, tenant: str, device_id: str) -> Found | None:
    """One device of the institution, switched on or off."""
    mine = (devices.c.tenant == tenant, devices.c.id == device_id, devices.c.deleted_at.is_(None))
    found: Found | None = (await db.execute(_KNOWN.where(*mine))).first()
    return found


async def binding(db: AsyncConnection, tenant: str, device_id: str) -> Found | None:
    """Whom the device measures or measured last, locked."""
    mine = (bindings.c.tenant == tenant, bindings.c.device_id == device_id)
    return (await db.execute(sa.select(bindings).where(*mine).with_for_update())).first()


async def bind(db: AsyncConnection, values: Mapping[str, Any]) -> None:
    """Write whom a device measures from now on."""
    written = insert(bindings).values(values)
    anew = {name: written.excluded[name] for name in ("v", "patient_id", "patient", "since")}
    await db.execute(written.on_conflict_do_update(index_elements=["tenant", "device_id"], set_=anew))


_HOLD = sa.text("select lane from vitals_lanes where lane = any(:lanes) order by lane for update").bindparams(
    sa.bindparam("lanes", type_=ARRAY(sa.SmallInteger))
)


async def hold(db: AsyncConnection, wanted: Collection[int]) -> None:
    """Nobody else commits to these lanes before this transaction has: numbers are in the order of commits."""
    await db.execute(_HOLD, {"lanes": sorted(wanted)})


_KEPT = sa.text(
    "select b.device_id, m.metric, m.moment from vitals_batches b"
    " cross join lateral unnest(b.metrics, b.moments) m (metric, moment)"
    " where b.tenant = :tenant and b.device_id = :device and b.last >= :first and b.first <= :last"
)


async def kept(db: AsyncConnection, tenant: str, device_id: str, readings: Sequence[Good]) -> set[tuple[str, int]]:
    """The metrics and moments in the span of these readings that are kept already."""
    span = {"first": readings[0].at, "last": readings[-1].at}
    rows = await db.execute(_KEPT, {"tenant": tenant, "device": device_id, **span})
    return {(row.metric, row.moment) for row in rows}


_ADD = sa.text(
    "with counted as (update vitals_lanes set n = n + 1 where lane = :lane returning n)"
    " insert into vitals_batches (lane, n, tenant, device_id, patient_id, place, actor, received_at, first, last,"
    " metrics, moments, measured)"
    " select :lane, n, :tenant, :device_id, :patient_id, :place, :actor, :received_at, :first, :last,"
    " :metrics, :moments, :measured from counted"
).bindparams(
    sa.bindparam("lane", type_=sa.SmallInteger),
    sa.bindparam("received_at", type_=sa.DateTime(timezone=True)),
    sa.bindparam("first", type_=sa.BigInteger),
    sa.bindparam("last", type_=sa.BigInteger),
    sa.bindparam("metrics", type_=ARRAY(sa.Text)),
    sa.bindparam("moments", type_=ARRAY(sa.BigInteger)),
    sa.bindparam("measured", type_=ARRAY(sa.Double)),
)


async def add(db: AsyncConnection, values: Mapping[str, Any], readings: Sequence[Good]) -> None:
    """Write a batch as the next of its lane, which is held; the readings are in the order of their times."""
    packed = {
        "first": readings[0].at,
        "last": readings[-1].at,
        "metrics": [one.metric for one in readings],
        "moments": [one.at for one in readings],
        "measured": [one.value for one in readings],
    }
    await db.execute(_ADD, {**values, **packed})


_BEHIND = sa.select(lanes.c.lane, lanes.c.n)
_NEW = sa.text(
    "select b.* from unnest(cast(:lanes as smallint[]), cast(:ns as bigint[])) c (lane, n)"
    " cross join lateral (select * from vitals_batches b where b.lane = c.lane and b.n > c.n order by b.n"
    " limit :most) b order by b.lane, b.n"
)


async def after(db: AsyncConnection, positions: Mapping[int, int], most: int) -> list[Batch]:
    """What was committed to each lane after these numbers, of all institutions; of no lane more than ``most``."""
    behind = [row for row in await db.execute(_BEHIND) if row.n > positions.get(row.lane, 0)]
    if not behind:
        return []
    asked = {"lanes": [row.lane for row in behind], "ns": [positions.get(row.lane, 0) for row in behind]}
    return [_batch(row) for row in await db.execute(_NEW, {**asked, "most": most})]


async def between(db: AsyncConnection, tenant: str, since: datetime, until: datetime) -> AsyncIterator[list[Batch]]:
    """What the institution's devices sent in a span, in the order in which it came; an hour is sorted at a time."""
    while since < until:
        end = min(since + _HOUR, until)
        mine = (batches.c.tenant == tenant, batches.c.received_at >= since, batches.c.received_at < end)
        query = sa.select(batches).where(*mine).order_by(batches.c.received_at, batches.c.lane, batches.c.n)
        rows = await db.stream(query.execution_options(yield_per=_SOME))
        async for part in rows.partitions():
            yield [_batch(row) for row in part]
        since = end


def _batch(row: Found) -> Batch:
    return Batch(
        lane=row.lane,
        n=row.n,
        tenant=row.tenant,
        device_id=row.device_id,
        patient_id=row.patient_id,
        place=row.place,
        actor=row.actor,
        received_at=row.received_at.timestamp(),
        values=tuple(map(Measured, row.moments, row.metrics, row.measured)),
    )


_POINTS = sa.text(
    "select (m.moment - :since) / :step as piece, min(m.value) as least, max(m.value) as most, avg(m.value) as mean,"
    " count(distinct m.moment) as readings"
    " from vitals_batches b cross join lateral unnest(b.metrics, b.moments, b.measured) m (metric, moment, value)"
    " where b.tenant = :tenant and b.device_id = :device and b.last >= :since and b.first < :until"
    " and m.metric = :metric and m.moment >= :since and m.moment < :until group by 1 order by 1"
)


async def points(  # noqa: PLR0913 - one asks for a span in pieces
    db: AsyncConnection, tenant: str, device_id: str, metric: str, *, since: int, until: int, step: int
) -> list[Found]:
    """What was measured of one metric in a span, put together in pieces of ``step`` milliseconds."""
    asked = {"tenant": tenant, "device": device_id, "metric": metric, "since": since, "until": until, "step": step}
    return list(await db.execute(_POINTS, asked))


async def days(db: AsyncConnection, now: datetime, ahead: Sequence[datetime], before: datetime) -> None:
    """Make the partitions of these days, and drop those whose readings are all from before ``before``.

    Raises rather than have everybody wait behind it for somebody who reads long.
    """
    await db.execute(sa.text("set local lock_timeout = '2s'"))
    for moment in (now, *ahead):
        await db.execute(sa.text("select vitals_partition(:day)"), {"day": moment.date()})
    await db.execute(sa.text("select vitals_retire(:before)"), {"before": before})
