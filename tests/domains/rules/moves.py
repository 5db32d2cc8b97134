"""Random changes of rules and calendars, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from domains.rules.commands import RestoreRule, SaveCalendar, SaveRule, SwitchRule
from domains.rules.queries.hours import ListCalendars
from domains.rules.queries.listing import ListRules
from hub.house import House
from realtime_rules.calendars import Calendar, Hours
from tests.domains.rules.desk import ADMIN, CALLED, changed

PLACES: tuple[Mapping[str, str], ...] = ({},)
"""The parts beside the tenant of the channel names to watch."""
HOURS = Hours(weekdays=(0, 1), start="08:00", end="12:00")


async def move(house: House, random: Random) -> None:
    """One random change; it may well be refused."""
    book = await house.dispatch.ask(ADMIN, ListRules())
    versions = {row.code: row.version for row in book.rules}
    code = random.choice((*sorted(versions), CALLED.code))
    kind = random.randrange(4)
    if kind == 0:
        await house.dispatch(ADMIN, SaveRule(rule=changed(), edition=versions.get(CALLED.code, 0)))
    elif kind == 1:
        await house.dispatch(ADMIN, SwitchRule(code=code, enabled=random.random() < 0.5))
    elif kind == 2:
        await house.dispatch(ADMIN, RestoreRule(code=code))
    else:
        known = await house.dispatch.ask(ADMIN, ListCalendars())
        edition = next((row.edition for row in known.calendars if row.code == "clinic"), 0)
        calendar = Calendar(hours=(HOURS,), holidays=random.random() < 0.5)
        await house.dispatch(ADMIN, SaveCalendar(code="clinic", name="门诊", calendar=calendar, edition=edition))
