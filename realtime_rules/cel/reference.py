"""The reference: Google's own CEL (C++), for what is not compiled, and to prove right what is.

It is asked without its own type check, which is ours (docs/decisions/0011): the text it gets is the checked condition
with what JSON has no form for put in, ``timestamp(event.at)`` for a time. It counts at most 10,000 steps of macros in
one evaluation and reads at most 32 levels of nesting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from cel_expr_python import cel  # type: ignore[import-untyped]

from realtime_rules.cel import times
from realtime_rules.cel.checked import Checked
from realtime_rules.cel.kinds import TEMPORAL, Type, plain
from realtime_rules.cel.nodes import Binary, Has, Literal, Node
from realtime_rules.cel.problems import EvaluationError
from realtime_rules.cel.runtime import FAULTS, moment, span
from realtime_rules.cel.text import MEMBER, SUM, Writer

Refused = RuntimeError
"""What the reference raises for a text it cannot read."""

_KINDS: Final = (
    ("divide by zero", "division_by_zero"),
    ("modulus by zero", "division_by_zero"),
    ("overflow", "overflow"),
    ("out of int64 range", "overflow"),
    ("Index error", "no_element"),
    ("Key not found", "no_field"),
    ("No value with name", "no_variable"),
    ("Iteration budget exceeded", "long_list"),
    ("No matching overloads", "no_value"),
    ("SELECT to non-message", "no_value"),
)
"""How its messages begin to be ours."""


class Reference:
    """A condition that the reference evaluates. Raises ``Refused`` if it cannot read it."""

    def __init__(self, checked: Checked) -> None:
        self.schema: Final = checked.schema
        names = {path.split(".")[0] for path in checked.reads.values()}
        self.names: Final = {name: _used(name, checked) for name in names}
        self.expression: Final = _environment(tuple(sorted(names))).compile(_Writer(checked).root(), disable_check=True)

    def value(self, variables: Mapping[str, Any]) -> Any:
        """The value as Python has it; raises ``EvaluationError``."""
        try:
            data = {name: self._projected(name, variables[name]) for name in self.names if name in variables}
        except FAULTS:
            raise EvaluationError("other") from None
        try:
            found = self.expression.eval(data=data)
        except RuntimeError as error:
            raise _failed(str(error)) from None
        if found.type() == cel.Type.ERROR:
            raise _failed(str(found.value()))
        return found.plain_value()

    def _projected(self, name: str, value: Any) -> Any:
        kind = self.schema.variables[name]
        if kind.name != "struct":
            return projected(kind, value)
        return projected(kind, value, self.names[name])


def valid_pattern(pattern: str) -> bool:
    """Whether ``matches`` takes ``pattern`` (RE2)."""
    expression = _environment(("pattern",)).compile('"".matches(pattern)', disable_check=True)
    return bool(expression.eval(data={"pattern": pattern}).type() != cel.Type.ERROR)


def projected(kind: Type, value: Any, only: frozenset[str] | None = None) -> Any:
    """``value`` as the reference takes it: defaults filled in, decimal numbers decimal, times as texts."""
    if value is None:
        return None
    if kind.name == "struct":
        return _fields(kind, value, only)
    if kind.name == "list":
        return [projected(kind.of[0], item) for item in value]
    if kind.name == "map":
        return {key: projected(kind.of[1], item) for key, item in value.items()}
    return _SIMPLE[kind.name](value) if kind.name in _SIMPLE else value


_SIMPLE: Final[dict[str, Callable[[Any], Any]]] = {
    "double": lambda value: value * 1.0,
    "timestamp": lambda value: moment(value).isoformat().replace("+00:00", "Z"),
    "duration": lambda value: times.as_duration(span(value)),
}


def _fields(kind: Type, value: Mapping[str, Any], only: frozenset[str] | None) -> dict[str, Any]:
    found = {}
    for name, field in kind.fields.items():
        if only is not None and name not in only:
            continue
        if name in value or not field.required:
            found[name] = projected(field.type, value.get(name, field.default))
    return found


def _used(name: str, checked: Checked) -> frozenset[str]:
    parts = [path.split(".") for path in checked.reads.values()]
    return frozenset(path[1] for path in parts if path[0] == name and len(path) > 1)


@cache
def _environment(names: tuple[str, ...]) -> cel.Env:
    return cel.NewEnv(variables=dict.fromkeys(names, cel.Type.DYN))


def _failed(message: str) -> EvaluationError:
    for words, kind in _KINDS:
        if words in message:
            return EvaluationError(kind)
    return EvaluationError("other")


class _Writer(Writer):
    """Writes a checked condition for the reference."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked

    def root(self) -> str:
        return self.text(self.checked.root)

    def text(self, node: Node) -> str:
        made = super().text(node)
        if node not in self.checked.raw:
            return made
        return _converted(made, self.checked.types[node])

    def _has(self, node: Has) -> str:
        owner = self.checked.types[node.operand]
        field = owner.fields.get(node.field)
        if field is None or field.required:
            return super()._has(node)
        return f"({self.within(node.operand, MEMBER)}.{node.field} != null)"

    def _binary(self, node: Binary) -> str:
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(side, Literal) and side.kind == "null_type" and node.op in ("==", "!="):
                made = super().text(other)
                return f"{made if self.level(other) >= SUM else f'({made})'} {node.op} null"
        return super()._binary(node)


def _converted(made: str, kind: Type) -> str:
    if plain(kind) or kind.name in ("double", "dyn"):
        return made
    if kind.name in TEMPORAL:
        whole = f"{kind.name}({made})"
        return f"({made} == null ? null : {whole})" if kind.nullable else whole
    if kind.name == "list":
        item = _converted("it", kind.of[0])
        return made if item == "it" else f"{made}.map(it, {item})"
    return made
