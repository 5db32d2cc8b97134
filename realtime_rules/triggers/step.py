"""What all triggers share: the step that a fact can be, what happened, and what came of it."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

State = Any
"""A trigger's memory for one key: numbers, texts, lists and maps only, for it is kept as MessagePack. None: nothing."""


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of fact, by its wire name, for which ``when`` (CEL; empty: always) holds."""

    fact: str
    when: str = ""


class Happening(NamedTuple):
    """One fact as a trigger sees it: ``at`` is when it happened, in seconds of the epoch."""

    id: str
    at: float
    body: dict[str, Any]


class Found(NamedTuple):
    """Something came (``holds``) or went: ``window`` names the occasion, so that it is found only once."""

    holds: bool
    window: str
    at: float
    values: dict[str, Any]
    events: tuple[str, ...]
    body: dict[str, Any]
    """The fact that began it, where time found it and no fact did."""


def came(
    window: str, at: float, values: dict[str, Any], events: tuple[str, ...], body: dict[str, Any] | None = None
) -> Found:
    """It is there now."""
    return Found(holds=True, window=window, at=at, values=values, events=events, body=body or {})


def went(window: str, at: float, values: dict[str, Any], events: tuple[str, ...]) -> Found:
    """It is there no more."""
    return Found(holds=False, window=window, at=at, values=values, events=events, body={})


Outcome = tuple[State | None, float | None, Found | None]
"""The new memory, when time alone will change it next (None: never), what was found. Plain, for speed."""

NOTHING: Outcome = (None, None, None)


def number(body: dict[str, Any], path: str) -> float | None:
    """The number at a dotted ``path`` of a fact; None where there is none."""
    value: Any = body
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def text(body: dict[str, Any], path: str) -> str:
    """The value at a dotted ``path`` as text; empty where there is none."""
    value: Any = body
    for name in path.split("."):
        if not isinstance(value, dict):
            return ""
        value = value.get(name)
    return "" if value is None else str(value)
