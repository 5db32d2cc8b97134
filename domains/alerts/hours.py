"""Within which hours people are told: of a rule, or of one step of its escalation."""

from __future__ import annotations

import math
from datetime import datetime

from domains.access.public import institution
from domains.rules.public import calendar_of
from hub.commands import Tx
from realtime_rules.calendars import Calendar


async def hours_of(tx: Tx, calendar: str) -> Calendar:
    """The institution's calendar of this code, in its own time zone; raises ``KeyError`` for one that is not there."""
    tenant = tx.caller.tenant
    return await calendar_of(tx.db, tenant, calendar, (await institution(tx.db, tenant)).time_zone)


async def opens(tx: Tx, calendar: str) -> datetime:
    """When these hours begin next, or now, where they have begun. What never begins keeps nobody from knowing."""
    if not calendar:
        return tx.now
    moment = (await hours_of(tx, calendar)).later(tx.now.timestamp(), 0)
    return tx.now if math.isinf(moment) else datetime.fromtimestamp(moment, tx.now.tzinfo)
