"""Why a condition was true: every part of it with the value it had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec

from realtime_rules.cel.checked import Checked
from realtime_rules.cel.compile import compiled
from realtime_rules.cel.emitting import NotCompiled
from realtime_rules.cel.errors import evaluation_error
from realtime_rules.cel.nodes import Each, Literal, Name, Node, Select, children
from realtime_rules.cel.problems import EvaluationError
from realtime_rules.cel.reference import Reference, Refused
from realtime_rules.cel.runtime import FAULTS
from realtime_rules.cel.schema import in_json

MOST_ELEMENTS: Final = 20
"""Elements of a list that are told of one by one."""


class Explained(msgspec.Struct, frozen=True):
    """A part of a condition (its ``text`` from ``start`` to ``end``) and its ``value``, as JSON has it.

    ``error`` is the kind of the ``EvaluationError`` if it has no value. The ``parts`` of a macro are its list, then
    what stands inside it for each of the first elements.
    """

    text: str
    start: int
    end: int
    value: Any
    error: str | None = None
    parts: tuple[Explained, ...] = ()


def explained(checked: Checked, variables: Mapping[str, Any]) -> Explained:
    """The tree for ``checked`` on ``variables``; parts may fail, this does not."""
    return _Explaining(checked).part(checked.root, variables)


class _Explaining:
    """Evaluates the parts of one condition."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked

    def part(self, node: Node, variables: Mapping[str, Any]) -> Explained:
        start, end = node.span
        try:
            value, kind = self.value(node, variables), None
        except EvaluationError as error:
            value, kind = None, error.kind
        parts = tuple(self.below(node, variables))
        return Explained(self.checked.text[start:end], start, end, msgspec.to_builtins(value), kind, parts)

    def value(self, node: Node, variables: Mapping[str, Any]) -> Any:
        part = replace(self.checked, root=node)
        try:
            return compiled(part, careful=True)(variables)
        except FAULTS as error:
            raise evaluation_error(part, variables, error) from None
        except NotCompiled:
            return self._referred(part, variables)

    def _referred(self, part: Checked, variables: Mapping[str, Any]) -> Any:
        try:
            return in_json(Reference(part).value(variables))
        except Refused:
            raise EvaluationError("other") from None

    def below(self, node: Node, variables: Mapping[str, Any]) -> list[Explained]:
        if isinstance(node, Each):
            return [self.part(node.source, variables), *self.elements(node, variables)]
        if isinstance(node, Select | Name):
            return []
        told = [part for part in children(node) if not isinstance(part, Literal)]
        return [self.part(part, variables) for part in told if self.checked.types[part].name != "struct"]

    def elements(self, node: Each, variables: Mapping[str, Any]) -> list[Explained]:
        try:
            compiled(replace(self.checked, root=node.body), careful=True)
            values = self.value(node.source, variables)
        except (EvaluationError, NotCompiled):
            return []
        first = list(values or ())[:MOST_ELEMENTS]
        return [self.part(node.body, {**variables, node.variable: value}) for value in first]
