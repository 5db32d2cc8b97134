"""Why a rule found what it found: its conditions, part by part, with the values that they met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from hub.module import discover
from realtime_rules.cel import Condition, ConditionError, Explained
from realtime_rules.conditions import Conditions
from realtime_rules.rule import Rule
from realtime_rules.triggers.reading import Reading


class Reason(msgspec.Struct, frozen=True):
    """A condition of the rule: ``of`` is ``trigger`` or ``grade``; ``parts`` tells the value of each part of it."""

    of: str
    text: str
    parts: Explained


@lru_cache(maxsize=1)
def _conditions() -> Conditions:
    return Conditions(discover())


def reasons(rule: Rule, evidence: Mapping[str, Any], key: str) -> tuple[Reason, ...]:
    """The trigger's conditions on the kind of fact that led to the finding last, and those of the grades.

    A condition that this version of the house cannot read any more is left out; the rule's words are told all the same.
    """
    found = []
    for of, text, condition, variables in _asked(rule, evidence, key):
        found.append(Reason(of, text, condition.explain(variables)))
    return tuple(found)


def _asked(
    rule: Rule, evidence: Mapping[str, Any], key: str
) -> Iterator[tuple[str, str, Condition, Mapping[str, Any]]]:
    event, values = evidence.get("event", {}), evidence.get("values", {})
    known = _conditions()
    # Of readings beyond a limit the limit tells; the other steps only say the contrary.
    steps = (rule.trigger.on,) if isinstance(rule.trigger, Reading) else rule.trigger.steps()
    for step in steps:
        if step.when and step.fact == event.get("type") and step.fact in known.facts:
            condition = _read(known, step.when, step.fact)
            if condition is not None:
                yield "trigger", step.when, condition, {"event": event, "actor": ""}
    for grade in rule.grades:
        condition = _read(known, grade.when, "")
        if condition is not None:
            yield "grade", grade.when, condition, {"event": event, "values": values, "key": key}


def _read(known: Conditions, text: str, fact: str) -> Condition | None:
    try:
        return known.of_fact(text, fact)
    except ConditionError:
        return None
