"""Writes nodes as CEL again, with as few brackets as the grammar needs."""

from __future__ import annotations

import math
from typing import Final

from realtime_rules.cel.nodes import (
    FORMS,
    Binary,
    Call,
    Choice,
    Each,
    Has,
    Index,
    ListOf,
    Literal,
    Logic,
    MapOf,
    Name,
    Node,
    Select,
    Unary,
)
from realtime_rules.cel.quotes import quoted

_CHOICE: Final = 1
_OR: Final = 2
_AND: Final = 3
_RELATION: Final = 4
SUM: Final = 5
_PRODUCT: Final = 6
_UNARY: Final = 7
MEMBER: Final = 8
_LEVELS: Final = {
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!=", "in"), _RELATION),
    **dict.fromkeys(("+", "-"), SUM),
    **dict.fromkeys(("*", "/", "%"), _PRODUCT),
    "&&": _AND,
    "||": _OR,
}


class Writer:
    """Writes one condition; a subclass may write some forms differently."""

    def text(self, node: Node) -> str:
        """``node`` as CEL."""
        made: str = getattr(self, f"_{FORMS[type(node)]}")(node)
        return made

    def within(self, node: Node, level: int) -> str:
        """``node`` where nothing looser than ``level`` may stand, in brackets if it is looser."""
        made = self.text(node)
        return made if self.level(node) >= level else f"({made})"

    def level(self, node: Node) -> int:
        """How tightly the form of ``node`` binds."""
        match node:
            case Choice():
                return _CHOICE
            case Binary() | Logic():
                return _LEVELS[node.op]
            case Unary():
                return _UNARY
            case Literal() if isinstance(node.value, int | float) and math.copysign(1, node.value) < 0:
                return _UNARY
        return MEMBER

    def _literal(self, node: Literal) -> str:
        """A constant."""
        if node.value is None or isinstance(node.value, bool):
            return {None: "null", True: "true", False: "false"}[node.value]
        if isinstance(node.value, str):
            return quoted(node.value)
        if isinstance(node.value, bytes):
            return 'b"' + "".join(f"\\x{byte:02x}" for byte in node.value) + '"'
        if isinstance(node.value, float):
            return repr(node.value) if math.isfinite(node.value) else f"{'-' * (node.value < 0)}1e999"
        return f"{node.value}{'u' if node.kind == 'uint' else ''}"

    def _name(self, node: Name) -> str:
        """A variable."""
        return node.name

    def _select(self, node: Select) -> str:
        """A field."""
        return f"{self.within(node.operand, MEMBER)}.{node.field}"

    def _has(self, node: Has) -> str:
        """Whether there is a field."""
        return f"has({self.within(node.operand, MEMBER)}.{node.field})"

    def _index(self, node: Index) -> str:
        """An element."""
        return f"{self.within(node.operand, MEMBER)}[{self.text(node.index)}]"

    def _call(self, node: Call) -> str:
        """A call."""
        target = "" if node.target is None else f"{self.within(node.target, MEMBER)}."
        return f"{target}{node.function}({', '.join(map(self.text, node.args))})"

    def _unary(self, node: Unary) -> str:
        """``!`` or ``-``; two minus signs in a row would cancel out."""
        return f"{node.op}{self.within(node.operand, MEMBER)}"

    def _binary(self, node: Binary) -> str:
        """An operator; what is left of it binds first."""
        level = _LEVELS[node.op]
        return f"{self.within(node.left, level)} {node.op} {self.within(node.right, level + 1)}"

    def _logic(self, node: Logic) -> str:
        """``&&`` or ``||``."""
        level = _LEVELS[node.op] + 1
        return f" {node.op} ".join(self.within(part, level) for part in node.parts)

    def _choice(self, node: Choice) -> str:
        """``a ? b : c``."""
        return f"{self.within(node.condition, _OR)} ? {self.within(node.then, _OR)} : {self.text(node.otherwise)}"

    def _list(self, node: ListOf) -> str:
        """``[a, b]``."""
        return f"[{', '.join(map(self.text, node.items))}]"

    def _map(self, node: MapOf) -> str:
        """``{a: b}``."""
        return "{" + ", ".join(f"{self.text(key)}: {self.text(value)}" for key, value in node.entries) + "}"

    def _each(self, node: Each) -> str:
        """A macro."""
        args = [node.variable, *([self.text(node.where)] if node.where else []), self.text(node.body)]
        return f"{self.within(node.source, MEMBER)}.{node.macro}({', '.join(args)})"
