"""The visual editor's tree (react-querybuilder's JSON), and the conditions it can show.

A group is ``{"combinator": "and" | "or", "not": true, "rules": [...]}``, a rule ``{"field": "event.value", "operator":
">", "value": 6.5}``; with ``"valueSource": "field"`` the value names another field. Whatever else such objects hold
(ids, say) is not looked at. Source: https://react-querybuilder.js.org/docs/typescript#rules-and-groups
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import msgspec

from realtime_rules.cel.kinds import Type
from realtime_rules.cel.schema import Schema

Operator = Literal[
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "notIn",
    "contains",
    "doesNotContain",
    "beginsWith",
    "doesNotBeginWith",
    "endsWith",
    "doesNotEndWith",
    "null",
    "notNull",
]

_EQUAL: Final[tuple[Operator, ...]] = ("=", "!=")
_ORDER: Final[tuple[Operator, ...]] = ("<", "<=", ">", ">=")
_LISTED: Final[tuple[Operator, ...]] = ("in", "notIn")
_INSIDE: Final[tuple[Operator, ...]] = ("contains", "doesNotContain")
_ENDS: Final[tuple[Operator, ...]] = ("beginsWith", "doesNotBeginWith", "endsWith", "doesNotEndWith")
_NULL: Final[tuple[Operator, ...]] = ("null", "notNull")

_OPERATORS: Final[dict[str, tuple[Operator, ...]]] = {
    "bool": _EQUAL,
    "int": (*_EQUAL, *_ORDER, *_LISTED),
    "double": (*_EQUAL, *_ORDER, *_LISTED),
    "string": (*_EQUAL, *_INSIDE, *_ENDS, *_LISTED, *_ORDER),
    "timestamp": (*_EQUAL, *_ORDER),
    "duration": (*_EQUAL, *_ORDER),
}
_ELEMENTS: Final = frozenset({"string", "int", "bool"})


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"value_source": "valueSource"}):
    """One comparison of a field."""

    field: str
    operator: Operator
    value: Any = None
    value_source: Literal["value", "field"] = "value"


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Rules and groups of which all (``and``) or any (``or``) must hold; ``inverted`` turns the result around."""

    combinator: Literal["and", "or"]
    rules: tuple[Rule | Group, ...]  # never decoded as such: see ``tree_json``
    inverted: bool = False


class Offered(msgspec.Struct, frozen=True):
    """A field that the editor offers: its type's name, what it can be compared with, and how."""

    name: str
    type: str
    operators: tuple[Operator, ...]
    values: tuple[str, ...] = ()


def offered(schema: Schema) -> Iterator[Offered]:
    """The fields of ``schema`` that a rule can be about, in the order declared."""
    for name, kind in schema.paths():
        operators = operators_of(kind)
        if operators:
            yield Offered(name, kind.name, operators, kind.choices)


def operators_of(kind: Type) -> tuple[Operator, ...]:
    """What a field of this type can be compared by; nothing if the editor cannot show it."""
    null = _NULL if kind.nullable else ()
    if kind.name == "list" and kind.of[0].name in _ELEMENTS and not kind.of[0].nullable:
        return (*_INSIDE, *null)
    return (*_OPERATORS.get(kind.name, ()), *null)


def as_json(group: Group) -> dict[str, Any]:
    """``group`` as the editor has it."""
    rules = [as_json(rule) if isinstance(rule, Group) else msgspec.to_builtins(rule) for rule in group.rules]
    return {"combinator": group.combinator, "not": group.inverted, "rules": rules}


def from_json(tree: Any, depth: int = 0) -> Group:
    """The editor's tree; raises ``msgspec.ValidationError`` if it is none."""
    if not isinstance(tree, Mapping) or not isinstance(tree.get("rules"), list) or depth > MOST_GROUPS:
        raise msgspec.ValidationError("not a tree of rules")
    rules = tuple(
        from_json(rule, depth + 1) if isinstance(rule, Mapping) and "rules" in rule else msgspec.convert(rule, Rule)
        for rule in tree["rules"]
    )
    combinator = msgspec.convert(tree.get("combinator", "and"), Literal["and", "or"])
    return Group(combinator=combinator, rules=rules, inverted=bool(tree.get("not", False)))


MOST_GROUPS: Final = 20
"""Groups inside one another."""
