"""Time is handed in. This is the one place where the wall clock is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Gives the present moment, in UTC."""


def system_clock() -> datetime:
    """The machine's time, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def shifted_clock(offset_file: Path) -> Clock:
    """A clock moved by the seconds written in ``offset_file``, read anew at each call (tests of long waits)."""

    def now() -> datetime:
        try:
            text = offset_file.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            text = ""
        return system_clock() + timedelta(seconds=float(text or 0))

    return now


def day_of(moment: datetime, time_zone: str) -> date:
    """The institution's calendar day at ``moment``; ``time_zone`` is an IANA name."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def next_midnight(moment: datetime, time_zone: str) -> datetime:
    """The first moment of the institution's next day, in UTC."""
    zone = ZoneInfo(time_zone)
    tomorrow = day_of(moment, time_zone) + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone).astimezone(UTC)
