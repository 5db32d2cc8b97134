"""What rules can be about, in plain words; the calendars; and what the requirements name."""

from __future__ import annotations

from datetime import date

import pytest

from domains.rules.commands import SaveCalendar
from domains.rules.errors import CalendarChangedElsewhere, NoHours
from domains.rules.facts import conditions
from domains.rules.labels import FACTS
from domains.rules.places import VALUES, kind_of
from domains.rules.queries.hours import ListCalendars, PreviewCalendar
from domains.rules.queries.wanted import ListRequired
from domains.rules.queries.words import ShowVocabulary
from hub.house import House
from realtime_rules.calendars import Calendar, Hours
from realtime_rules.triggers import Trigger
from tests.domains.rules.desk import ADMIN, HEAD, changed, save

CLINIC = Calendar(hours=(Hours(weekdays=(0, 1, 2, 3, 4), start="08:00", end="12:00"),), off=(date(2026, 3, 3),))


async def test_every_fact_of_the_house_can_be_chosen_by_a_plain_name(house: House) -> None:
    words = await house.dispatch.ask(HEAD, ShowVocabulary())
    named = {one.fact: one for one in words.facts}
    assert set(named) == set(conditions().facts)
    unnamed = [tag for tag, one in named.items() if one.zh == tag]
    assert unnamed == []
    assert set(FACTS) <= set(named)
    called = named["queue.ticket_called"]
    assert (called.zh, called.room_zh) == ("叫号", "叫号")
    fields = {one.name: one for one in called.fields}
    assert (fields["event.calls"].zh, fields["event.calls"].type) == ("呼叫次数", "int")
    assert ">=" in fields["event.calls"].operators
    assert "room_id" in called.names


async def test_roles_are_offered_once_by_the_name_that_rules_use(house: House) -> None:
    words = await house.dispatch.ask(HEAD, ShowVocabulary())
    assert {"head", "admin"} <= {one.id for one in words.roles}
    assert len({one.name for one in words.roles}) == len(words.roles)
    assert {one.measure for one in words.measures} >= {"rules.not_in_effect"}


def test_what_every_kind_of_trigger_saw_has_names() -> None:
    kinds = {kind.__struct_config__.tag for kind in Trigger.__args__}
    assert set(VALUES) == kinds - {"scheduled"}
    assert kind_of(changed().trigger) == "happened"


async def test_a_calendar_is_changed_for_the_institution_and_says_who_goes_by_it(house: House) -> None:
    await house.dispatch(ADMIN, SaveCalendar(code="clinic", name="门诊", calendar=CLINIC))
    await save(house, changed(calendar="clinic"))
    rows = {row.code: row for row in (await house.dispatch.ask(HEAD, ListCalendars())).calendars}
    assert (rows["clinic"].name, rows["clinic"].edition, rows["clinic"].rules) == ("门诊", 1, ("T-CALLED",))
    assert (rows["night"].shipped, rows["night"].edition) == (True, 0)
    for edition in (0, 2):
        with pytest.raises(CalendarChangedElsewhere):
            await house.dispatch(ADMIN, SaveCalendar(code="clinic", name="x", calendar=CLINIC, edition=edition))
    saved = await house.dispatch(ADMIN, SaveCalendar(code="clinic", name="x", calendar=CLINIC, edition=1))
    assert saved.version == 2
    with pytest.raises(NoHours):
        await house.dispatch(ADMIN, SaveCalendar(code="none", name="x", calendar=Calendar(hours=())))


async def test_the_year_shows_hours_holidays_and_own_days(house: House) -> None:
    year = await house.dispatch.ask(HEAD, PreviewCalendar(calendar=CLINIC, year=2026))
    hours = {date.fromordinal(date(2026, 1, 1).toordinal() + n): count for n, count in enumerate(year.hours)}
    assert len(hours) == 365
    assert hours[date(2026, 3, 2)] == 4.0
    assert hours[date(2026, 3, 3)] == 0.0  # the institution's own day off
    assert hours[date(2026, 3, 7)] == 0.0  # a Saturday
    assert hours[date(2026, 10, 1)] == 0.0  # the National Day


async def test_every_warning_of_the_requirements_has_a_rule_a_room_or_a_reason(house: House) -> None:
    found = await house.dispatch.ask(HEAD, ListRequired())
    assert len(found.required) >= 170
    for one in found.required:
        told = [bool(one.rule), bool(one.by_zh and one.by_en), bool(one.reason_zh and one.reason_en)]
        assert told.count(True) == 1, one
    built = {one.code: one.rule for one in found.required if one.rule}
    assert built["W-PC-55"] == "W-PC-55"
    assert {f"W-QC-{n}" for n in (24, 34, 35, 36, 37)} <= set(built)
    assert "W-QC-04" in found.working
    rooms = {one.code: one.by_zh for one in found.required if one.by_zh}
    assert set(rooms) == {"W-PC-26", "W-SS-01", "W-SS-02", "W-SS-03"}
    assert rooms["W-PC-26"].startswith("消息中心")
    assert "W-PC-57" not in found.working  # the demo's hospital system speaks once only
