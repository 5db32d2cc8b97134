"""How many alerts wait for whom: for each person, and for each post (role) that rules tell (QC-158)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import names, role_names
from domains.alerts.tables import alerts, steps
from domains.rules.public import rules_of
from realtime_rules.ports import Measure, Row

RULE: Final = "W-QC-38"
"""The rule over this measure; its own alerts do not count, or the pile would feed itself."""


async def _read(db: AsyncConnection, tenant: str, _: datetime) -> list[Row]:
    """An alert waits for whoever has it; while nobody has, for all who were told and for the posts that its rule tells.

    What was put aside waits for nobody.
    """
    here = alerts.c.tenant == tenant, alerts.c.open, alerts.c.shelved_until.is_(None), alerts.c.rule != RULE
    waiting = list(await db.execute(sa.select(alerts.c.id, alerts.c.rule, alerts.c.owner).where(*here)))
    told = await _told(db, tenant)
    rules = await rules_of(db, tenant)
    people, posts = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for row in waiting:
        for account in [row.owner] if row.owner is not None else told.get(row.id, ()):
            people[account].add(row.id)
        if row.owner is None and row.rule in rules:
            for recipient in rules[row.rule].to:
                if recipient.kind == "role":
                    posts[recipient.name].add(row.id)
    called, roles = await names(db, tenant, people), await role_names(db, tenant)
    return [
        *(_row("person", account, called.get(account, account), len(ids)) for account, ids in sorted(people.items())),
        *(_row("post", role, roles.get(role, role), len(ids)) for role, ids in sorted(posts.items())),
    ]


async def _told(db: AsyncConnection, tenant: str) -> dict[str, set[str]]:
    account = sa.func.jsonb_array_elements_text(steps.c.detail["to"]).label("account")
    query = (
        sa.select(steps.c.alert_id, account)
        .join(alerts, sa.and_(alerts.c.tenant == steps.c.tenant, alerts.c.id == steps.c.alert_id))
        .where(steps.c.tenant == tenant, steps.c.step == "told", alerts.c.open, alerts.c.owner.is_(None))
    )
    found: dict[str, set[str]] = {}
    for row in await db.execute(query.distinct()):
        found.setdefault(row.alert_id, set()).add(row.account)
    return found


def _row(kind: str, name: str, who: str, count: int) -> Row:
    return Row(f"{kind}:{name}", {"kind": kind, "who": who, "open": count})


measure: Final = Measure(
    name="alerts.piles",
    zh="每人、每岗位未处理的预警数",
    en="Open alerts of each person and post",
    fields={"kind": str, "who": str, "open": int},
    read=_read,
)
