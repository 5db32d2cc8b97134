"""Readings are kept, from wherever they came: judged, each once, numbered in the order of the commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
from prometheus_client import Counter as Counts

from domains.vitals import store
from domains.vitals.model import Good, judged
from hub.commands import Tx
from hub.events import shard_of
from realtime_rules.readings import FIRST_LANE

READINGS: Final = Counts("carewire_vitals_readings", "Readings by what became of them", ["outcome"])


class Value(msgspec.Struct, frozen=True):
    """A measured value as somebody told it."""

    metric: str
    value: float
    unit: str
    at: datetime


class Recorded(msgspec.Struct, frozen=True):
    """How many readings are kept now, how many were already, and how many were left out, by the reason.

    Reasons: ``metric`` unknown, ``unit`` of another kind, ``value`` none or impossible, ``clock`` too far off.
    """

    taken: int
    repeated: int
    ignored: dict[str, int]


async def record(tx: Tx, told: Mapping[str, Iterable[Value]], devices: Mapping[str, Any]) -> Recorded:
    """Keep what was told of each device (by code; ``devices`` are their rows)."""
    ignored: Counter[str] = Counter()
    good: dict[str, list[Good]] = {}
    for code, values in told.items():
        found = [judged(one.metric, one.value, one.unit, one.at, tx.now) for one in values]
        ignored.update(one for one in found if isinstance(one, str))
        once = {(one.metric, one.at): one for one in reversed(found) if isinstance(one, Good)}
        if once:
            good[code] = sorted(once.values(), key=_moment)
    repeated = sum(map(len, good.values()))
    taken = await _keep(tx, {devices[code].id: (devices[code], one) for code, one in good.items()})
    repeated -= taken
    READINGS.labels("taken").inc(taken)
    READINGS.labels("repeated").inc(repeated)
    for why, count in ignored.items():
        READINGS.labels(why).inc(count)
    return Recorded(taken, repeated, dict(ignored))


async def _keep(tx: Tx, measured: Mapping[str, tuple[Any, list[Good]]]) -> int:
    """Write what is new; gives how many readings that are."""
    tenant, taken = tx.caller.tenant, 0
    lanes = {device_id: FIRST_LANE + shard_of(tenant, device_id) for device_id in measured}
    if not lanes:
        return 0
    await store.hold(tx.db, set(lanes.values()))
    for device_id, (device, readings) in sorted(measured.items()):
        known = await store.kept(tx.db, tenant, device_id, readings)
        new = [one for one in readings if (one.metric, one.at) not in known]
        if not new:
            continue
        taken += len(new)
        values = {
            "lane": lanes[device_id],
            "tenant": tenant,
            "device_id": device_id,
            "patient_id": device.patient_id,
            "place": device.place,
            "actor": tx.caller.actor,
            "received_at": tx.now,
        }
        await store.add(tx.db, values, new)
    return taken


def _moment(one: Good) -> tuple[int, str]:
    return one.at, one.metric
