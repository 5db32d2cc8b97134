"""Python's syntax nodes for each form of a condition."""

from __future__ import annotations

import ast
from typing import Any, Final

from realtime_rules.cel import emit_calls, emit_operators
from realtime_rules.cel.checked import Checked
from realtime_rules.cel.emitting import NotCompiled
from realtime_rules.cel.kinds import Type, plain
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
    walk,
)


class Emitter:
    """Makes the syntax nodes of one condition. ``constants`` are the values the function needs under made-up names."""

    def __init__(self, checked: Checked, *, careful: bool) -> None:
        self.checked = checked
        self.careful = careful
        self.constants: dict[str, Any] = {}
        self.loops: list[tuple[str, str]] = []
        self.made = 0

    def result(self) -> ast.expr:
        """The whole condition; true or false if that is its type."""
        root = self.checked.root
        kind = self.type(root)
        if kind.name in ("dyn", "struct"):
            raise NotCompiled
        return self.truth(root) if kind.name == "bool" and not self.careful else self.value(root)

    def type(self, node: Node) -> Type:
        """The checker's word."""
        return self.checked.types[node]

    def value(self, node: Node, *, null: bool = False) -> ast.expr:
        """``node`` as the value it stands for. Unless ``null`` matters, missing times and numbers may fail at once."""
        if self.type(node).name == "dyn":
            raise NotCompiled
        if node in self.checked.raw:
            return self.converted(self.raw(node), self.type(node), null=null)
        return self.inner(node)

    def raw(self, node: Node) -> ast.expr:
        """``node`` as it stands in the JSON."""
        return self.inner(node)

    def inner(self, node: Node) -> ast.expr:
        """The form of ``node`` itself."""
        made: ast.expr = getattr(self, f"_{FORMS[type(node)]}")(node)
        return made

    def truth(self, node: Node) -> ast.expr:
        """``node`` where true or false is needed."""
        kind = self.type(node)
        if kind.name != "bool":
            raise NotCompiled
        made = self.value(node)
        return self.call("truth", made) if kind.nullable else made

    def converted(self, made: ast.expr, kind: Type, *, null: bool) -> ast.expr:
        """A raw ``made`` as the value of type ``kind``."""
        if plain(kind):
            return made
        if kind.name == "double":
            keep = null and kind.nullable
            return self.call("number_or_null", made) if keep else ast.BinOp(made, ast.Mult(), ast.Constant(1.0))
        if kind.name in _MOMENTS:
            name = _MOMENTS[kind.name]
            return self.call(f"{name}_or_null" if null and kind.nullable else name, made)
        if kind.name == "list" and not (null and kind.nullable):
            name = self.fresh()
            item = self.converted(_load(name), kind.of[0], null=True)
            return ast.ListComp(item, [_loop(name, made)])
        raise NotCompiled

    def call(self, function: str, *args: ast.expr) -> ast.expr:
        """A call of something in ``runtime`` or of a builtin."""
        return ast.Call(_load(function), list(args), [])

    def constant(self, value: Any) -> ast.expr:
        """A value of any type."""
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return _load(name)

    def fresh(self) -> str:
        """A new local name."""
        self.made += 1
        return f"x{self.made}"

    def _literal(self, node: Literal) -> ast.expr:
        """A constant."""
        if node.kind in ("uint", "bytes"):
            raise NotCompiled
        return ast.Constant(node.value)

    def _name(self, node: Name) -> ast.expr:
        """A loop's variable, or one of those that are handed in."""
        for name, local in reversed(self.loops):
            if name == node.name:
                return _load(local)
        return _item(_load("variables"), ast.Constant(node.name))

    def _select(self, node: Select) -> ast.expr:
        """A field, or a map's value."""
        owner = self.type(node.operand)
        key = ast.Constant(node.field)
        if owner.name != "struct":
            if owner.name != "map" or node.operand not in self.checked.raw:
                raise NotCompiled
            return _item(self.raw(node.operand), key)
        field = owner.fields[node.field]
        if field.required:
            return _item(self.raw(node.operand), key)
        get = ast.Attribute(self.raw(node.operand), "get", ast.Load())
        return ast.Call(get, [key] if field.default is None else [key, self.constant(field.default)], [])

    def _has(self, node: Has) -> ast.expr:
        """Whether a field has a value, or a map the key."""
        owner = self.type(node.operand)
        if owner.name not in ("struct", "map") or node.operand not in self.checked.raw:
            raise NotCompiled
        made, key = self.raw(node.operand), ast.Constant(node.field)
        field = owner.fields.get(node.field)
        if field is None or field.required:
            return ast.Compare(key, [ast.In()], [made])
        default = [] if field.default is None else [self.constant(field.default)]
        got = ast.Call(ast.Attribute(made, "get", ast.Load()), [key, *default], [])
        return ast.Compare(got, [ast.IsNot()], [ast.Constant(None)])

    def _index(self, node: Index) -> ast.expr:
        """An element of a list, or a map's value."""
        made = self.raw(node.operand)
        if self.type(node.operand).name == "list":
            return self.call("element", made, self.value(node.index))
        if self.type(node.operand).name == "map" and node.operand in self.checked.raw:
            return _item(made, self.value(node.index))
        raise NotCompiled

    def _choice(self, node: Choice) -> ast.expr:
        """``a ? b : c``."""
        then, otherwise = self.value(node.then, null=True), self.value(node.otherwise, null=True)
        return ast.IfExp(self.truth(node.condition), then, otherwise)

    def _logic(self, node: Logic) -> ast.expr:
        """``&&`` and ``||``."""
        parts = [self.truth(part) for part in node.parts]
        if not self.careful:
            return ast.BoolOp(ast.And() if node.op == "&&" else ast.Or(), parts)
        tried: list[ast.expr] = [_function(part) for part in parts]
        return self.call("every" if node.op == "&&" else "some", ast.Tuple(tried, ast.Load()))

    def _list(self, node: ListOf) -> ast.expr:
        """``[a, b]``."""
        if self.type(node).of[0].name == "dyn":
            raise NotCompiled
        return ast.List([self.value(item, null=True) for item in node.items], ast.Load())

    def _map(self, _node: MapOf) -> ast.expr:
        raise NotCompiled

    def _each(self, node: Each) -> ast.expr:
        """The macros."""
        source = self.raw(node.source) if node.source in self.checked.raw else self.value(node.source)
        if self.type(node.source).name not in ("list", "map"):
            raise NotCompiled
        nested = bool(self.loops) or any(isinstance(part, Each) for part in _inside(node))
        values = self.call("each_nested" if nested else "each", source)
        name = self.fresh()
        self.loops.append((node.variable, name))
        made = self._over(node, name, values)
        self.loops.pop()
        return made

    def _over(self, node: Each, name: str, values: ast.expr) -> ast.expr:
        if node.macro == "map":
            body = self.value(node.body, null=True)
            if self.type(node.body).name == "dyn":
                raise NotCompiled
            return ast.ListComp(body, [_loop(name, values, self.truth(node.where) if node.where else None)])
        body = self.truth(node.body)
        if node.macro == "filter":
            return ast.ListComp(_load(name), [_loop(name, values, body)])
        if node.macro == "exists_one":
            found = ast.ListComp(body, [_loop(name, values)])
            count = ast.Call(ast.Attribute(found, "count", ast.Load()), [ast.Constant(value=True)], [])
            return ast.Compare(count, [ast.Eq()], [ast.Constant(1)])
        if self.careful:
            return self.call(f"{'every' if node.macro == 'all' else 'some'}_element", values, _function(body, name))
        return self.call("all" if node.macro == "all" else "any", ast.GeneratorExp(body, [_loop(name, values)]))

    def _unary(self, node: Unary) -> ast.expr:
        """``!`` and ``-``."""
        return emit_operators.unary(self, node)

    def _binary(self, node: Binary) -> ast.expr:
        """Operators."""
        return emit_operators.binary(self, node)

    def _call(self, node: Call) -> ast.expr:
        """Functions."""
        return emit_calls.function(self, node)


_MOMENTS: Final = {"timestamp": "moment", "duration": "span"}


def _inside(node: Each) -> list[Node]:
    """Everything in what is done for each element."""
    bodies = [node.body] if node.where is None else [node.where, node.body]
    return [part for body in bodies for part, _ in walk(body)]


def _load(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _item(made: ast.expr, key: ast.expr) -> ast.expr:
    return ast.Subscript(made, key, ast.Load())


def _loop(name: str, values: ast.expr, where: ast.expr | None = None) -> ast.comprehension:
    return ast.comprehension(ast.Name(name, ast.Store()), values, [where] if where else [], 0)


def _function(body: ast.expr, *names: str) -> ast.expr:
    parameters = [ast.arg(name) for name in names]
    return ast.Lambda(
        ast.arguments(posonlyargs=[], args=parameters, kwonlyargs=[], kw_defaults=[], defaults=[]),
        body,
    )
