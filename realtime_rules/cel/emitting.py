"""What the parts of the compiler ask of one another."""

from __future__ import annotations

import ast
from typing import Any, Protocol

from realtime_rules.cel.checked import Checked
from realtime_rules.cel.kinds import Type
from realtime_rules.cel.nodes import Node


class NotCompiled(Exception):
    """The condition holds something that only the reference evaluates."""


class Emitting(Protocol):
    """The maker of syntax nodes, as the modules for operators and calls see it."""

    checked: Checked

    def type(self, node: Node) -> Type:
        """The checker's word."""
        ...

    def value(self, node: Node, *, null: bool = False) -> ast.expr:
        """``node`` as the value it stands for."""
        ...

    def raw(self, node: Node) -> ast.expr:
        """``node`` as it stands in the JSON."""
        ...

    def truth(self, node: Node) -> ast.expr:
        """``node`` where true or false is needed."""
        ...

    def call(self, function: str, *args: ast.expr) -> ast.expr:
        """A call of something in ``runtime`` or of a builtin."""
        ...

    def constant(self, value: Any) -> ast.expr:
        """A value of any type."""
        ...
