"""From CEL to the visual editor's tree, as far as the tree can show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from realtime_rules.cel.kinds import Type
from realtime_rules.cel.nodes import Binary, Call, Has, ListOf, Literal, Logic, Name, Node, Select, Unary
from realtime_rules.cel.schema import Schema
from realtime_rules.cel.tree_model import Group, Operator, Rule, operators_of

_SIGNS: Final[dict[str, Operator]] = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_MIRRORED: Final[dict[str, str]] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_CALLS: Final[dict[str, Operator]] = {"contains": "contains", "startsWith": "beginsWith", "endsWith": "endsWith"}
_NEGATED: Final[dict[Operator, Operator]] = {
    "in": "notIn",
    "contains": "doesNotContain",
    "beginsWith": "doesNotBeginWith",
    "endsWith": "doesNotEndWith",
}


class OnlyAsText(Exception):
    """The editor has no form for this part."""


def read(root: Node, schema: Schema) -> Group:
    """``root`` as a group; raises ``OnlyAsText``."""
    made = _Reading(dict(schema.paths())).part(root)
    return made if isinstance(made, Group) else Group(combinator="and", rules=(made,))


class _Reading:
    def __init__(self, paths: dict[str, Type]) -> None:
        self.paths = paths

    def part(self, node: Node) -> Rule | Group:
        """A group or a rule."""
        if isinstance(node, Logic):
            rules = tuple(self.part(part) for part in node.parts)
            return Group(combinator="and" if node.op == "&&" else "or", rules=rules)
        if isinstance(node, Unary) and node.op == "!":
            return self.turned(self.part(node.operand), node.operand)
        return self.rule(node)

    def turned(self, made: Rule | Group, node: Node) -> Rule | Group:
        """What is said by ``!`` before it."""
        if isinstance(made, Group):
            if made.inverted:
                raise OnlyAsText
            return Group(combinator=made.combinator, rules=made.rules, inverted=True)
        if made.operator in _NEGATED:
            return Rule(
                field=made.field, operator=_NEGATED[made.operator], value=made.value, value_source=made.value_source
            )
        if isinstance(node, Select):
            return Rule(field=made.field, operator="=", value=False)
        if isinstance(node, Has):
            return Rule(field=made.field, operator="null")
        return Group(combinator="and", rules=(made,), inverted=True)

    def rule(self, node: Node) -> Rule:
        """One comparison, or nothing the editor knows."""
        made = self._rule(node)
        if made.operator not in operators_of(self.paths[made.field]):
            raise OnlyAsText
        return made

    def _rule(self, node: Node) -> Rule:
        if isinstance(node, Binary):
            return self.member(node) if node.op == "in" else self.compared(node)
        if isinstance(node, Call) and node.function in _CALLS and node.target is not None:
            field = self.field(node.target)
            value, source = self.value(node.args[0])
            return Rule(field=field, operator=_CALLS[node.function], value=value, value_source=source)
        if isinstance(node, Has):
            return self.present(node)
        return self.flag(node)

    def compared(self, node: Binary) -> Rule:
        """A field and a value, on either side."""
        left, right, sign = node.left, node.right, node.op
        if sign not in _SIGNS:
            raise OnlyAsText
        if not isinstance(left, Select | Name):
            left, right, sign = right, left, _MIRRORED[sign]
        field = self.field(left)
        if isinstance(right, Literal) and right.kind == "null_type":
            return Rule(field=field, operator="null" if sign == "==" else "notNull")
        value, source = self.value(right)
        return Rule(field=field, operator=_SIGNS[sign], value=value, value_source=source)

    def member(self, node: Binary) -> Rule:
        """A field in a list of constants, or a value in a field that is a list."""
        if isinstance(node.right, ListOf):
            return Rule(field=self.field(node.left), operator="in", value=_constants(node.right.items))
        field = self.field(node.right)
        value, source = self.value(node.left)
        if self.paths[field].name != "list":
            raise OnlyAsText
        return Rule(field=field, operator="contains", value=value, value_source=source)

    def present(self, node: Has) -> Rule:
        """A field that may be empty has a value."""
        return Rule(field=self.field(Select(node.span, node.operand, node.field)), operator="notNull")

    def flag(self, node: Node) -> Rule:
        """A field that is itself true or false. One that may be empty would be no error when compared."""
        field = self.field(node)
        if self.paths[field].name != "bool" or self.paths[field].nullable:
            raise OnlyAsText
        return Rule(field=field, operator="=", value=True)

    def field(self, node: Node) -> str:
        """A field's name with dots."""
        name = _dotted(node)
        if name not in self.paths:
            raise OnlyAsText
        return name

    def value(self, node: Node) -> tuple[Any, Any]:
        """A constant, or another field."""
        if isinstance(node, Name | Select):
            return self.field(node), "field"
        return _constant(node), "value"


def _constants(items: Sequence[Node]) -> list[Any]:
    if any(isinstance(item, Call) for item in items):
        raise OnlyAsText
    return [_constant(item) for item in items]


def _constant(node: Node) -> Any:
    if isinstance(node, Literal) and node.kind in ("bool", "int", "double", "string"):
        return node.value
    if isinstance(node, Call) and node.target is None and node.function in ("timestamp", "duration"):
        written = node.args[0]
        if isinstance(written, Literal) and isinstance(written.value, str):
            return written.value
    raise OnlyAsText


def _dotted(node: Node) -> str:
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Select):
        return f"{_dotted(node.operand)}.{node.field}"
    raise OnlyAsText
