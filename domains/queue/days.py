"""The institution's day as a span of moments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.clock import next_midnight


def day_bounds(now: datetime, time_zone: str) -> tuple[datetime, datetime]:
    """From the last midnight to the next one in ``time_zone``, in UTC."""
    until = next_midnight(now, time_zone)
    # A day may have 23 or 25 hours: the midnight before is the next one after a moment safely in yesterday.
    return next_midnight(until - timedelta(hours=36), time_zone), until


def bounds_of(day: date, time_zone: str) -> tuple[datetime, datetime]:
    """The first moment of ``day`` in ``time_zone`` and the first after it, in UTC."""
    return day_bounds(datetime.combine(day, time(12), tzinfo=ZoneInfo(time_zone)), time_zone)
