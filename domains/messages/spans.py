"""The time spans that the log is asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

Span = Literal["7d", "1m", "3m", "custom"]
SPANS: Final = {"7d": timedelta(days=7), "1m": timedelta(days=30), "3m": timedelta(days=90)}


def period(span: Span, since: datetime | None, until: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """From when to when; the bounds of one's own choice count only with ``custom``, where none means open."""
    if span == "custom":
        return since or datetime.min.replace(tzinfo=now.tzinfo), until or now
    return now - SPANS[span], now
