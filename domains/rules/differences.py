"""What is different between two versions of a rule, part by part, so that people can read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from realtime_rules.rule import Rule

_ABSENT: Final = object()
_UNSAID: Final = frozenset({"version"})


class Difference(msgspec.Struct, frozen=True):
    """A part of the rule by its place, and what stood there; null: nothing."""

    field: str
    before: Any
    after: Any


def differences(before: Rule | None, after: Rule | None) -> tuple[Difference, ...]:
    """The parts that differ; lists are taken as a whole where their lengths differ."""
    left = {} if before is None else msgspec.to_builtins(before)
    right = {} if after is None else msgspec.to_builtins(after)
    return tuple(_between("", left, right))


def _between(place: str, left: Any, right: Any) -> Iterator[Difference]:
    if left == right:
        return
    if isinstance(left, dict) and isinstance(right, dict):
        for name in dict.fromkeys((*left, *right)):
            if place or name not in _UNSAID:
                yield from _between(_below(place, name), left.get(name, _ABSENT), right.get(name, _ABSENT))
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from _between(_below(place, str(number)), one, other)
    else:
        yield Difference(place, _shown(left), _shown(right))


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _shown(value: Any) -> Any:
    return None if value is _ABSENT else value
