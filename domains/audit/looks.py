"""How many different records with personal data each account has looked at within the last hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import names
from hub.commands import Answer, name_of
from hub.db import audit
from hub.module import discover
from realtime_rules.ports import Measure, Row

HOUR: Final = timedelta(hours=1)
ENTRIES: Final = 100_000
"""The newest entries of the hour; a place with more of them is looked at over a shorter time."""
MOST: Final = 100
"""The busiest accounts; a rule is not about the others."""


async def _read(db: AsyncConnection, tenant: str, now: datetime) -> list[Row]:
    """Of each kind of question the different ones count, and of all kinds the one with most of them.

    So whoever opens a patient's registration, orders and papers has looked at one patient, and a page that renews
    itself asks the same again.
    """
    recent = sa.select(audit).where(audit.c.tenant == tenant, audit.c.at > now - HOUR, audit.c.at <= now)
    newest = recent.order_by(audit.c.at.desc()).limit(ENTRIES).subquery().c
    asked = sa.select(newest.actor, newest.command, sa.func.md5(newest.body).label("what")).distinct()
    different = asked.where(newest.command.in_(_personal()), newest.outcome == "").subquery()
    kinds = sa.select(different.c.actor, sa.func.count().label("records"))
    by_kind = kinds.group_by(different.c.actor, different.c.command).subquery()
    records = sa.func.max(by_kind.c.records).label("records")
    most = sa.select(by_kind.c.actor, records).group_by(by_kind.c.actor).order_by(records.desc(), by_kind.c.actor)
    found = list(await db.execute(most.limit(MOST)))
    called = await names(db, tenant, [row.actor for row in found])
    return [Row(row.actor, {"who": called.get(row.actor, row.actor), "records": row.records}) for row in found]


@lru_cache(maxsize=1)
def _personal() -> tuple[str, ...]:
    """The questions of which it is written down who asked them."""
    return tuple(sorted(name_of(one.asks) for one in discover().of(Answer) if one.asks.personal))


measure: Final = Measure(
    name="audit.looks",
    zh="每人一小时内查看的个人信息数",
    en="Personal records that each account looked at within an hour",
    fields={"who": str, "records": int},
    read=_read,
)
