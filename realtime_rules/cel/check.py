"""Finds the type of every part of a condition, and everything that is wrong with it, before it is saved."""

from __future__ import annotations

from typing import Final

from realtime_rules.cel import kinds
from realtime_rules.cel.calls import called
from realtime_rules.cel.checked import Checked
from realtime_rules.cel.kinds import BOOL, DYN, INT, NULL, STRING, Type
from realtime_rules.cel.nearest import hints
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
from realtime_rules.cel.operators import compared, computed, member_of
from realtime_rules.cel.problems import Problem
from realtime_rules.cel.schema import Schema

CONSTANTS: Final = {
    "bool": BOOL,
    "int": INT,
    "uint": kinds.UINT,
    "double": kinds.DOUBLE,
    "string": STRING,
    "bytes": kinds.BYTES,
    "null_type": NULL,
}


def check(text: str, root: Node, schema: Schema) -> Checked:
    """Check ``root``, read from ``text``, against ``schema``; the result need not be true or false."""
    found = Checked(text, root, schema)
    Checker(found).value(root)
    return found


class Checker:
    """Goes through the nodes from the inside out. A part with a problem has the type ``dyn``, so it causes no more."""

    def __init__(self, found: Checked) -> None:
        self.found = found
        self.loops: list[tuple[str, Type, bool]] = []

    def wrong(self, node: Node, code: str, **params: object) -> Type:
        """Note a problem."""
        self.found.problems.append(Problem.at(self.found.text, node.span, code, **params))
        return DYN

    def source(self, node: Node) -> str:
        """The text of a part."""
        return self.found.text[slice(*node.span)]

    def value(self, node: Node) -> Type:
        """The type of a part that is used as a value, which a group of fields cannot be."""
        kind = self.visit(node)
        if kind.name != "struct":
            return kind
        name = self.source(node)
        return self.wrong(node, "whole_record", found=name, example=f"{name}.{next(iter(kind.fields), 'x')}")

    def visit(self, node: Node) -> Type:
        """The type of a part."""
        kind: Type = getattr(self, f"_{FORMS[type(node)]}")(node)
        self.found.types[node] = kind
        return kind

    def _name(self, node: Name) -> Type:
        for name, kind, raw in reversed(self.loops):
            if name == node.name:
                if raw:
                    self.found.raw.add(node)
                return kind
        kind = self.found.schema.variables.get(node.name, NULL)
        if kind is NULL:
            return self._no_variable(node)
        self.found.raw.add(node)
        self.found.reads[node] = node.name
        return kind

    def _no_variable(self, node: Name) -> Type:
        """Often a field's name without the variable that holds it."""
        schema = self.found.schema
        holders = [path for path, _ in schema.paths() if path.endswith(f".{node.name}")]
        hint = hints(holders[0], holders) if holders else hints(node.name, schema.variables)
        return self.wrong(node, "no_variable", found=node.name, **hint)

    def _select(self, node: Select) -> Type:
        owner = self.visit(node.operand)
        kind = self._field(node, owner)
        if node.operand in self.found.raw:
            self.found.raw.add(node)
            self._read(node, owner)
        return kind

    def _has(self, node: Has) -> Type:
        owner = self.visit(node.operand)
        self._field(node, owner)
        self._read(node, owner)
        return BOOL

    def _read(self, node: Select | Has, owner: Type) -> None:
        path = self.found.reads.get(node.operand)
        if owner.name == "struct" and path:
            del self.found.reads[node.operand]
            self.found.reads[node] = f"{path}.{node.field}"

    def _field(self, node: Select | Has, owner: Type) -> Type:
        if owner.name == "struct":
            if node.field in owner.fields:
                return owner.fields[node.field].type
            name = self.source(node.operand)
            return self.wrong(node, "no_field", owner=name, found=node.field, **hints(node.field, owner.fields))
        if owner.name == "map":
            return owner.of[1]
        if owner == DYN:
            return DYN
        return self.wrong(node, "not_a_record", type_zh=owner.zh, type_en=owner.en, found=node.field)

    def _index(self, node: Index) -> Type:
        owner, index = self.visit(node.operand), self.value(node.index)
        if owner.name == "struct":
            found = node.index.value if isinstance(node.index, Literal) else "x"
            return self.wrong(node.index, "index_record", found=found)
        if node.operand in self.found.raw:
            self.found.raw.add(node)
        if DYN in (owner, index):
            return owner.of[-1] if owner.of else DYN
        wants = {"list": "int", "map": owner.of[0].name if owner.of else ""}.get(owner.name)
        if wants is None or index.name != wants:
            words = {"type_zh": owner.zh, "type_en": owner.en, "index_zh": index.zh, "index_en": index.en}
            return self.wrong(node, "cannot_index", **words)
        return owner.of[-1]

    def _call(self, node: Call) -> Type:
        return called(self, node)

    def _unary(self, node: Unary) -> Type:
        kind = self.value(node.operand)
        if node.op == "!":
            return self.truth(node.operand, kind, "!")
        if kind.name in ("int", "double"):
            return Type(kind.name)
        return DYN if kind == DYN else self.wrong(node, "operand", op="-", type_zh=kind.zh, type_en=kind.en)

    def _logic(self, node: Logic) -> Type:
        for part in node.parts:
            self.truth(part, self.value(part), node.op)
        return BOOL

    def truth(self, node: Node, kind: Type, op: str) -> Type:
        """``kind`` must be true or false."""
        if kind.name not in ("bool", "dyn"):
            self.wrong(node, "needs_bool", op=op, type_zh=kind.zh, type_en=kind.en)
        return BOOL

    def _binary(self, node: Binary) -> Type:
        if node.op in ("==", "!="):
            return compared(self, node)
        if node.op == "in":
            return member_of(self, node)
        return computed(self, node)

    def _choice(self, node: Choice) -> Type:
        self.truth(node.condition, self.value(node.condition), "?")
        left, right = self.value(node.then), self.value(node.otherwise)
        kind = kinds.joined(left, right)
        if kind is None:
            words = {"left_zh": left.zh, "left_en": left.en, "right_zh": right.zh, "right_en": right.en}
            return self.wrong(node, "branches", **words)
        return kind

    def _list(self, node: ListOf) -> Type:
        return kinds.list_of(self._joined([self.value(item) for item in node.items]))

    def _map(self, node: MapOf) -> Type:
        keys = self._joined([self.value(key) for key, _ in node.entries])
        return kinds.map_of(keys, self._joined([self.value(value) for _, value in node.entries]))

    def _joined(self, parts: list[Type]) -> Type:
        whole = parts[0] if parts else DYN
        for part in parts[1:]:
            whole = kinds.joined(whole, part) or DYN
        return whole

    def _each(self, node: Each) -> Type:
        source = self.value(node.source)
        if source.name not in ("list", "map", "dyn"):
            words = {"type_zh": source.zh, "type_en": source.en}
            return self.wrong(node.source, "cannot_loop", function=node.macro, **words)
        element = source.of[0] if source.of else DYN
        raw = node.source in self.found.raw and source.name == "list"
        self.loops.append((node.variable, element, raw))
        kind = self._body(node)
        self.loops.pop()
        if node.macro == "filter" and raw:
            self.found.raw.add(node)
        return {"map": kinds.list_of(kind), "filter": kinds.list_of(element)}.get(node.macro, BOOL)

    def _body(self, node: Each) -> Type:
        if node.where is not None:
            self.truth(node.where, self.value(node.where), node.macro)
        kind = self.value(node.body)
        return kind if node.macro == "map" else self.truth(node.body, kind, node.macro)

    def _literal(self, node: Literal) -> Type:
        return CONSTANTS[node.kind]
