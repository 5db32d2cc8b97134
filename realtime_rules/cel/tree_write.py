"""From the visual editor's tree to CEL."""

from __future__ import annotations

from typing import Any, Final

from realtime_rules.cel import kinds, times
from realtime_rules.cel.kinds import Type
from realtime_rules.cel.nearest import hints
from realtime_rules.cel.nodes import NOWHERE, Binary, Call, ListOf, Literal, Logic, Name, Node, Select, Unary
from realtime_rules.cel.problems import ConditionError, Problem
from realtime_rules.cel.schema import Schema
from realtime_rules.cel.text import Writer
from realtime_rules.cel.tree_model import Group, Rule, operators_of

_SIGNS: Final = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_CALLS: Final = {
    "contains": "contains",
    "doesNotContain": "contains",
    "beginsWith": "startsWith",
    "doesNotBeginWith": "startsWith",
    "endsWith": "endsWith",
    "doesNotEndWith": "endsWith",
}


class Refusal(Exception):
    """A value does not fit its field."""


def to_text(group: Group, schema: Schema) -> str:
    """The condition that ``group`` shows; empty if it has no rules. Raises ``ConditionError``."""
    made = _Writing(dict(schema.paths())).group(group)
    return "" if made is None else Writer().text(made)


class _Writing:
    def __init__(self, paths: dict[str, Type]) -> None:
        self.paths = paths

    def group(self, group: Group) -> Node | None:
        """All that a group says; groups without rules say nothing."""
        made = [self.group(rule) if isinstance(rule, Group) else self.rule(rule) for rule in group.rules]
        parts = tuple(part for part in made if part is not None)
        if not parts:
            return None
        whole = parts[0]
        if len(parts) > 1:
            whole = Logic(NOWHERE, "&&" if group.combinator == "and" else "||", parts)
        return Unary(NOWHERE, "!", whole) if group.inverted else whole

    def rule(self, rule: Rule) -> Node:
        """One comparison."""
        kind = self.kind(rule.field)
        if rule.operator not in operators_of(kind):
            raise _wrong("tree_operator", found=rule.operator, field=rule.field)
        field = _path(rule.field)
        if rule.operator in ("null", "notNull"):
            return Binary(NOWHERE, "==" if rule.operator == "null" else "!=", field, _NULL)
        if rule.operator in _SIGNS:
            return Binary(NOWHERE, _SIGNS[rule.operator], field, self.value(rule, kind))
        made = self.positive(rule, kind, field)
        negative = rule.operator == "notIn" or rule.operator.startswith("doesNot")
        return Unary(NOWHERE, "!", made) if negative else made

    def positive(self, rule: Rule, kind: Type, field: Node) -> Node:
        """A rule that may be turned around as a whole."""
        if rule.operator in ("in", "notIn"):
            return Binary(NOWHERE, "in", field, ListOf(NOWHERE, self.values(rule, kind)))
        if kind.name == "list":
            return Binary(NOWHERE, "in", self.value(rule, kind.of[0]), field)
        return Call(NOWHERE, _CALLS[rule.operator], field, (self.value(rule, kinds.STRING),))

    def kind(self, name: str) -> Type:
        """The type of a field."""
        if name not in self.paths:
            raise _wrong("tree_field", found=name, **hints(name, self.paths))
        return self.paths[name]

    def value(self, rule: Rule, kind: Type) -> Node:
        """What the field is compared with."""
        if rule.value_source == "field":
            self.kind(str(rule.value))
            return _path(str(rule.value))
        return _constant(rule, kind, rule.value)

    def values(self, rule: Rule, kind: Type) -> tuple[Node, ...]:
        """Several values: a list, or a text with commas."""
        given = rule.value.split(",") if isinstance(rule.value, str) else rule.value
        if not isinstance(given, list) or rule.value_source == "field":
            raise _unfit(rule, kind)
        return tuple(_constant(rule, kind, one.strip() if isinstance(rule.value, str) else one) for one in given)


def _constant(rule: Rule, kind: Type, value: Any) -> Node:
    try:
        return _MADE[kind.name](value)
    except (Refusal, ValueError, OverflowError):
        raise _unfit(rule, kind) from None


def _unfit(rule: Rule, kind: Type) -> ConditionError:
    words = {"type_zh": kind.zh, "type_en": kind.en}
    return _wrong("tree_value", found=str(rule.value), field=rule.field, **words)


def _wrong(code: str, **params: str) -> ConditionError:
    return ConditionError([Problem.at("", NOWHERE, code, **params)])


def _path(name: str) -> Node:
    first, *rest = name.split(".")
    node: Node = Name(NOWHERE, first)
    for field in rest:
        node = Select(NOWHERE, node, field)
    return node


def _bool(value: Any) -> Node:
    if value in ("true", "false"):
        value = value == "true"
    if not isinstance(value, bool):
        raise Refusal
    return Literal(NOWHERE, "bool", value)


def _int(value: Any) -> Node:
    """A whole number; a field of whole numbers may be compared with a decimal one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Refusal
    if isinstance(value, str):
        value = float(value) if set(value) & set(".eE") else int(value)
    if isinstance(value, float):
        return _double(value)
    if not -(2**63) <= value < 2**63:
        raise Refusal
    return Literal(NOWHERE, "int", value)


def _double(value: Any) -> Node:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Refusal
    number = float(value)
    if number - number != 0:  # infinite, or no number: there is no way to write it
        raise Refusal
    return Literal(NOWHERE, "double", number)


def _string(value: Any) -> Node:
    if not isinstance(value, str):
        raise Refusal
    return Literal(NOWHERE, "string", value)


def _timestamp(value: Any) -> Node:
    if not isinstance(value, str) or times.moment(value) is None:
        raise Refusal
    return Call(NOWHERE, "timestamp", None, (Literal(NOWHERE, "string", value),))


def _duration(value: Any) -> Node:
    if not isinstance(value, str) or times.time_span(value) is None:
        raise Refusal
    return Call(NOWHERE, "duration", None, (Literal(NOWHERE, "string", value),))


_MADE: Final = {
    "bool": _bool,
    "int": _int,
    "double": _double,
    "string": _string,
    "timestamp": _timestamp,
    "duration": _duration,
}
_NULL: Final = Literal(NOWHERE, "null_type", None)
