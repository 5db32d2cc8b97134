"""Moments, time spans and time zones as they are written in a condition.

Python counts microseconds, CEL nanoseconds: what Python cannot hold exactly is left to the reference
(``exact`` is false).
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

MOST_SECONDS: Final = 315_576_000_000
"""The longest duration CEL has, ten thousand years."""

_MOMENT: Final = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?P<part>\.[0-9]{1,9})?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})"
)
_SPAN: Final = re.compile(r"(?P<minus>[-+])?(?P<parts>(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:h|ms|m|s|us|ns))+|0)")
_PART: Final = re.compile(r"(?P<number>[0-9.]+)(?P<unit>h|ms|m|s|us|ns)")
_OFFSET: Final = re.compile(r"(?P<minus>[-+])?(?P<hours>[0-9]{1,2}):(?P<minutes>[0-9]{2})")
_MICROSECONDS: Final = {
    "h": Fraction(3_600_000_000),
    "m": Fraction(60_000_000),
    "s": Fraction(1_000_000),
    "ms": Fraction(1_000),
    "us": Fraction(1),
    "ns": Fraction(1, 1_000),
}
_DIGITS: Final = 7
"""A point and six digits: as fine as Python's times are."""
_HOURS: Final = 14
_MINUTES: Final = 60


class Moment(NamedTuple):
    """A point in time, UTC."""

    value: dt.datetime
    exact: bool


class TimeSpan(NamedTuple):
    """A length of time."""

    value: dt.timedelta
    exact: bool


def moment(text: str) -> Moment | None:
    """The RFC 3339 time in ``text``; nothing if it is none."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    part = found["part"] or ""
    try:
        value = dt.datetime.fromisoformat(found["date"] + part[:_DIGITS] + found["zone"]).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(value, not part[_DIGITS:].strip("0"))


def time_span(text: str) -> TimeSpan | None:
    """The duration in ``text`` (``1h30m``); nothing if it is none or out of CEL's range."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    parts = _PART.finditer(found["parts"])
    total = sum((Fraction(part["number"]) * _MICROSECONDS[part["unit"]] for part in parts), Fraction(0))
    if total > MOST_SECONDS * 1_000_000:
        return None
    whole = int(total)
    value = dt.timedelta(microseconds=-whole if found["minus"] == "-" else whole)
    return TimeSpan(value, whole == total)


@lru_cache(maxsize=64)
def zone(text: str) -> dt.tzinfo | None:
    """The time zone ``text`` names (``Asia/Shanghai`` or ``+08:00``); nothing if there is none."""
    offset = _OFFSET.fullmatch(text)
    if offset is not None:
        hours, minutes = int(offset["hours"]), int(offset["minutes"])
        if hours > _HOURS or minutes >= _MINUTES:
            return None
        distance = dt.timedelta(hours=hours, minutes=minutes)
        return dt.timezone(-distance if offset["minus"] == "-" else distance)
    try:
        return zoneinfo.ZoneInfo(text) if text else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def as_duration(value: dt.timedelta) -> str:
    """``value`` as CEL writes a duration, in seconds."""
    micros = value // dt.timedelta(microseconds=1)
    sign = "-" if micros < 0 else ""
    return f"{sign}{abs(micros) // 1_000_000}.{abs(micros) % 1_000_000:06d}s"
