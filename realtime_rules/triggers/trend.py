"""Worse and worse."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import msgspec

from realtime_rules.triggers.step import Happening, Outcome, State, Step, came, number, went

_DAY = 86_400.0


class Trend(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="trend"):
    """Comes when the last ``points`` values each went the ``worse`` way, or their slope did; goes when not any more.

    ``per_day`` None: each value must be worse than the one before. Else the least-squares slope of the last
    ``points`` values, in units per day, must reach it. Values older than ``seconds`` before the newest do not count.
    Memory: [sorted [when, value, fact], first fact of what came, or none].
    """

    on: Step
    value: str
    worse: Literal["up", "down"]
    points: int
    per_day: float | None = None
    seconds: float = 400 * _DAY

    def steps(self) -> tuple[Step, ...]:
        """0: a value."""
        return (self.on,)

    def take(self, state: State, role: int, happening: Happening) -> Outcome:
        """One more value; one without a number changes nothing."""
        del role
        value = number(happening.body, self.value)
        kept, come = state if state is not None else ([], "")
        if value is None:
            return (state, None, None)
        kept.append([happening.at, value, happening.id])
        kept.sort()
        oldest = kept[-1][0] - self.seconds
        kept = [k for k in kept[-self.points :] if k[0] >= oldest]
        holds = len(kept) >= self.points and self._worse(kept)
        found = None
        if holds and not come:
            come = kept[0][2]
            found = came(come, happening.at, _seen(kept), tuple(k[2] for k in kept))
        elif come and not holds:
            found, come = went(come, happening.at, _seen(kept), (happening.id,)), ""
        return ([kept, come], None, found)

    def expire(self, state: State, now: float) -> Outcome:
        """Time alone changes nothing."""
        del now
        return (state, None, None)

    def _worse(self, kept: list[list[float]]) -> bool:
        sign = 1.0 if self.worse == "up" else -1.0
        if self.per_day is None:
            return all(sign * (b[1] - a[1]) > 0 for a, b in pairwise(kept))
        return sign * slope([(k[0], k[1]) for k in kept]) >= self.per_day


def slope(points: list[tuple[float, float]]) -> float:
    """Least-squares slope of (seconds, value) points in units per day; 0 when all are of the same moment."""
    count = len(points)
    mean_at = sum(at for at, _ in points) / count
    mean = sum(value for _, value in points) / count
    spread = sum((at - mean_at) ** 2 for at, _ in points)
    if spread == 0:
        return 0.0
    return sum((at - mean_at) * (value - mean) for at, value in points) / spread * _DAY


def _seen(kept: list[list[float]]) -> dict[str, list[float]]:
    return {"values": [k[1] for k in kept], "at": [k[0] for k in kept]}
