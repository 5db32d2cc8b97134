"""The official tests of the language: those of ``tests/simple`` that speak of no protocol buffers.

``conformance.jsonl`` holds 946 of the cases of cel-spec (Apache-2.0, https://github.com/google/cel-spec), taken from
npm's ``@bufbuild/cel-spec`` 0.6.1 and written shorter: the expression, its variables, and the value or ``error``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from realtime_rules.cel import EvaluationError, Schema, kinds
from realtime_rules.cel.check import check
from realtime_rules.cel.checked import Checked
from realtime_rules.cel.compile import compiled
from realtime_rules.cel.emitting import NotCompiled
from realtime_rules.cel.kinds import Type
from realtime_rules.cel.parse import parse
from realtime_rules.cel.problems import Unreadable
from realtime_rules.cel.reference import Reference, Refused
from realtime_rules.cel.runtime import FAULTS
from tests.realtime_rules.cel.asked import ERROR, equal

CASES: Final = [
    json.loads(line) for line in (Path(__file__).parent / "conformance.jsonl").read_text("utf-8").splitlines()
]
_TYPES: Final = {"int": kinds.INT, "double": kinds.DOUBLE, "string": kinds.STRING, "bool": kinds.BOOL}

STRICTER: Final = {
    "no_variable": "variables are declared, and none has a dot in its name",
    "no_function": "functions are known",
    "operands": "a list is compared with one of its own kind, and a value looked for among its own kind",
    "needs_bool": "&& and || take true and false, also where the other side decides",
    "branches": "both results of ?: are of one type",
    "cannot_index": "a map's keys are of one type",
    "bad_character": "no field's name needs quotes",
}
"""What this checker refuses although the language has it, by the problem's code."""


def of_type(name: str) -> Type:
    if name.startswith("list<"):
        return kinds.list_of(of_type(name[5:-1]))
    return kinds.map_of(kinds.STRING, of_type(name[4:-1])) if name.startswith("map<") else _TYPES[name]


def value_of(written: Any) -> Any:
    if isinstance(written, dict):
        if "$" in written:
            return float(written["$"])
        return {key: value_of(value) for key, value in written["$map"].items()}
    return [value_of(one) for one in written] if isinstance(written, list) else written


def evaluated(checked: Checked, variables: Mapping[str, Any]) -> tuple[str, Any]:
    """How it was evaluated, and the value."""
    how = "compiled"
    try:
        try:
            return how, compiled(checked, careful=True)(variables)
        except NotCompiled:
            how = "reference"
            return how, Reference(checked).value(variables)
    except (*FAULTS, EvaluationError, Refused):
        return how, ERROR


def outcome(case: Mapping[str, Any]) -> str:
    """How a case went: ``compiled``, ``reference``, or the code of the problem it was refused for."""
    schema = Schema({name: of_type(kind) for name, kind in case.get("types", {}).items()})
    try:
        checked = check(case["expr"], parse(case["expr"]), schema)
    except Unreadable as error:
        return f"refused {error.code}"
    if checked.problems:
        return f"refused {checked.problems[0].code}"
    variables = {name: value_of(value) for name, value in case.get("values", {}).items()}
    how, value = evaluated(checked, variables)
    wanted = ERROR if "error" in case else value_of(case["value"])
    assert equal(value, wanted), (case, value)
    return how


def test_every_case_has_its_value_or_is_refused_for_a_stated_reason() -> None:
    outcomes = Counter[str]()
    for case in CASES:
        how = outcome(case)
        outcomes[how.split()[0]] += 1
        if how.startswith("refused ") and "error" not in case:
            assert how.removeprefix("refused ") in STRICTER, case
            outcomes["refused, though it has a value"] += 1
    assert outcomes == {"compiled": 475, "reference": 392, "refused": 79, "refused, though it has a value": 43}
