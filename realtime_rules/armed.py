"""A rule made ready: its conditions compiled, its trigger's memory for every key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from realtime_rules.rule import Rule
from realtime_rules.triggers import ORDERED, STARTED
from realtime_rules.triggers.absent import Absent, Later
from realtime_rules.triggers.step import Outcome, State, text
from realtime_rules.triggers.waiting import Waiting

Variables = Mapping[str, Any]


class Holds(Protocol):
    """A condition made ready."""

    @property
    def quick(self) -> Callable[[Variables], Any]:
        """True or False where that is plain; anything else, or any failure: only ``holds`` can tell."""
        ...

    def holds(self, variables: Variables) -> bool:
        """Whether it holds; raises ``EvaluationError``."""
        ...


Compile = Callable[[str, str], Holds]
"""Makes a condition (its text) over a kind of fact (its wire name) ready."""


@dataclass(slots=True, eq=False)
class Armed:
    """One rule of one tenant at work.

    ``ordered``: a reading that is older than the last of its device and metric would mislead it. ``started``: where
    nothing is remembered only its first role changes anything. ``states`` and ``dues`` are its memory by key;
    ``awaited`` the earliest moment at which the clock will look at a key, never later than its due; ``touched`` what
    is to be kept.
    """

    tenant: str
    rule: Rule
    take: Callable[[State, int, Any], Outcome]
    expire: Callable[[State, float], Outcome]
    roles: tuple[tuple[str, Holds | None], ...]
    remembers: bool
    ordered: bool = False
    started: bool = False
    states: dict[str, State] = field(default_factory=dict)
    dues: dict[str, float] = field(default_factory=dict)
    awaited: dict[str, float] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    failures: int = 0
    failure: str = ""

    def key_of(self, own: str, body: dict[str, Any]) -> str:
        """Whom or what a fact is about."""
        fields = self.rule.key
        if not fields:
            return own
        if len(fields) == 1:
            return text(body, fields[0])
        return "|".join(text(body, f) for f in fields)

    def failed(self, error: Exception) -> None:
        """Its condition could not be evaluated: the finding is not made, and the rule shows why."""
        self.failures += 1
        self.failure = str(error)


def arm(tenant: str, rule: Rule, compile_: Compile, later: Later | None = None) -> Armed:
    """Make ``rule`` ready; ``later`` counts time on its calendar. Raises what ``compile_`` raises."""
    trigger: Any = rule.trigger
    take = trigger.take
    machine: Any = trigger
    ordered = isinstance(trigger, ORDERED)
    if rule.lateness and ordered:
        machine = Waiting(trigger, rule.lateness)
        take = machine.take
    elif later is not None and isinstance(trigger, Absent):
        take = partial(trigger.take, later=later)
    roles = tuple((s.fact, compile_(s.when, s.fact) if s.when else None) for s in trigger.steps())
    remembers = trigger.__struct_config__.tag != "happened"
    at_once = not rule.lateness
    started = isinstance(trigger, STARTED) and at_once
    return Armed(tenant, rule, take, machine.expire, roles, remembers, ordered and at_once, started)
