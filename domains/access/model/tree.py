"""Ticking a tree of rights: a node is ticked not at all, in part or wholly (AI-712).

Only leaves are ticked; what a node shows follows from the leaves below it, so that a parent is ticked with its first
child and cleared with its last. Two leaves that stand for one right are one tick.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

State = Literal["none", "some", "all"]


class Node(msgspec.Struct, frozen=True):
    """A place in the tree; ``permission`` is the right that a leaf stands for."""

    id: str
    permission: str = ""
    children: tuple[Node, ...] = ()


def leaves(node: Node) -> frozenset[str]:
    """The rights at and below a node."""
    own = {node.permission} if node.permission else set()
    return frozenset(own.union(*(leaves(child) for child in node.children)))


def walk(roots: Iterable[Node]) -> Iterator[Node]:
    """Every node, parents first."""
    for node in roots:
        yield node
        yield from walk(node.children)


def state(node: Node, ticked: frozenset[str]) -> State:
    """How much of a node is ticked: white box, blue dash, blue tick."""
    rights = leaves(node)
    held = rights & ticked
    if not held:
        return "none"
    return "all" if held == rights else "some"


def states(roots: Iterable[Node], ticked: frozenset[str]) -> dict[str, State]:
    """The state of every node by its id."""
    return {node.id: state(node, ticked) for node in walk(roots)}


def click(roots: Iterable[Node], ticked: frozenset[str], node_id: str) -> frozenset[str]:
    """What is ticked after a click on a node: a full one is cleared, any other is filled; an unknown one is ignored."""
    for node in walk(roots):
        if node.id == node_id:
            return ticked - leaves(node) if state(node, ticked) == "all" else ticked | leaves(node)
    return ticked
