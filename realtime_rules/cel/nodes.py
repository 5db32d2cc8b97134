"""What a condition is made of once it is read: one small class per form, each with its place in the text.

Nodes compare by identity, so that they can be keys of what the checker finds out about them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final, TypeAlias, cast, get_args
from typing import Literal as OneOf

Span: TypeAlias = tuple[int, int]
"""First character and the one after the last, counted in characters (code points) from 0."""

NOWHERE: Span = (0, 0)
"""The place of a node that was made, not read."""

Macro: TypeAlias = OneOf["all", "exists", "exists_one", "filter", "map"]
Constant: TypeAlias = bool | int | float | str | bytes | None


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A constant; ``kind`` is the CEL type's name, since a Python int may be ``int`` or ``uint``."""

    span: Span
    kind: str
    value: Constant


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A variable."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Select:
    """``operand.field``."""

    span: Span
    operand: Node
    field: str


@dataclass(frozen=True, slots=True, eq=False)
class Has:
    """``has(operand.field)``."""

    span: Span
    operand: Node
    field: str


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """``operand[index]``."""

    span: Span
    operand: Node
    index: Node


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """``function(args)`` or ``target.function(args)``."""

    span: Span
    function: str
    target: Node | None
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Unary:
    """``!operand`` or ``-operand``."""

    span: Span
    op: str
    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Binary:
    """Arithmetic, comparison and ``in``."""

    span: Span
    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Logic:
    """``&&`` or ``||`` over two or more parts; a long chain is one node, not a deep tree."""

    span: Span
    op: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """``condition ? then : otherwise``."""

    span: Span
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True, eq=False)
class ListOf:
    """``[a, b]``."""

    span: Span
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MapOf:
    """``{key: value}``."""

    span: Span
    entries: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Each:
    """A macro over a list or a map's keys; ``where`` is the middle argument of the long form of ``map``."""

    span: Span
    macro: Macro
    source: Node
    variable: str
    where: Node | None
    body: Node


Node: TypeAlias = Literal | Name | Select | Has | Index | Call | Unary | Binary | Logic | Choice | ListOf | MapOf | Each


FORMS: Final[dict[type, str]] = {
    Literal: "literal",
    Name: "name",
    Select: "select",
    Has: "has",
    Index: "index",
    Call: "call",
    Unary: "unary",
    Binary: "binary",
    Logic: "logic",
    Choice: "choice",
    ListOf: "list",
    MapOf: "map",
    Each: "each",
}
"""What each form is called in whatever goes through a condition: its method for the form has that name."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order of the text."""
    return tuple(below for field in fields(node) for below in _nodes(getattr(node, field.name)))


def _nodes(part: object) -> Iterator[Node]:
    if isinstance(part, tuple):
        for one in part:
            yield from _nodes(one)
    elif isinstance(part, get_args(Node)):
        yield cast("Node", part)


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Every node with its depth (the root has 1), without recursion."""
    waiting = [(node, 1)]
    while waiting:
        here, depth = waiting.pop()
        yield here, depth
        waiting.extend((below, depth + 1) for below in children(here))
