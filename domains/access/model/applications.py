"""Applications that an institution was granted: on what terms, and how they stand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

Status = Literal["not_opened", "normal", "to_renew", "expired"]
"""未开通, 正常, 待续期, 已过期."""
Payment = Literal["trial", "yearly", "monthly", "once", "free"]
"""How it is paid for: on trial, by the year, by the month, once for good, not at all."""
Told = Literal["", "to_renew", "expired"]
"""Of what the administrators have been reminded already."""

REMINDED: Final = timedelta(days=90)
"""An application with no more than this left is to be renewed."""


class Terms(msgspec.Struct, frozen=True):
    """How it is paid for (``amount`` in fen), from which day to which (included; None: for good), and the set-up."""

    payment: Payment
    amount: Annotated[int, Meta(ge=0, le=10**12)]
    starts: date
    ends: date | None = None
    note: Annotated[str, Meta(max_length=500)] = ""


def end_of(day: date | None, time_zone: str) -> datetime | None:
    """The first moment after an institution's day; None: never."""
    if day is None:
        return None
    after = day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def standing(ends_at: datetime | None, now: datetime) -> Status:
    """How an opened application stands: to be renewed from 90 days before its end, expired from its end on."""
    if ends_at is None:
        return "normal"
    if ends_at <= now:
        return "expired"
    return "to_renew" if ends_at - now <= REMINDED else "normal"


def days_left(ends_at: datetime | None, now: datetime) -> int | None:
    """Days until the end, the last one included (0: it is over); None when there is no end."""
    return None if ends_at is None else max(0, -(-(ends_at - now) // timedelta(days=1)))


def next_reminder(ends_at: datetime | None, told: Told) -> datetime | None:
    """When the administrators have to be told next; None: never again on these terms."""
    if ends_at is None or told == "expired":
        return None
    return ends_at if told == "to_renew" else ends_at - REMINDED
