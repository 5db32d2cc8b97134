"""Python's syntax nodes for operators: where both languages agree it is Python's own, else a call of ``runtime``."""

from __future__ import annotations

import ast
from typing import Final

from realtime_rules.cel.emitting import Emitting, NotCompiled
from realtime_rules.cel.kinds import Type
from realtime_rules.cel.nodes import Binary, ListOf, Literal, Node, Unary
from realtime_rules.cel.operators import ORDER

_COMPARED: Final[dict[str, type[ast.cmpop]]] = {
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
    "==": ast.Eq,
    "!=": ast.NotEq,
}
_COMPUTED: Final[dict[str, type[ast.operator]]] = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div}
_LEFT_OUT: Final = frozenset({"dyn", "uint", "bytes", "type", "map"})


def unary(emitter: Emitting, node: Unary) -> ast.expr:
    """``!`` and ``-``."""
    if node.op == "!":
        return ast.UnaryOp(ast.Not(), emitter.truth(node.operand))
    made = ast.UnaryOp(ast.USub(), emitter.value(node.operand))
    kind = emitter.type(node)
    if kind.name == "double":
        return made
    if kind.name == "int":
        return emitter.call("whole", made)
    raise NotCompiled


def binary(emitter: Emitting, node: Binary) -> ast.expr:
    """Everything with two sides."""
    left, right = emitter.type(node.left), emitter.type(node.right)
    if node.op == "in":
        return _member(emitter, node, left, right)
    if left.name in _LEFT_OUT or right.name in _LEFT_OUT:
        raise NotCompiled
    if node.op in ORDER:
        sides = [_number(emitter, side, left, right, null=False) for side in (node.left, node.right)]
        return ast.Compare(sides[0], [_COMPARED[node.op]()], [sides[1]])
    if node.op in ("==", "!="):
        return _equal(emitter, node, left, right)
    return _computed(emitter, node, left, right)


def _number(emitter: Emitting, side: Node, left: Type, right: Type, *, null: bool) -> ast.expr:
    """One side of a comparison; of a whole and a decimal number both become decimal, as in the reference."""
    if {left.name, right.name} != {"int", "double"} or emitter.type(side).name == "double":
        return emitter.value(side, null=null)
    if isinstance(side, Literal) and isinstance(side.value, int):
        return ast.Constant(float(side.value))
    made = emitter.value(side)
    if null and emitter.type(side).nullable:
        return emitter.call("number_or_null", made)
    return ast.BinOp(made, ast.Mult(), ast.Constant(1.0))


def _equal(emitter: Emitting, node: Binary, left: Type, right: Type) -> ast.expr:
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(side, Literal) and side.kind == "null_type":
            present = emitter.raw(other) if other in emitter.checked.raw else emitter.value(other, null=True)
            return ast.Compare(present, [ast.Is() if node.op == "==" else ast.IsNot()], [ast.Constant(None)])
    if not (_steady(left) and _steady(right)):
        raise NotCompiled
    sides = [_number(emitter, side, left, right, null=True) for side in (node.left, node.right)]
    return ast.Compare(sides[0], [_COMPARED[node.op]()], [sides[1]])


def _steady(kind: Type) -> bool:
    """Whether Python compares it as CEL does: within lists, it takes a thing that is no number for equal to itself."""
    return kind.name != "list" or _exact(kind.of[0])


def _exact(kind: Type) -> bool:
    return kind.name in ("bool", "int", "string") or (kind.name == "list" and _exact(kind.of[0]))


def _member(emitter: Emitting, node: Binary, left: Type, right: Type) -> ast.expr:
    if left.name in _LEFT_OUT or left.name == "list":
        raise NotCompiled
    if isinstance(node.right, ListOf):
        return _among(emitter, node, node.right, left)
    if right.name == "map" and node.right in emitter.checked.raw and left.name == "string":
        key = emitter.value(node.left)
        key = emitter.call("present", key) if left.nullable else key
        return ast.Compare(key, [ast.In()], [emitter.raw(node.right)])
    if right.name == "list" and right.of[0].name == left.name and _exact(left):
        made = emitter.value(node.right)
        return ast.Compare(emitter.value(node.left), [ast.In()], [made])
    raise NotCompiled


def _among(emitter: Emitting, node: Binary, items: ListOf, left: Type) -> ast.expr:
    """``x in [a, b]`` with everything in the list a constant."""
    values: list[ast.expr] = []
    for item in items.items:
        if not isinstance(item, Literal) or item.kind not in ("string", "int", "double", "bool", "null_type"):
            raise NotCompiled
        crossed = item.kind in ("int", "double") and left.name in ("int", "double") and item.kind != left.name
        if crossed and left.name == "int":
            raise NotCompiled
        values.append(ast.Constant(float(item.value) if crossed and item.value is not None else item.value))
    return ast.Compare(emitter.value(node.left, null=True), [ast.In()], [ast.Tuple(values, ast.Load())])


def _computed(emitter: Emitting, node: Binary, left: Type, right: Type) -> ast.expr:
    sides = emitter.value(node.left), emitter.value(node.right)
    kinds = {left.name, right.name}
    if kinds == {"int"}:
        return _whole(emitter, node.op, *sides)
    if kinds == {"double"} and node.op == "/":
        return emitter.call("ratio", *sides)
    made = ast.BinOp(sides[0], _COMPUTED[node.op](), sides[1])
    if emitter.type(node).name == "duration":
        return emitter.call("in_span", made)
    if emitter.type(node).name == "list" and not _exact(emitter.type(node)):
        raise NotCompiled
    return made


def _whole(emitter: Emitting, op: str, left: ast.expr, right: ast.expr) -> ast.expr:
    if op == "/":
        return emitter.call("quotient", left, right)
    if op == "%":
        return emitter.call("remainder", left, right)
    return emitter.call("whole", ast.BinOp(left, _COMPUTED[op](), right))
