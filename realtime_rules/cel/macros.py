"""Calls that are not calls: ``has`` and the macros over lists and maps.

Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#macros
"""

from __future__ import annotations

from typing import Final, cast

from realtime_rules.cel.nodes import Call, Each, Has, Macro, Name, Node, Select
from realtime_rules.cel.problems import Unreadable

EACH: Final = frozenset({"all", "exists", "exists_one", "filter", "map"})
_SHORT: Final = 2
_LONG: Final = 3


def expanded(call: Call) -> Node:
    """``call`` itself, or what the macro of that name means; raises ``Unreadable`` if it is used wrongly."""
    if call.function == "has" and call.target is None and len(call.args) == 1:
        return _has(call)
    if call.target is None or call.function not in EACH:
        return call
    if len(call.args) == _SHORT or (len(call.args) == _LONG and call.function == "map"):
        return _each(call, call.target)
    return call


def _has(call: Call) -> Node:
    tested = call.args[0]
    if not isinstance(tested, Select):
        raise Unreadable(tested.span, "has_needs_field")
    return Has(call.span, tested.operand, tested.field)


def _each(call: Call, source: Node) -> Node:
    variable, *where, body = call.args
    if not isinstance(variable, Name):
        raise Unreadable(variable.span, "macro_variable", function=call.function)
    return Each(call.span, cast("Macro", call.function), source, variable.name, where[0] if where else None, body)
