"""Each stage by itself: what stops a wish, why, and when people are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from hub.levels import Level
from realtime_rules.calendars import Calendar, Hours
from realtime_rules.findings import Finding
from realtime_rules.rule import Grouping, Rule
from realtime_rules.stages import (
    EVERYTHING,
    FLOOD,
    Open,
    Silence,
    Surroundings,
    Told,
    Wish,
    decide,
    group_of,
    inhibitors_of,
)
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
RULE = Rule(
    code="R",
    zh="规则",
    en="rule",
    trigger=Happened(on=Step(fact="t.on")),
    level=Level.MEDIUM,
    says_zh="",
    says_en="",
    group=Grouping(by=("key",), wait=0, interval=300),
)
FOUND = Finding(tenant="t", rule="R", version=1, key="p1", window="w", holds=True, at=0.0, event={"ward": "ICU"})


def wish(level: Level = Level.MEDIUM, **rule: Any) -> Wish:
    return Wish(finding=FOUND, rule=msgspec.structs.replace(RULE, **rule), level=level, group="p1")


def reasons(one: Wish, **around: Any) -> tuple[list[str], datetime | None]:
    decided, trace = decide(one, Surroundings(now=NOW, **around))
    return [decision.reason for _, decision in trace], decided.due


def test_what_is_new_is_told_at_once_and_every_stage_says_why() -> None:
    names, due = reasons(wish())
    assert names == ["in_service", "new", "not_shelved", "not_silenced", "not_inhibited", "first_of_group", "any_time"]
    assert due == NOW


def test_the_same_again_is_counted_and_a_higher_level_told_anew() -> None:
    again = Open(id="a", level=Level.MEDIUM)
    assert reasons(wish(), open=again) == (["in_service", "already_open"], None)
    names, due = reasons(wish(Level.HIGH), open=again, told=Told(told_at=NOW - timedelta(seconds=1)))
    assert (names[1], names[-2], due) == ("higher_level", "graver", NOW)


def test_shelved_stays_shelved_unless_it_gets_graver() -> None:
    put_aside = Open(id="a", level=Level.LOW, shelved=True)
    assert reasons(wish(Level.MEDIUM), open=put_aside)[1] == NOW
    assert reasons(wish(Level.LOW), open=put_aside)[1] is None


@pytest.mark.parametrize(
    ("rules", "key", "stopped"), [((), "", True), (("R",), "p1", True), (("X",), "", False), ((), "p2", False)]
)
def test_a_silence_stops_what_it_names(rules: tuple[str, ...], key: str, stopped: bool) -> None:  # noqa: FBT001
    silence = Silence(id="s", rules=rules, key=key)
    names, due = reasons(wish(), silences=(silence,))
    assert ("silenced" in names, due is None) == (stopped, stopped)


def test_out_of_service_is_not_even_opened() -> None:
    assert reasons(wish(), silences=(Silence(id="s", rules=(), key="p1", watched=False),))[0] == ["out_of_service"]


def test_something_graver_says_enough_but_a_rule_never_inhibits_itself() -> None:
    assert reasons(wish(), inhibitors=frozenset({"G"}))[0][-1] == "inhibited"
    rules = {code: msgspec.structs.replace(wish().rule, code=code, inhibits=("R",)) for code in ("G", "R")}
    assert inhibitors_of(rules, "R", {"G", "R"}) == {"G"}
    assert inhibitors_of(rules, "X", {"G", "R"}) == frozenset()


def test_more_of_a_group_waits_for_the_interval_and_joins_who_waits() -> None:
    a_minute_ago = NOW - timedelta(seconds=60)
    names, due = reasons(wish(), told=Told(told_at=a_minute_ago))
    assert (names[-2], due) == ("group_interval", NOW + timedelta(seconds=240))
    soon = NOW + timedelta(seconds=10)
    joins = [*names[:-2], "joins_group", "any_time"]
    assert reasons(wish(), told=Told(told_at=a_minute_ago, due_at=soon)) == (joins, soon)
    long_ago = NOW - timedelta(hours=1)
    waits = wish(group=Grouping(by=("key",), wait=30))
    assert reasons(waits, told=Told(told_at=long_ago))[1] == NOW + timedelta(seconds=30)


def test_outside_the_hours_one_waits_for_them_and_hours_that_never_begin_keep_nothing_back() -> None:
    nine = Calendar(hours=(Hours(weekdays=(0, 1, 2, 3, 4), start="08:00", end="12:00"),))  # NOW is Monday, 09:00
    names, due = reasons(wish(), hours=nine)
    assert (names[-1], due) == ("within_hours", NOW)
    evening = msgspec.structs.replace(nine, hours=(Hours(weekdays=(0,), start="20:00", end="22:00"),))
    names, due = reasons(wish(), hours=evening)
    assert (names[-1], due) == ("outside_hours", NOW + timedelta(hours=11))
    never = msgspec.structs.replace(nine, hours=())
    assert reasons(wish(), hours=never)[1] == NOW


def test_a_flood_is_one_group_but_never_what_is_of_high_priority() -> None:
    assert group_of(RULE, FOUND, FLOOD - 1, Level.LOW) == "p1"
    assert group_of(RULE, FOUND, FLOOD, Level.LOW) == EVERYTHING
    assert group_of(RULE, FOUND, FLOOD, Level.HIGH) == "p1"
    by_ward = msgspec.structs.replace(RULE, group=Grouping(by=("ward",)))
    assert group_of(by_ward, FOUND, 0, Level.LOW) == "ICU"
