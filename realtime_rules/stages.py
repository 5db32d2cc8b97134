"""The stages between a finding and the people: one signature, and every decision has a named reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import msgspec

from hub.levels import RANK, Level
from realtime_rules.calendars import Calendar
from realtime_rules.findings import Finding
from realtime_rules.rule import Rule

FLOOD: Final = 20
"""So many groups of one rule told within ``FLOOD_SECONDS`` are a flood: the rest is told together."""
FLOOD_SECONDS: Final = 60
EVERYTHING: Final = "*"
"""The group of all alerts of a rule, in a flood."""


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """The open alert of the same rule and key, as far as stages look at it."""

    id: str
    level: Level
    shelved: bool = False


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps alerts from people for a time: of these rules (none: all) and this key (empty: all)."""

    id: str
    rules: tuple[str, ...]
    key: str
    watched: bool = True
    """False: out of service, nothing is even opened."""

    def matches(self, rule: str, key: str) -> bool:
        """Whether it is about this rule and key."""
        return (not self.rules or rule in self.rules) and (not self.key or self.key == key)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """When a group was told last, and when it will be next."""

    told_at: datetime | None = None
    due_at: datetime | None = None


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What is known around a wish: the open alert, what else is open on its key, silences, hours, groups."""

    now: datetime
    open: Open | None = None
    inhibitors: frozenset[str] = frozenset()
    silences: tuple[Silence, ...] = ()
    told: Told = Told()
    recent: int = 0
    hours: Calendar | None = None
    """When people are told of this rule at all; None: always."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A finding on its way to people."""

    finding: Finding
    rule: Rule
    level: Level
    group: str = ""
    due: datetime | None = None
    """When people are told; None while nobody has decided, and for ever when somebody decided against it."""


class Decision(NamedTuple):
    """What a stage decided, why, and whether the wish goes on."""

    wish: Wish
    reason: str
    goes_on: bool = True
    detail: Mapping[str, Any] = MappingProxyType({})


Stage = Callable[[Wish, Surroundings], Decision]


def in_service(wish: Wish, around: Surroundings) -> Decision:
    """What is out of service is not watched."""
    for silence in around.silences:
        if not silence.watched and silence.matches(wish.rule.code, wish.finding.key):
            return Decision(wish, "out_of_service", goes_on=False, detail={"silence": silence.id})
    return Decision(wish, "in_service")


def once(wish: Wish, around: Surroundings) -> Decision:
    """One open alert per rule and key: the same again is counted, and only a higher level is told again."""
    if around.open is None:
        return Decision(wish, "new")
    if RANK[wish.level] > RANK[around.open.level]:
        return Decision(wish, "higher_level", detail={"was": around.open.level})
    return Decision(wish, "already_open", goes_on=False, detail={"alert": around.open.id})


def shelved(wish: Wish, around: Surroundings) -> Decision:
    """Somebody has put it aside; a higher level takes it out again."""
    if around.open is not None and around.open.shelved and RANK[wish.level] <= RANK[around.open.level]:
        return Decision(wish, "shelved", goes_on=False)
    return Decision(wish, "not_shelved")


def silenced(wish: Wish, around: Surroundings) -> Decision:
    """A silence keeps it from people."""
    for silence in around.silences:
        if silence.watched and silence.matches(wish.rule.code, wish.finding.key):
            return Decision(wish, "silenced", goes_on=False, detail={"silence": silence.id})
    return Decision(wish, "not_silenced")


def inhibited(wish: Wish, around: Surroundings) -> Decision:
    """Something graver is open on the same key and says enough."""
    if around.inhibitors:
        return Decision(wish, "inhibited", goes_on=False, detail={"by": sorted(around.inhibitors)})
    return Decision(wish, "not_inhibited")


def grouped(wish: Wish, around: Surroundings) -> Decision:
    """When its group is told: the first after ``wait``, later ones after ``interval``; in a flood all together."""
    grouping = wish.rule.group
    flood = around.recent >= FLOOD and wish.group == EVERYTHING
    interval = max(grouping.interval, FLOOD_SECONDS) if flood else grouping.interval
    if around.open is not None:
        # It got graver: that waits for no interval.
        return Decision(_due(wish, around.now), "graver")
    if around.told.due_at is not None and around.told.due_at > around.now:
        return Decision(_due(wish, around.told.due_at), "joins_group")
    if around.told.told_at is None:
        return Decision(_due(wish, around.now + timedelta(seconds=grouping.wait)), "first_of_group")
    soonest = around.told.told_at + timedelta(seconds=interval)
    if soonest > around.now:
        return Decision(_due(wish, soonest), "flood" if flood else "group_interval")
    return Decision(_due(wish, around.now + timedelta(seconds=grouping.wait)), "group_again")


def in_hours(wish: Wish, around: Surroundings) -> Decision:
    """Outside the rule's hours people are left alone until they begin; hours that never do keep nothing back."""
    if around.hours is None or wish.due is None:
        return Decision(wish, "any_time")
    due = wish.due.timestamp()
    opens = around.hours.later(due, 0)
    if due < opens < float("inf"):
        return Decision(_due(wish, datetime.fromtimestamp(opens, wish.due.tzinfo)), "outside_hours")
    return Decision(wish, "within_hours")


STAGES: Final[tuple[Stage, ...]] = (in_service, once, shelved, silenced, inhibited, grouped, in_hours)


def decide(
    wish: Wish, around: Surroundings, stages: Sequence[Stage] = STAGES
) -> tuple[Wish, list[tuple[str, Decision]]]:
    """Send a wish through the stages; gives what became of it and every decision by its stage's name."""
    trace: list[tuple[str, Decision]] = []
    for stage in stages:
        decision = stage(wish, around)
        trace.append((stage.__name__, decision))
        wish = decision.wish
        if not decision.goes_on:
            return _due(wish, None), trace
    return wish, trace


def inhibitors_of(rules: Mapping[str, Rule], code: str, there: Iterable[str]) -> frozenset[str]:
    """Which of the rules that have an open alert ``there`` inhibit this one; a rule never inhibits itself."""
    return frozenset(other for other in there if other != code and code in rules[other].inhibits)


def group_of(rule: Rule, finding: Finding, recent: int, level: Level) -> str:
    """The name of the group that a finding belongs to; in a flood all of a rule, but never what is of high priority."""
    if recent >= FLOOD and RANK[level] < RANK[Level.HIGH]:
        return EVERYTHING
    return "|".join(finding.key if name == "key" else str(finding.event.get(name, "")) for name in rule.group.by)


def _due(wish: Wish, due: datetime | None) -> Wish:
    return msgspec.structs.replace(wish, due=due)
