"""A condition: the public face of this package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from realtime_rules.cel.check import check
from realtime_rules.cel.checked import Checked
from realtime_rules.cel.compile import Compiled, compiled
from realtime_rules.cel.emitting import NotCompiled
from realtime_rules.cel.errors import evaluation_error
from realtime_rules.cel.explain import Explained, explained
from realtime_rules.cel.nodes import Call, Literal, walk
from realtime_rules.cel.parse import parse
from realtime_rules.cel.problems import ConditionError, EvaluationError, Problem, Unreadable
from realtime_rules.cel.reference import Reference, Refused, valid_pattern
from realtime_rules.cel.runtime import FAULTS
from realtime_rules.cel.schema import Declared, Schema


class Condition:
    """A CEL expression that is true or false, checked against a schema and ready to be evaluated.

    ``text`` is what the author wrote. ``fields`` are the variables and fields it reads (``event.value``), in the order
    of the text. ``compiled`` says whether it runs as Python (about 0.3 µs) or on the reference (about 20 µs).

    The variables of ``holds`` and ``explain`` are plain builtins as decoded from JSON: times are RFC 3339 texts or
    aware datetimes, durations ISO 8601 texts or timedeltas. They must be what the schema says; a field that may be
    empty may also be absent, which is the same as ``null``, and ``has(event.x)`` is then false.
    """

    __slots__ = ("_careful", "_checked", "_fast", "compiled", "fields", "text")

    def __init__(self, checked: Checked, fast: Compiled, careful: Compiled, *, is_compiled: bool) -> None:
        self.text: Final = checked.text
        self.fields: Final = tuple(dict.fromkeys(path for _, path in sorted(_places(checked))))
        self.compiled: Final = is_compiled
        self._checked: Final = checked
        self._fast: Final = fast
        self._careful: Final = careful

    @classmethod
    def of(cls, text: str, schema: Schema | Declared) -> Condition:
        """Read, check and compile ``text``; raises ``ConditionError`` with everything that is wrong with it."""
        checked = _checked(text, schema if isinstance(schema, Schema) else Schema.of(schema))
        try:
            fast, careful = compiled(checked, careful=False), compiled(checked, careful=True)
        except NotCompiled:
            evaluate = _on_reference(checked).value
            return cls(checked, evaluate, evaluate, is_compiled=False)
        return cls(checked, fast, careful, is_compiled=True)

    @property
    def quick(self) -> Compiled:
        """Gives True or False where that is plain; None or any failure means that only ``holds`` can tell."""
        return self._fast

    def holds(self, variables: Mapping[str, Any]) -> bool:
        """Whether it is true; raises ``EvaluationError`` if it is neither true nor false, as CEL has it."""
        try:
            result = self._fast(variables)
        except FAULTS:
            result = self._decided(variables)
        if result is True or result is False:
            return result
        if result is None:
            raise evaluation_error(self._checked, variables, TypeError())
        raise EvaluationError("not_bool")

    def explain(self, variables: Mapping[str, Any]) -> Explained:
        """Every part of the condition with its value, for the story of why it was true."""
        return explained(self._checked, variables)

    def _decided(self, variables: Mapping[str, Any]) -> Any:
        try:
            return self._careful(variables)
        except FAULTS as error:
            raise evaluation_error(self._checked, variables, error) from None

    def __repr__(self) -> str:
        return f"Condition({self.text!r})"


def _checked(text: str, schema: Schema) -> Checked:
    try:
        checked = check(text, parse(text), schema)
    except Unreadable as error:
        raise ConditionError([Problem.at(text, error.span, error.code, **error.params)]) from None
    kind = checked.types[checked.root]
    if not checked.problems and kind.name not in ("bool", "dyn"):
        words = {"type_zh": kind.zh, "type_en": kind.en}
        checked.problems.append(Problem.at(text, checked.root.span, "not_bool", **words))
    if checked.problems:
        raise ConditionError(checked.problems)
    return checked


def _on_reference(checked: Checked) -> Reference:
    _check_patterns(checked)
    try:
        return Reference(checked)
    except Refused as error:
        message = str(error)
        code = "too_deep_for_reference" if "recursion" in message else "refused"
        found = message.partition("ERROR: ")[2].partition("\n")[0] or message
        raise ConditionError([Problem.at(checked.text, checked.root.span, code, found=found)]) from None


def _check_patterns(checked: Checked) -> None:
    """The regular expressions that are written out, which only the reference can judge."""
    for node, _ in walk(checked.root):
        pattern = node.args[-1] if isinstance(node, Call) and node.function == "matches" else None
        if isinstance(pattern, Literal) and isinstance(pattern.value, str) and not valid_pattern(pattern.value):
            checked.problems.append(Problem.at(checked.text, pattern.span, "bad_pattern", found=pattern.value))
    if checked.problems:
        raise ConditionError(checked.problems)


def _places(checked: Checked) -> list[tuple[int, str]]:
    return [(node.span[0], path) for node, path in checked.reads.items()]
