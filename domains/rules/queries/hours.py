"""The calendars: when time counts, who made them, and how a year of one looks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from domains.access.public import institution
from domains.rules import permissions, store
from domains.rules.book import in_force
from domains.rules.calendars import SHIPPED
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from realtime_rules.calendars import Calendar


class CalendarRow(msgspec.Struct, frozen=True):
    """A calendar; ``edition`` 0: nobody has changed it here. ``rules``: the codes of those that go by it."""

    code: str
    name: str
    calendar: Calendar
    edition: int
    shipped: bool
    rules: tuple[str, ...]


class Calendars(msgspec.Struct, frozen=True):
    """All calendars of the institution by code."""

    calendars: tuple[CalendarRow, ...]


class ListCalendars(Query, frozen=True, kw_only=True):
    """All calendars of the institution."""

    needs: ClassVar[Permission] = permissions.VIEW


class Year(msgspec.Struct, frozen=True):
    """Hours that count on each day of the year, from the first of January."""

    year: int
    hours: tuple[float, ...]


class PreviewCalendar(Query, frozen=True, kw_only=True):
    """How a year of this calendar looks, saved or not."""

    needs: ClassVar[Permission] = permissions.VIEW
    calendar: Calendar
    year: Annotated[int, Meta(ge=2000, le=2100)]


@answers(ListCalendars)
async def list_calendars(caller: Caller, _: ListCalendars, look: Look) -> Calendars:
    """The shipped ones as the institution changed them, and its own."""
    used: dict[str, list[str]] = {}
    for code, rule in sorted((await in_force(look.db, caller.tenant)).items()):
        for calendar in sorted({rule.calendar, rule.hours, *(wait.calendar for wait in rule.escalation)} - {""}):
            used.setdefault(calendar, []).append(code)
    found = {code: (name, calendar, 0) for code, (name, calendar) in SHIPPED.items()}
    for row in await store.calendars_of(look.db, caller.tenant):
        found[row.code] = (row.name, msgspec.convert(row.spec, Calendar), row.v)
    return Calendars(
        tuple(
            CalendarRow(code, name, calendar, edition, code in SHIPPED, tuple(used.get(code, ())))
            for code, (name, calendar, edition) in sorted(found.items())
        )
    )


@answers(PreviewCalendar)
async def preview_calendar(caller: Caller, query: PreviewCalendar, look: Look) -> Year:
    """Days are the institution's; a span that goes over midnight counts for the day on which it begins."""
    zone = (await institution(look.db, caller.tenant)).time_zone
    calendar = msgspec.structs.replace(query.calendar, zone=zone)
    first = date(query.year, 1, 1)
    days = (date(query.year + 1, 1, 1) - first).days
    return Year(query.year, tuple(calendar.counted(first + timedelta(days=n)) / 3600 for n in range(days)))
