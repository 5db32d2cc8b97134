"""Working hours, holidays and night shifts: when time counts, and when a rule is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import chinese_calendar  # type: ignore[import-untyped]
import msgspec

LONGEST: Final = 800
"""Days after which a calendar without any hours gives up."""

ClockTime = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Hours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From ``start`` to ``end`` on these ``weekdays`` (0 is Monday); an end not after the start is the next day's."""

    weekdays: tuple[Annotated[int, msgspec.Meta(ge=0, le=6)], ...]
    start: ClockTime
    end: ClockTime


class Calendar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """When time counts. Days are the institution's.

    ``holidays``: the state's holidays (as the State Council sets them, including the working days that make up for
    them, which count as Mondays) hold; for a year that is not announced yet only weekdays do. ``off`` and ``on`` are
    the institution's own days, which come before everything else.
    """

    hours: tuple[Hours, ...]
    holidays: bool = True
    off: tuple[date, ...] = ()
    on: tuple[date, ...] = ()
    zone: str = "Asia/Shanghai"

    def inside(self, moment: float) -> bool:
        """Whether time counts at ``moment`` (seconds of the epoch)."""
        day = datetime.fromtimestamp(moment, self._zone()).date()
        spans = (*self._spans(day - timedelta(days=1)), *self._spans(day))
        return any(start <= moment < end for start, end in spans)

    def later(self, moment: float, seconds: float) -> float:
        """The moment at which ``seconds`` have counted since ``moment``; infinitely late where none ever count."""
        left = seconds
        reached = moment
        for start, end in self._from(moment):
            start_here = max(start, reached)
            if end <= start_here:
                continue
            if end - start_here >= left:
                return start_here + left
            left -= end - start_here
            reached = end
        return float("inf")

    def counted(self, day: date) -> float:
        """Seconds that count in the spans that begin on ``day``; where spans overlap, once."""
        total, reached = 0.0, float("-inf")
        for start, end in self._spans(day):
            total += max(0.0, end - max(start, reached))
            reached = max(reached, end)
        return total

    def _from(self, moment: float) -> Iterator[tuple[float, float]]:
        day = datetime.fromtimestamp(moment, self._zone()).date() - timedelta(days=1)
        for ahead in range(LONGEST):
            yield from self._spans(day + timedelta(days=ahead))

    def _spans(self, day: date) -> list[tuple[float, float]]:
        """The counted spans that begin on ``day``, in order."""
        known: dict[date, list[tuple[float, float]]] = self.__dict__.setdefault("_known", {})
        if day not in known:
            weekday = self._counts_as(day)
            found = [self._span(day, h) for h in self.hours if weekday in h.weekdays]
            known[day] = sorted(found)
        return known[day]

    def _counts_as(self, day: date) -> int | None:
        """The weekday whose hours hold on ``day``; None: none."""
        if day in self.off:
            return None
        if day in self.on:
            return day.weekday() if day.weekday() < _SATURDAY else 0
        if not self.holidays:
            return day.weekday()
        try:
            holiday = chinese_calendar.is_holiday(day)
            made_up = chinese_calendar.is_in_lieu(day)
            workday = chinese_calendar.is_workday(day)
        except NotImplementedError:
            return day.weekday()
        if workday:
            return day.weekday() if day.weekday() < _SATURDAY else 0
        plain_weekend = holiday and not made_up and chinese_calendar.get_holiday_detail(day)[1] is None
        return day.weekday() if plain_weekend else None

    def _span(self, day: date, hours: Hours) -> tuple[float, float]:
        zone = self._zone()
        start = datetime.combine(day, time.fromisoformat(hours.start), zone)
        end_day = day if hours.end > hours.start else day + timedelta(days=1)
        end = datetime.combine(end_day, time.fromisoformat(hours.end), zone)
        return start.timestamp(), end.timestamp()

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


_SATURDAY: Final = 5
