"""Whether a rule can work: its conditions, times, measure, fields, words, calendar and recipients."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import role_names
from domains.rules import store
from domains.rules.calendars import SHIPPED
from domains.rules.errors import WrongRule
from domains.rules.facts import conditions, fields_of, has, measures
from domains.rules.places import VALUES, kind_of, limits_of, paths_of, steps_of
from hub.errors import FieldError, HubError
from realtime_rules.cel import ConditionError
from realtime_rules.rule import Recipient, Rule
from realtime_rules.timetable import WrongCron, times
from realtime_rules.triggers.reading import Reading
from realtime_rules.triggers.scheduled import Scheduled

UNFINISHED: Final = "?"
"""What the visual editor writes for a condition with a value that is missing or does not fit."""
_WORDS: Final = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")


class Wrong(msgspec.Struct, frozen=True):
    """What is wrong with one part of a rule, by its place (``trigger.on.when``), in both languages."""

    field: str
    zh: str
    en: str


async def check(db: AsyncConnection, tenant: str, rule: Rule) -> None:
    """Raises ``WrongRule`` with everything that is wrong, field by field."""
    found = await problems(db, tenant, rule)
    if found:
        fields = tuple(FieldError(one.field, f"{one.zh} / {one.en}") for one in found)
        raise WrongRule("; ".join(one.message for one in fields), fields)


async def problems(db: AsyncConnection, tenant: str, rule: Rule) -> list[Wrong]:
    """Everything that is wrong with a rule, in the order of the form."""
    found = [*_of_steps(rule), *_of_trigger(rule), *_of_words(rule)]
    found += _of_people(rule, await role_names(db, tenant))
    return found + await _of_calendar(db, tenant, rule)


def _of_steps(rule: Rule) -> Iterator[Wrong]:
    for place, step in steps_of(rule.trigger):
        if not step.fact:
            yield Wrong(f"{place}.fact", "请选择事件", "choose a fact")
        elif step.fact not in conditions().facts:
            yield Wrong(f"{place}.fact", f"没有事件 {step.fact}", f"there is no fact {step.fact}")
        elif step.when:
            yield from _condition(f"{place}.when", step.when, _reader(step.fact))


def _reader(fact: str) -> Callable[[str], Any]:
    return lambda text: conditions().over_fact(text, fact)


def _of_trigger(rule: Rule) -> Iterator[Wrong]:
    trigger = rule.trigger
    for limit in limits_of(trigger):
        if limit.value < limit.least:
            yield Wrong(limit.field, f"至少为 {limit.least:g}", f"at least {limit.least:g}")
    for place, fact, path in paths_of(trigger):
        if not _known(fact, path):
            yield _no_field(place, path, fact)
    if isinstance(trigger, Scheduled):
        yield from _of_schedule(trigger)
    if isinstance(trigger, Reading):
        yield from _of_reading(trigger)
    for _, step in steps_of(trigger):
        yield from (_no_field("key", path, step.fact) for path in rule.key if not _known(step.fact, path))


def _known(fact: str, path: str) -> bool:
    """Whether the fact has the field; of a fact that nobody declares that has been said already."""
    return fact not in conditions().facts or has(fields_of(fact), path)


def _of_schedule(trigger: Scheduled) -> Iterator[Wrong]:
    try:
        times(trigger.cron, "Asia/Shanghai")
    except (WrongCron, ValueError) as error:
        yield Wrong("trigger.cron", f"时间表达式有误：{error}", f"not a cron expression: {error}")
    measure = measures().get(trigger.measure)
    if measure is None:
        yield Wrong("trigger.measure", f"没有指标 {trigger.measure}", f"there is no measure {trigger.measure}")
    elif trigger.when:
        yield from _condition("trigger.when", trigger.when, lambda t: conditions().over_row(t, measure))


def _of_reading(trigger: Reading) -> Iterator[Wrong]:
    fact = trigger.on.fact
    measured = {one.fact for one in conditions().metrics.values()}
    if fact in conditions().facts and fact not in measured:
        yield Wrong("trigger.on.fact", "请选择一个指标的读数", "choose the readings of one metric")
    elif fact in measured and not trigger.on.when:
        yield Wrong("trigger.on.when", "请填写条件", "give a condition")
    elif fact in measured and trigger.until:
        yield from _condition("trigger.until", trigger.until, _reader(fact))


def _of_words(rule: Rule) -> Iterator[Wrong]:
    for number, grade in enumerate(rule.grades):
        yield from _condition(f"grades.{number}.when", grade.when, conditions().over_finding)
    for place, text in (("says_zh", rule.says_zh), ("says_en", rule.says_en)):
        for name in _WORDS.findall(text):
            if not _may_say(rule, name):
                yield Wrong(place, f"没有可填入的内容 {{{name}}}", f"there is nothing to fill in for {{{name}}}")
    for name in rule.group.by:
        if name != "key" and not _some_fact_has(rule, name):
            yield _no_field("group.by", name, "")


def _may_say(rule: Rule, name: str) -> bool:
    whole, _, rest = name.partition(".")
    if whole == "event":
        return _some_fact_has(rule, rest)
    if whole != "values":
        return name == "key"
    if isinstance(rule.trigger, Scheduled):
        measure = measures().get(rule.trigger.measure)
        return measure is None or rest in measure.fields
    return rest.partition(".")[0] in VALUES[kind_of(rule.trigger)]


def _some_fact_has(rule: Rule, path: str) -> bool:
    return any(_known(step.fact, path) for _, step in steps_of(rule.trigger))


def _of_people(rule: Rule, roles: dict[str, str]) -> Iterator[Wrong]:
    if rule.rounds and not (rule.escalation and rule.escalation[-1].after):
        yield Wrong("rounds", "请先填写升级步骤及其时间", "give the steps of the escalation and their times first")
    people = [("to", rule.to), ("otherwise", rule.otherwise)]
    people += [(f"escalation.{n}.to", wait.to) for n, wait in enumerate(rule.escalation)]
    for place, recipients in people:
        for number, one in enumerate(recipients):
            yield from _of_recipient(rule, f"{place}.{number}", one, roles)


def _of_recipient(rule: Rule, place: str, one: Recipient, roles: dict[str, str]) -> Iterator[Wrong]:
    if one.kind == "role" and one.name not in roles:
        yield Wrong(f"{place}.name", f"没有角色 {one.name}", f"there is no role {one.name}")
    if one.kind == "field" and not _some_fact_has(rule, one.name):
        yield _no_field(f"{place}.name", one.name, "")
    if one.department and not _some_fact_has(rule, one.department):
        yield _no_field(f"{place}.department", one.department, "")


async def _of_calendar(db: AsyncConnection, tenant: str, rule: Rule) -> list[Wrong]:
    named = {"calendar": rule.calendar, "hours": rule.hours}
    named |= {f"escalation.{n}.calendar": wait.calendar for n, wait in enumerate(rule.escalation)}
    asked = {place: code for place, code in named.items() if code and code not in SHIPPED}
    known = {row.code for row in await store.calendars_of(db, tenant)} if asked else set()
    return [
        Wrong(place, f"没有日历 {code}", f"there is no calendar {code}")
        for place, code in asked.items()
        if code not in known
    ]


def _no_field(place: str, path: str, fact: str) -> Wrong:
    if not fact:
        return Wrong(place, f"事件没有字段 {path}", f"the fact has no field {path}")
    return Wrong(place, f"事件 {fact} 没有字段 {path}", f"the fact {fact} has no field {path}")


def _condition(field: str, text: str, made: Callable[[str], Any]) -> Iterator[Wrong]:
    if text.strip() == UNFINISHED:
        yield Wrong(field, "条件没有填完整", "the condition is not finished")
        return
    try:
        made(text)
    except ConditionError as error:
        yield from (Wrong(field, problem.zh, problem.en) for problem in error.problems)
    except HubError as error:
        yield Wrong(field, error.detail("zh"), error.detail("en"))
