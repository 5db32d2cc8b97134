"""Tags filters (section 14 of the protocol): which publications a subscriber wants, by their tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import contains, eq, ge, gt, le, lt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from channels.protocol.commands import FilterNode

Tags = Mapping[str, str]
Wants = Callable[[Tags], bool]
"""Whether a publication with these tags is wanted."""

MOST_NODES: Final = 100
MOST_VALUES: Final = 1000
DEEPEST: Final = 16

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,64}(?:\.\d{0,64})?|\.\d{1,64})", re.ASCII)
_TEXTS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "eq": eq,
    "sw": str.startswith,
    "ew": str.endswith,
    "ct": contains,
}
_NUMBERS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}


def compiled(node: FilterNode) -> Wants:
    """The filter as a predicate. Raises ValueError when it is malformed or too large."""
    _measure(node)
    return _predicate(node)


def _measure(root: FilterNode) -> None:
    """Bound what a filter may cost at each publication, before anything walks into its depth."""
    nodes = values = 0
    level: tuple[FilterNode, ...] = (root,)
    for _ in range(DEEPEST):
        nodes += len(level)
        values += sum(len(node.vals) for node in level)
        if nodes > MOST_NODES or values > MOST_VALUES:
            raise ValueError("a filter with too many parts")
        level = tuple(child for node in level for child in node.nodes)
        if not level:
            return
    raise ValueError("a filter with too many levels")


def _predicate(node: FilterNode) -> Wants:
    match node.op:
        case "":
            return _leaf(node)
        case "and" | "or" if node.nodes:
            children = tuple(_predicate(child) for child in node.nodes)
            joined = all if node.op == "and" else any
            return lambda tags: joined(child(tags) for child in children)
        case "not" if len(node.nodes) == 1:
            child = _predicate(node.nodes[0])
            return lambda tags: not child(tags)
        case "and" | "or" | "not":
            raise ValueError(f"{node.op} with {len(node.nodes)} parts")
        case _:
            raise ValueError("an unknown operator")


def _leaf(node: FilterNode) -> Wants:
    key, comparison = node.key, node.cmp
    if comparison in {"ex", "nex"}:
        _demand(node, val=False, vals=False)
        return (lambda tags: key in tags) if comparison == "ex" else (lambda tags: key not in tags)
    if not key:
        raise ValueError("a comparison without a key")
    if comparison in {"in", "nin"}:
        _demand(node, val=False, vals=True)
        return _among(key, frozenset(node.vals), wanted=comparison == "in")
    _demand(node, val=True, vals=False)
    if comparison == "neq":
        value = node.val
        return lambda tags: tags.get(key) != value
    if comparison in _TEXTS:
        return _text(key, _TEXTS[comparison], node.val)
    if comparison in _NUMBERS:
        return _number(key, _NUMBERS[comparison], node.val)
    raise ValueError("an unknown comparison")


def _demand(node: FilterNode, *, val: bool, vals: bool) -> None:
    if bool(node.val) is not val or bool(node.vals) is not vals or node.nodes:
        raise ValueError(f"{node.cmp or 'a comparison'} with wrong parts")


def _among(key: str, values: frozenset[str], *, wanted: bool) -> Wants:
    return lambda tags: (tags.get(key, "") in values) is wanted


def _text(key: str, compare: Callable[[str, str], bool], value: str) -> Wants:
    def wants(tags: Tags) -> bool:
        tag = tags.get(key)
        return tag is not None and compare(tag, value)

    return wants


def _number(key: str, compare: Callable[[Decimal, Decimal], bool], value: str) -> Wants:
    bound = _decimal(value)
    if bound is None:
        return lambda _: False

    def wants(tags: Tags) -> bool:
        tag = _decimal(tags.get(key, ""))
        return tag is not None and compare(tag, bound)

    return wants


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None
