"""From the errors that Python raises in a compiled condition to the one that says what was missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from realtime_rules.cel.checked import Checked
from realtime_rules.cel.problems import EvaluationError
from realtime_rules.cel.runtime import Fault


def evaluation_error(checked: Checked, variables: Mapping[str, Any], error: Exception) -> EvaluationError:
    """What ``error`` means. In a checked condition on fitting values only null has the wrong type."""
    if isinstance(error, EvaluationError):
        return error
    if isinstance(error, Fault):
        return EvaluationError(error.kind, error.found)
    if isinstance(error, KeyError):
        return _missing(checked, variables, str(error.args[0]))
    if isinstance(error, TypeError | AttributeError):
        return EvaluationError("no_value", ", ".join(_empty(checked, variables)) or checked.text)
    return EvaluationError("overflow" if isinstance(error, ArithmeticError) else "other")


def _missing(checked: Checked, variables: Mapping[str, Any], name: str) -> EvaluationError:
    if name in checked.schema.variables and name not in variables:
        return EvaluationError("no_variable", name)
    return EvaluationError("no_field", name if name in checked.text else "…")


def _empty(checked: Checked, variables: Mapping[str, Any]) -> list[str]:
    """The fields that are read and have no value."""
    return [path for path in dict.fromkeys(checked.reads.values()) if _at(variables, path.split(".")) is None]


def _at(value: Any, path: list[str]) -> Any:
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value
