"""Makes rules ready, and tells what is wrong with those that are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hub.errors import HubError
from hub.module import Registry
from realtime_rules.armed import Armed, arm
from realtime_rules.conditions import Conditions
from realtime_rules.ports import InForce, Measure
from realtime_rules.timetable import Scheduled, WrongCron, times
from realtime_rules.triggers.scheduled import Scheduled as ByClock


@dataclass(slots=True)
class Arms:
    """What came of it: the rules that facts drive, those that the clock drives, and by (tenant, rule) what is wrong."""

    rules: list[Armed] = field(default_factory=list)
    scheduled: list[Scheduled] = field(default_factory=list)
    wrong: dict[tuple[str, str], str] = field(default_factory=dict)


class UnknownMeasure(ValueError):
    """No room declares this measure."""


class Readiness:
    """Knows the facts and measures of the house."""

    def __init__(self, conditions: Conditions, registry: Registry) -> None:
        self._conditions = conditions
        self._measures = {m.name: m for m in registry.of(Measure)}

    def arm(self, rules: Iterable[InForce]) -> Arms:
        """Make every enabled rule ready; one that cannot be is told of and left out."""
        arms = Arms()
        for one in rules:
            if not one.rule.enabled:
                continue
            try:
                self._arm(one, arms)
            except (HubError, ValueError) as error:
                arms.wrong[one.tenant, one.rule.code] = str(error)
        return arms

    def _arm(self, one: InForce, arms: Arms) -> None:
        rule, trigger = one.rule, one.rule.trigger
        later = one.calendar.later if one.calendar else None
        armed = arm(one.tenant, rule, self._conditions.over_fact, later)
        if isinstance(trigger, ByClock):
            measure = self._measures.get(trigger.measure)
            if measure is None:
                raise UnknownMeasure(trigger.measure)
            holds = self._conditions.over_row(trigger.when, measure) if trigger.when else None
            arms.scheduled.append(Scheduled(armed, times(trigger.cron, one.zone), measure, holds))
        arms.rules.append(armed)


__all__ = ["Arms", "Readiness", "UnknownMeasure", "WrongCron"]
