"""The types of comparisons, memberships and arithmetic."""

from __future__ import annotations

from typing import Final

from realtime_rules.cel.checked import Checking
from realtime_rules.cel.kinds import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    NULL,
    STRING,
    TIMESTAMP,
    UINT,
    Type,
    comparable,
    joined,
    list_of,
    orderable,
)
from realtime_rules.cel.nearest import hints
from realtime_rules.cel.nodes import Binary, ListOf, Literal, Node

ORDER: Final = frozenset({"<", "<=", ">", ">="})

ARITHMETIC: Final[dict[tuple[str, str, str], Type]] = {
    **{(op, kind.name, kind.name): kind for op in "+-*/" for kind in (INT, UINT, DOUBLE)},
    **{("%", kind.name, kind.name): kind for kind in (INT, UINT)},
    **{("+", kind.name, kind.name): kind for kind in (STRING, BYTES, DURATION)},
    ("-", "duration", "duration"): DURATION,
    ("-", "timestamp", "timestamp"): DURATION,
    ("+", "timestamp", "duration"): TIMESTAMP,
    ("-", "timestamp", "duration"): TIMESTAMP,
    ("+", "duration", "timestamp"): TIMESTAMP,
}
"""What ``left op right`` gives."""


def compared(checker: Checking, node: Binary) -> Type:
    """``==`` and ``!=``."""
    left, right = (_side(checker, side, other) for side, other in _sides(node))
    if not comparable(left, right):
        return _refused(checker, node, left, right)
    _possible(checker, left, node.right)
    _possible(checker, right, node.left)
    return BOOL


def member_of(checker: Checking, node: Binary) -> Type:
    """``in``, on a list's elements or a map's keys."""
    left = checker.value(node.left)
    right = checker.value(node.right)
    if isinstance(node.right, ListOf):
        for item in node.right.items:
            _member(checker, node, left, item)
        return BOOL
    if right == DYN or (right.name in ("list", "map") and comparable(left, right.of[0])):
        return BOOL
    if right.name == "string":
        return checker.wrong(node, "in_text", whole=checker.source(node.right), part=checker.source(node.left))
    return _operands(checker, node, left, right)


def computed(checker: Checking, node: Binary) -> Type:
    """The order of two values, or what is calculated from them."""
    left, right = checker.value(node.left), checker.value(node.right)
    if node.op in ORDER:
        return BOOL if orderable(left, right) else _operands(checker, node, left, right)
    if DYN in (left, right):
        return DYN
    if left.name == right.name == "list" and node.op == "+":
        return list_of(joined(left.of[0], right.of[0]) or DYN)
    kind = ARITHMETIC.get((node.op, left.name, right.name))
    if kind is None and {left.name, right.name} == {"int", "double"}:
        return checker.wrong(node, "mixed_numbers", op=node.op)
    return kind or _operands(checker, node, left, right)


def _sides(node: Binary) -> tuple[tuple[Node, Node], tuple[Node, Node]]:
    return (node.left, node.right), (node.right, node.left)


def _side(checker: Checking, side: Node, other: Node) -> Type:
    """A side of ``==``; a group of fields that may be missing can be compared with null."""
    if isinstance(other, Literal) and other.kind == "null_type":
        return checker.visit(side)
    return checker.value(side)


def _refused(checker: Checking, node: Binary, left: Type, right: Type) -> Type:
    if NULL in (left, right):
        other = node.right if left == NULL else node.left
        return checker.wrong(node, "never_null", found=checker.source(other))
    return _operands(checker, node, left, right)


def _operands(checker: Checking, node: Binary, left: Type, right: Type) -> Type:
    words = {"left_zh": left.zh, "left_en": left.en, "right_zh": right.zh, "right_en": right.en}
    return checker.wrong(node, "operands", op=node.op, **words)


def _member(checker: Checking, node: Binary, left: Type, item: Node) -> None:
    kind = checker.found.types[item]
    if not comparable(left, kind):
        words = {"left_zh": left.zh, "left_en": left.en, "right_zh": kind.zh, "right_en": kind.en}
        checker.wrong(item, "operands", op=node.op, **words)
    _possible(checker, left, item)


def _possible(checker: Checking, kind: Type, other: Node) -> None:
    """A written text must be one that the other side can have."""
    if not kind.choices or not isinstance(other, Literal) or not isinstance(other.value, str):
        return
    if other.value not in kind.choices:
        checker.wrong(other, "no_choice", found=other.value, **hints(other.value, kind.choices))
