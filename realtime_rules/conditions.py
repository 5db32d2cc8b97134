"""The conditions of rules over this house's facts and measures, each compiled once."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import msgspec

from hub.events import Event, tag_of
from hub.module import Registry
from realtime_rules.armed import Holds
from realtime_rules.cel import Condition, Declared
from realtime_rules.ports import Measure
from realtime_rules.readings import Metric, kinds_of

KEPT: Final = 4_096
_FOUND: Final[Declared] = {"event": dict[str, Any], "values": dict[str, Any], "key": str}


class Conditions:
    """Compiles; raises ``ConditionError`` for what cannot be, ``KeyError`` for a fact that nobody declares."""

    def __init__(self, registry: Registry) -> None:
        self.metrics: Final = {one.code: one for one in registry.of(Metric)}
        self.facts: Final[dict[str, type[msgspec.Struct]]] = {
            **{tag_of(kind): kind for kind in registry.classes(Event) if kind.__struct_config__.tag},
            **(kinds_of(self.metrics) if self.metrics else {}),
        }
        self._compiled = lru_cache(KEPT)(self._compile)

    def of_fact(self, text: str, fact: str) -> Condition:
        """A condition over ``event`` (fact or reading), ``actor`` (whose doing it was), ``at`` (when it happened)."""
        return self._compiled(text, fact, None)

    def over_fact(self, text: str, fact: str) -> Holds:
        """The same, ready to be asked."""
        return self.of_fact(text, fact)

    def over_row(self, text: str, measure: Measure) -> Holds:
        """A condition over ``row`` of a measure."""
        return self._compiled(text, "", measure.name, tuple(measure.fields.items()))

    def over_finding(self, text: str) -> Holds:
        """A condition over ``event``, ``values`` and ``key`` of a finding."""
        return self._compiled(text, "", None)

    def _compile(
        self, text: str, fact: str, measure: str | None, fields: tuple[tuple[str, type], ...] = ()
    ) -> Condition:
        if fact:
            return Condition.of(text, {"event": self.facts[fact], "actor": str, "at": datetime})
        return Condition.of(text, _FOUND if measure is None else {"row": dict(fields)})
