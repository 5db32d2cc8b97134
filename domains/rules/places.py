"""Where the parts of a trigger stand in a rule, and which numbers it must have; pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from realtime_rules.triggers import Trigger
from realtime_rules.triggers.counted import Counted
from realtime_rules.triggers.reading import Reading
from realtime_rules.triggers.score import Score
from realtime_rules.triggers.sequence import Sequence
from realtime_rules.triggers.stacked import Stacked
from realtime_rules.triggers.step import Step
from realtime_rules.triggers.trend import Trend

VALUES: Final[dict[str, tuple[str, ...]]] = {
    "happened": (),
    "held": ("since",),
    "counted": ("count",),
    "absent": ("since",),
    "silent": ("since",),
    "stacked": ("open",),
    "trend": ("values", "at"),
    "sequence": ("since",),
    "score": ("score", "points", "inputs"),
    "reading": ("since",),
}
"""What ``{values.…}`` of a rule's words may name, by the kind of its trigger; else the fields of the measure."""


class Limit(NamedTuple):
    """A number of a trigger that must be at least ``least``."""

    field: str
    least: float
    value: float


def kind_of(trigger: Trigger) -> str:
    """The kind by its wire name."""
    return str(trigger.__struct_config__.tag)


def steps_of(trigger: Trigger) -> list[tuple[str, Step]]:
    """The steps of a trigger by their places in the rule (``trigger.over.0``), in the order of their roles."""
    found: list[tuple[str, Step]] = []
    for name in trigger.__struct_fields__:
        value = getattr(trigger, name)
        if isinstance(value, Step):
            found.append((f"trigger.{name}", value))
        elif isinstance(value, tuple):
            found += [(f"trigger.{name}.{n}", one) for n, one in enumerate(value) if isinstance(one, Step)]
    return found


def limits_of(trigger: Trigger) -> Iterator[Limit]:
    """The numbers without which a trigger could never come, or would always."""
    if isinstance(trigger, Counted | Stacked):
        yield Limit("trigger.at_least", 1, trigger.at_least)
    if isinstance(trigger, Trend):
        yield Limit("trigger.points", 2, trigger.points)
    if isinstance(trigger, Sequence):
        yield Limit("trigger.stages", 2, len(trigger.stages))
    if isinstance(trigger, Score):
        yield Limit("trigger.inputs", 1, len(trigger.inputs))
    seconds = getattr(trigger, "seconds", None)
    if seconds is not None:
        yield Limit("trigger.seconds", 0 if kind_of(trigger) in {"held", "reading"} else 1, seconds)
    if isinstance(trigger, Reading):
        yield Limit("trigger.gap", 1, trigger.gap)
    expected = getattr(trigger, "expected", None)
    if expected is not None:
        yield Limit("trigger.expected", 1, len(expected))


def paths_of(trigger: Trigger) -> Iterator[tuple[str, str, str]]:
    """(place in the rule, kind of fact, path): the fields of facts that a trigger reads besides its conditions."""
    if isinstance(trigger, Trend):
        yield "trigger.value", trigger.on.fact, trigger.value
    elif isinstance(trigger, Stacked):
        yield "trigger.item", trigger.opens.fact, trigger.item
        yield "trigger.item", trigger.closes.fact, trigger.item
    elif isinstance(trigger, Score):
        for number, one in enumerate(trigger.inputs):
            yield f"trigger.inputs.{number}.value", one.fact, one.value


def plain(value: msgspec.Struct) -> dict[str, object]:
    """A struct as JSON has it."""
    made: dict[str, object] = msgspec.to_builtins(value)
    return made
