"""What is compiled gives what the reference gives, value for value and error for error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realtime_rules.cel import Condition, EvaluationError, Schema, kinds
from realtime_rules.cel.check import check
from realtime_rules.cel.compile import compiled
from realtime_rules.cel.parse import parse
from realtime_rules.cel.reference import Reference
from realtime_rules.cel.runtime import Fault
from realtime_rules.cel.text import Writer
from tests.realtime_rules.cel.asked import ERROR, REFUSED, accepted, equal, form, ours, reference
from tests.realtime_rules.cel.expressions import Pair, conditions
from tests.realtime_rules.cel.samples import SCHEMA, VARIABLES

FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))


def compare(pair: Pair, variables: dict[str, Any]) -> None:
    condition = Condition.of(pair.ours, SCHEMA)
    window = {**variables["window"], "mean": float(variables["window"]["mean"])}
    theirs = reference(pair.theirs, {**variables, "event": form(variables["event"]), "window": window})
    if theirs == REFUSED:
        return
    theirs = ERROR if theirs is None else theirs  # a condition has to be true or false
    assert equal(ours(condition, variables), theirs)
    checked = check(pair.ours, parse(pair.ours), SCHEMA)
    assert equal(answer(checked, variables), theirs), "the fallback has to ask the same"


def answer(checked: Any, variables: dict[str, Any]) -> Any:
    try:
        found = Reference(checked).value(variables)
    except EvaluationError:
        return ERROR
    return ERROR if found is None else found


@FEW
@given(conditions(2), VARIABLES)
def test_conditions(pair: Pair, variables: dict[str, Any]) -> None:
    compare(pair, variables)


@pytest.mark.slow
@MANY
@given(conditions(2), VARIABLES)
def test_many_conditions(pair: Pair, variables: dict[str, Any]) -> None:
    compare(pair, variables)


@pytest.mark.slow
@settings(MANY, max_examples=150)
@given(conditions(4), VARIABLES)
def test_deep_conditions(pair: Pair, variables: dict[str, Any]) -> None:
    compare(pair, variables)


@pytest.mark.slow
@settings(MANY, max_examples=250)
@given(conditions(2), VARIABLES)
def test_a_checked_condition_never_has_the_wrong_type(pair: Pair, variables: dict[str, Any]) -> None:
    """Where nothing is null, nothing is missing but a map's key."""
    event = form(variables["event"])
    spans = {name: variables["event"].get(name) or "PT1S" for name in ("wait", "pause")}
    whole = {"note": "n", "low": 1.0, "rank": 1, "sure": True, "seen": variables["now"]}
    items = [{**item, "low": item["low"] or 1.0, "at": item["at"] or variables["now"]} for item in event["items"]]
    filled = {name: whole[name] if event[name] is None else event[name] for name in whole}
    event = {**event, **filled, **spans, "items": items, "part": {"x": 1, "y": "y"}}
    assert kind_of(pair.ours, {**variables, "event": event}) in (
        "", "division_by_zero", "overflow", "no_element", "no_field"
    )  # fmt: skip


def kind_of(text: str, variables: dict[str, Any]) -> str:
    """The kind of error, if there is one."""
    try:
        Condition.of(text, SCHEMA).holds(variables)
    except EvaluationError as error:
        return error.kind
    return ""


OPERATORS = ["+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||", "in"]
OPERANDS = ["1", "2", "-3", "0x10", "1.5", "true", "false", "null", '"a"', "[1, 2]", "- 1", "!true", "--2", "[1][0]"]


@st.composite
def soups(draw: Any) -> str:
    """Operators and operands without brackets, whatever their types."""
    words = [draw(st.sampled_from(OPERANDS))]
    for _ in range(draw(st.integers(1, 5))):
        words += [draw(st.sampled_from([*OPERATORS, "?"])), draw(st.sampled_from(OPERANDS))]
        if words[-2] == "?":
            words += [":", draw(st.sampled_from(OPERANDS))]
    return " ".join(words)


@settings(max_examples=60, deadline=None)
@given(soups())
def test_what_binds_tighter_does_so_there_too(text: str) -> None:
    """The reference finds in our brackets what it found in the text without them."""
    assert equal(reference(Writer().text(parse(text)), {}), reference(text, {}))


@pytest.mark.parametrize(
    "text",
    [
        "1 - (2 - 3) - 4",
        "a && (b || c) && !(d && e)",
        "(a ? b : c) ? d : e ? f : g",
        "-(-1) - -2",
        "(1 + 2) * 3 / (4 * 5)",
        "!(a == b) == (c < d)",
        '(a || b ? c : d).e[1 + 2].f(x, [1, 2.5], {"k": null})',
        'x.map(i, i > 1u, -i) + [b"\\x00\\xff", "\\n医\\\\"]',
        "has(a.b) && (-5).c == (a in b in c)",
    ],
)
def test_no_bracket_too_many_or_too_few_is_written(text: str) -> None:
    assert Writer().text(parse(text)) == text


CORNERS = [0, 1, -1, 2, -7, 2**53 + 1, 2**63 - 1, 2**63 - 2, -(2**63)]
DOUBLES = ["9223372036854775807.0", "9223372036854774784.0", "-9223372036854775808.0", "9007199254740992.0", "-0.0"]


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "==", "!="])
def test_whole_and_decimal_numbers_compare_as_there_up_to_the_ends(op: str) -> None:
    for decimal in DOUBLES:
        text = f"event.calls {op} {decimal}"
        condition = Condition.of(text, SCHEMA)
        for whole in CORNERS:
            variables = {"event": {"calls": whole}}
            assert condition.holds(variables) is reference(text, variables), (text, whole)


@pytest.mark.parametrize("op", ["+", "-", "*", "/", "%"])
def test_arithmetic_ends_where_64_bits_end(op: str) -> None:
    text = f"event.calls {op} event.count"
    function = compiled(check(text, parse(text), SCHEMA), careful=False)
    for left in CORNERS:
        for right in CORNERS:
            variables = {"event": {"calls": left, "count": right}}
            try:
                value: Any = function(variables)
            except Fault:
                value = ERROR
            assert value == reference(text, variables), (left, op, right)


TYPED = {
    "i": "int",
    "s": "string",
    "b": "bool",
    "t": "timestamp",
    "w": "duration",
    "l": "list<int>",
    "m": "map<string,int>",
}
OURS = Schema(
    {
        "i": kinds.INT,
        "s": kinds.STRING,
        "b": kinds.BOOL,
        "t": kinds.TIMESTAMP,
        "w": kinds.DURATION,
        "l": kinds.list_of(kinds.INT),
        "m": kinds.map_of(kinds.STRING, kinds.INT),
    }
)
FORMS = [
    *(f"({{}} {op} {{}})" for op in OPERATORS),
    "({} ? {} : {})",
    "!({})",
    "-({})",
    "{}[{}]",
    "size({})",
    "{}.contains({})",
    "{}.getHours()",
    "double({}) < double({})",
    "string({}) == {}",
    "{}.exists(x, x == {})",
    "{}.map(x, {})",
    "{}.all(x, x)",
    "{}.k",
]


@st.composite
def typed_or_not(draw: Any, depth: int = 2) -> str:
    """Any form around any variables."""
    if depth == 0 or draw(st.integers(0, 2)) == 0:
        return str(draw(st.sampled_from([*TYPED, "1", '"a"', "true", 'duration("1s")'])))
    form = draw(st.sampled_from(FORMS))
    return str(form.format(*(draw(typed_or_not(depth - 1)) for _ in range(form.count("{}")))))


def taken(text: str) -> bool:
    """Whether our check takes ``text``."""
    return not check(text, parse(text), OURS).problems


@settings(max_examples=40, deadline=None)
@given(typed_or_not())
def test_the_checker_takes_what_the_references_own_takes(text: str) -> None:
    assert taken(text) is accepted(text, TYPED)


@pytest.mark.slow
@settings(MANY, max_examples=600)
@given(typed_or_not())
def test_the_checker_takes_what_the_references_own_takes_at_length(text: str) -> None:
    assert taken(text) is accepted(text, TYPED)
