"""How often each rule opened an alert lately, for the list of rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, ClassVar

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from domains.alerts import permissions
from domains.alerts.tables import alerts
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers


class Tally(msgspec.Struct, frozen=True):
    """Alerts opened by each rule, by its code; a rule without any is not there."""

    counts: dict[str, int]


class CountByRule(Query, frozen=True, kw_only=True):
    """How many alerts each rule opened in the last days."""

    needs: ClassVar[Permission] = permissions.VIEW
    days: Annotated[int, Meta(ge=1, le=400)] = 30


@answers(CountByRule)
async def count_by_rule(caller: Caller, query: CountByRule, look: Look) -> Tally:
    """Those opened from so many days ago until now."""
    since = look.now - timedelta(days=query.days)
    counted = (
        sa.select(alerts.c.rule, sa.func.count())
        .where(alerts.c.tenant == caller.tenant, alerts.c.opened_at >= since)
        .group_by(alerts.c.rule)
    )
    return Tally({row[0]: int(row[1]) for row in await look.db.execute(counted)})
