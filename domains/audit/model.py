"""The chain: what a link is made of, and the time spans that logs are asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

Span = Literal["7d", "1m", "3m", "custom"]

SPANS: Final = {"7d": timedelta(days=7), "1m": timedelta(days=30), "3m": timedelta(days=90)}
"""The last 7 days, the last month, the last three months."""

FIRST: Final = b"\0" * 32
"""What the first link binds to."""


class Entry(msgspec.Struct, frozen=True):
    """One entry as it is sealed: every column."""

    id: str
    tenant: str
    actor: str
    command: str
    body: bytes
    cause: str | None
    trace: str
    address: str | None
    at: datetime
    outcome: str


def link(previous: bytes, entry: Entry, digest: Callable[..., bytes]) -> bytes:
    """The link of ``entry`` after ``previous``: the digest of the one before and of the entry as JSON (UTF-8)."""
    return digest(previous, msgspec.json.encode(entry))


def before(entry_id: str, milliseconds: int) -> str:
    """The id (UUIDv7: 48 bits of milliseconds first) that an entry made so much earlier would begin with."""
    made = int(entry_id.replace("-", "")[:12], 16)
    earlier = f"{max(0, made - milliseconds):012x}"
    return f"{earlier[:8]}-{earlier[8:]}"


def period(span: Span, since: datetime | None, until: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """From when to when; the bounds of one's own choice count only with ``custom``, where none means open."""
    if span == "custom":
        return since or datetime.min.replace(tzinfo=now.tzinfo), until or now
    return now - SPANS[span], now
