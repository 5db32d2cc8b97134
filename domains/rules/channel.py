"""Pages hear that a rule or calendar of the institution has changed, and ask anew under their own rights."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Row, Touch
from domains.rules import permissions
from domains.rules.events import CalendarChanged, RuleChanged
from domains.rules.tables import calendars, own

RULE: Final = "rule."
CALENDAR: Final = "calendar."


class Changed(msgspec.Struct, frozen=True):
    """A rule or calendar was changed here, and is there in this version."""

    code: str
    version: int


async def _rows(db: AsyncConnection, place: Place, _: datetime, keys: Collection[str] | None) -> list[Row]:
    newest = sa.select(own.c.code, sa.func.max(own.c.version).label("v")).where(own.c.tenant == place.tenant)
    hours = sa.select(calendars.c.code, calendars.c.v).where(calendars.c.tenant == place.tenant)
    if keys is not None:
        newest = newest.where(own.c.code.in_(_codes(keys, RULE)))
        hours = hours.where(calendars.c.code.in_(_codes(keys, CALENDAR)))
    found = [_row(RULE, row) for row in await db.execute(newest.group_by(own.c.code))]
    return found + [_row(CALENDAR, row) for row in await db.execute(hours)]


def _codes(keys: Collection[str], kind: str) -> list[str]:
    return [key.removeprefix(kind) for key in keys if key.startswith(kind)]


def _row(kind: str, row: Any) -> Row:
    return Row(f"{kind}{row.code}", row.v, Changed(row.code, row.v))


def _touches(fact: RuleChanged | CalendarChanged) -> Iterable[Touch]:
    yield Touch({}, f"{RULE if isinstance(fact, RuleChanged) else CALENDAR}{fact.code}")


book: Final = Channel(
    pattern="rules-book:{tenant}",
    needs=permissions.VIEW,
    facts=(RuleChanged, CalendarChanged),
    touches=_touches,
    rows=_rows,
)
