"""How bad a finding is: the rule's level, or that of the first grade whose condition holds."""

from __future__ import annotations

from functools import lru_cache

from hub.levels import Level
from hub.module import discover
from realtime_rules.cel import EvaluationError
from realtime_rules.conditions import Conditions
from realtime_rules.findings import Finding
from realtime_rules.rule import Rule


@lru_cache(maxsize=1)
def _conditions() -> Conditions:
    return Conditions(discover())


def graded(rule: Rule, finding: Finding) -> Level:
    """The level of a finding; a grade whose condition cannot be evaluated does not hold."""
    found = {"event": finding.event, "values": finding.values, "key": finding.key}
    for grade in rule.grades:
        try:
            if _conditions().over_finding(grade.when).holds(found):
                return grade.level
        except EvaluationError:
            continue
    return rule.level
