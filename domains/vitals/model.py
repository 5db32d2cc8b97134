"""Which measured values may be relied on; pure."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from domains.vitals.metrics import Vital, vital_of

KEPT: Final = timedelta(days=30)
"""So long readings are kept; older ones are not taken either."""
AHEAD: Final = timedelta(minutes=5)
"""A device whose clock is further ahead than this is wrong."""

Why = Literal["metric", "value", "unit", "clock"]
"""An unknown metric; no number, or an impossible one; another unit; a moment that cannot be."""


class Good(NamedTuple):
    """A value that counts: its metric, when (milliseconds of the epoch), how much in the metric's own unit."""

    metric: str
    at: int
    value: float


def judged(metric: str, value: float, unit: str, at: datetime, now: datetime) -> Good | Why:
    """The reading as it is kept, or why it is left out."""
    vital = vital_of(metric)
    if vital is None:
        return "metric"
    scale = vital.units.get(unit.strip().lower())
    if scale is None:
        return "unit"
    if not math.isfinite(value):
        return "value"
    own = round(value * scale.factor + scale.offset, 4)
    if not vital.low <= own <= vital.high:
        return "value"
    if not now - KEPT < at <= now + AHEAD:
        return "clock"
    return Good(vital.code, _milliseconds(at), own)


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def newest(known: dict[str, list[float]], more: Collection[Good]) -> dict[str, list[float]]:
    """The last value of each metric, ``[when, value]``, after ``more`` came."""
    found = dict(known)
    for one in more:
        before = found.get(one.metric)
        if before is None or before[0] < one.at:
            found[one.metric] = [one.at, one.value]
    return found


__all__ = ["AHEAD", "KEPT", "Good", "Vital", "Why", "judged", "newest"]
