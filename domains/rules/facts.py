"""The kinds of facts and what can be asked of them, as conditions, keys and words may use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final

from hub.module import discover
from realtime_rules.cel import Schema
from realtime_rules.cel.kinds import Type
from realtime_rules.conditions import Conditions
from realtime_rules.ports import Measure

_EVENT: Final = "event."
_OPEN: Final = frozenset({"map", "dyn"})


@lru_cache(maxsize=1)
def conditions() -> Conditions:
    """The conditions over the facts of this house."""
    return Conditions(discover())


@lru_cache(maxsize=1)
def measures() -> dict[str, Measure]:
    """What can be looked at by the clock, by its name."""
    return {one.name: one for one in discover().of(Measure)}


@lru_cache(maxsize=512)
def schema_of(fact: str) -> Schema:
    """What a condition on this kind of fact may speak of; raises ``KeyError``."""
    return Schema.of({"event": conditions().facts[fact], "actor": str, "at": datetime})


def schema_of_row(measure: Measure) -> Schema:
    """What a condition on the rows of a measure may speak of."""
    return Schema.of({"row": dict(measure.fields)})


@lru_cache(maxsize=512)
def fields_of(fact: str) -> Mapping[str, Type]:
    """The fields of a kind of fact, with dots; empty for one that nobody declares."""
    if fact not in conditions().facts:
        return {}
    paths = schema_of(fact).paths()
    return {name.removeprefix(_EVENT): kind for name, kind in paths if name.startswith(_EVENT)}


def has(fields: Mapping[str, Type], path: str) -> bool:
    """Whether there is such a field, or may be one below a field of any shape."""
    return path in fields or any(name in fields and fields[name].name in _OPEN for name in _above(path))


def _above(path: str) -> Iterator[str]:
    parts = path.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts)))
