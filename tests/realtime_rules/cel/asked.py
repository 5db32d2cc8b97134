"""The reference asked directly, without a line of the code under test between."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from cel_expr_python import cel  # type: ignore[import-untyped]

from realtime_rules.cel import Condition, EvaluationError

ERROR: Final = "error"
REFUSED: Final = "refused"


def reference(text: str, variables: Mapping[str, Any]) -> Any:
    """What the reference makes of ``text``: a value, ``ERROR``, or ``REFUSED`` if it cannot read it."""
    try:
        expression = _read(text, tuple(variables))
    except RuntimeError:
        return REFUSED
    try:
        found = expression.eval(data=dict(variables))
    except RuntimeError:
        return ERROR
    return ERROR if found.type() == cel.Type.ERROR else found.plain_value()


@lru_cache(maxsize=64)
def _read(text: str, names: tuple[str, ...]) -> Any:
    return cel.NewEnv(variables=dict.fromkeys(names, cel.Type.DYN)).compile(text, disable_check=True)


def accepted(text: str, types: Mapping[str, str]) -> bool:
    """Whether the reference's own type check takes ``text``."""
    try:
        cel.NewEnv(variables={name: cel.Type(kind) for name, kind in types.items()}).compile(text)
    except RuntimeError:
        return False
    return True


def ours(condition: Condition, variables: Mapping[str, Any]) -> bool | str:
    """What ``condition`` is: true, false or ``ERROR``."""
    try:
        return condition.holds(variables)
    except EvaluationError:
        return ERROR


def equal(left: Any, right: Any) -> bool:
    """Whether two values are one: same type, and what is no number counts as itself."""
    if isinstance(left, float) and isinstance(right, float):
        return left == right or (math.isnan(left) and math.isnan(right))
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    return type(left) is type(right) and bool(left == right)


def form(event: Mapping[str, Any]) -> dict[str, Any]:
    """``event`` of the samples as a map that the reference takes: nulls for what is absent, defaults filled in."""
    filled = {
        **dict.fromkeys(("note", "low", "rank", "sure", "seen", "pause", "part", "extra")),
        **{name: [] for name in ("tags", "numbers", "values", "times", "items")},
        "labels": {},
        "count": 5,
        **event,
    }
    part = filled["part"] and {"y": None, **filled["part"]}
    items = [_decimals({"low": None, "at": None, **item}, "value", "low") for item in filled["items"]]
    labels = {name: float(value) for name, value in filled["labels"].items()}
    values = [float(value) for value in filled["values"]]
    spans = {name: filled[name] and DURATIONS[filled[name]] for name in ("wait", "pause")}
    whole = {**filled, **spans, "part": part, "items": items, "labels": labels, "values": values}
    return _decimals(whole, "value", "low")


def _decimals(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: float(value) if key in names and value is not None else value for key, value in values.items()}


DURATIONS: Final = {
    "PT0S": "0s",
    "PT90S": "90s",
    "P1DT2H": "26h",
    "-PT1.5S": "-1.5s",
    "PT0.000001S": "1us",
    "P100000D": "2400000h",
}
"""The samples' spans as CEL writes them."""
