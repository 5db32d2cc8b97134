"""What the checker finds out about a condition, and what the parts of the checker ask of one another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from realtime_rules.cel.kinds import Type
from realtime_rules.cel.nodes import Node
from realtime_rules.cel.problems import Problem
from realtime_rules.cel.schema import Schema


@dataclass(slots=True)
class Checked:
    """What is known of a condition once it is checked.

    ``raw`` are the nodes whose value comes as JSON has it (times as texts, perhaps whole numbers for decimal ones).
    ``reads`` are the fields that are read, by node.
    """

    text: str
    root: Node
    schema: Schema
    types: dict[Node, Type] = field(default_factory=dict)
    raw: set[Node] = field(default_factory=set)
    reads: dict[Node, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Checking(Protocol):
    """The checker, as the modules for operators and calls see it."""

    found: Checked

    def wrong(self, node: Node, code: str, **params: object) -> Type:
        """Note a problem; gives ``dyn``, so that it causes no more."""
        ...

    def source(self, node: Node) -> str:
        """The text of a part."""
        ...

    def visit(self, node: Node) -> Type:
        """The type of a part."""
        ...

    def value(self, node: Node) -> Type:
        """The type of a part that is used as a value, which a group of fields cannot be."""
        ...
