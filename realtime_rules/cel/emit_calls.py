"""Python's syntax nodes for function calls."""

from __future__ import annotations

import ast
import datetime as dt
from typing import Final

from realtime_rules.cel import times
from realtime_rules.cel.emitting import Emitting, NotCompiled
from realtime_rules.cel.functions import CLOCK_PARTS, DATE_PARTS
from realtime_rules.cel.nodes import Call, Literal, Node

_TEXT: Final = {"startsWith": "startswith", "endsWith": "endswith"}
_CONVERTED: Final = {("int", "double"): "to_int", ("int", "timestamp"): "seconds"}
_LENGTHS: Final = frozenset({"string", "list", "map"})
_UNITS: Final = {"getHours": 3_600_000_000, "getMinutes": 60_000_000, "getSeconds": 1_000_000}


def function(emitter: Emitting, node: Call) -> ast.expr:
    """``node``, if it is one of the functions that are compiled."""
    if node.target is None:
        return _plain(emitter, node)
    if node.function in DATE_PARTS or node.function in CLOCK_PARTS:
        return _part(emitter, node, node.target)
    if node.function == "size":
        return _size(emitter, node.target)
    if node.function not in (*_TEXT, "contains") or "dyn" in _names(emitter, (node.target, *node.args)):
        raise NotCompiled
    target, part = emitter.value(node.target), emitter.value(node.args[0])
    if node.function == "contains":
        return ast.Compare(part, [ast.In()], [target])
    return ast.Call(ast.Attribute(target, _TEXT[node.function], ast.Load()), [part], [])


def _plain(emitter: Emitting, node: Call) -> ast.expr:
    if node.function == "size":
        return _size(emitter, node.args[0])
    argument = node.args[0]
    kind = emitter.type(argument).name
    if node.function in ("timestamp", "duration") and isinstance(argument, Literal):
        return _written(emitter, node.function, argument)
    if node.function == kind:
        return _itself(emitter, argument)
    made = emitter.value(argument)
    if (node.function, kind) == ("double", "int"):
        return ast.BinOp(made, ast.Mult(), ast.Constant(1.0))
    if (node.function, kind) in _CONVERTED:
        return emitter.call(_CONVERTED[node.function, kind], made)
    raise NotCompiled


def _itself(emitter: Emitting, argument: Node) -> ast.expr:
    """A conversion to the type it has; null has no such conversion."""
    if emitter.type(argument).nullable or emitter.type(argument).name in ("uint", "bytes", "dyn", "type"):
        raise NotCompiled
    return emitter.value(argument)


def _written(emitter: Emitting, name: str, argument: Literal) -> ast.expr:
    if not isinstance(argument.value, str):
        raise NotCompiled
    found = times.moment(argument.value) if name == "timestamp" else times.time_span(argument.value)
    if found is None or not found.exact:
        raise NotCompiled
    return emitter.constant(found.value)


def _size(emitter: Emitting, argument: Node) -> ast.expr:
    if emitter.type(argument).name not in _LENGTHS:
        raise NotCompiled
    raw = argument in emitter.checked.raw
    return emitter.call("len", emitter.raw(argument) if raw else emitter.value(argument))


def _part(emitter: Emitting, node: Call, target: Node) -> ast.expr:
    kind = emitter.type(target).name
    made = emitter.value(target)
    if kind == "duration":
        if node.function == "getMilliseconds":
            return emitter.call("milliseconds", made)
        return emitter.call("units", made, ast.Constant(_UNITS[node.function]))
    if kind != "timestamp":
        raise NotCompiled
    return _of_moment(emitter, node.function, _local(emitter, node, made))


def _local(emitter: Emitting, node: Call, made: ast.expr) -> ast.expr:
    """The moment in the zone that was asked for."""
    if not node.args:
        return made
    named = node.args[0]
    found = times.zone(named.value) if isinstance(named, Literal) and isinstance(named.value, str) else None
    if found is None:
        raise NotCompiled
    if found == dt.UTC:
        return made
    return ast.Call(ast.Attribute(made, "astimezone", ast.Load()), [emitter.constant(found)], [])


def _of_moment(emitter: Emitting, function: str, made: ast.expr) -> ast.expr:
    """Months, days of the month and of the year count from 0, and so do the days of the week, from Sunday."""
    if function == "getMilliseconds":
        return ast.BinOp(ast.Attribute(made, "microsecond", ast.Load()), ast.FloorDiv(), ast.Constant(1_000))
    if function == "getDayOfWeek":
        day = ast.Call(ast.Attribute(made, "isoweekday", ast.Load()), [], [])
        return ast.BinOp(day, ast.Mod(), ast.Constant(7))
    if function == "getDayOfYear":
        return emitter.call("day_of_year", made)
    if function in _FROM_ZERO:
        return ast.BinOp(ast.Attribute(made, _FROM_ZERO[function], ast.Load()), ast.Sub(), ast.Constant(1))
    return ast.Attribute(made, _NAMED[function], ast.Load())


_NAMED: Final = {
    "getFullYear": "year",
    "getDate": "day",
    "getHours": "hour",
    "getMinutes": "minute",
    "getSeconds": "second",
}


_FROM_ZERO: Final = {"getMonth": "month", "getDayOfMonth": "day"}


def _names(emitter: Emitting, nodes: tuple[Node, ...]) -> set[str]:
    return {emitter.type(node).name for node in nodes}
