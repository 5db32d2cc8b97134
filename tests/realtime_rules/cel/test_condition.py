"""What a condition says of events."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from realtime_rules.cel import Condition, ConditionError, EvaluationError
from tests.realtime_rules.cel.samples import SCHEMA

EVENT: dict[str, Any] = {
    "type": "lab.reported",
    "value": 6.8,
    "item": "K",
    "calls": 3,
    "flag": True,
    "at": "2026-03-01T20:30:00Z",
    "wait": "PT90S",
    "state": "new",
    "low": None,
    "tags": ["急诊", "ICU"],
    "numbers": [1, 2, 3],
    "items": [{"code": "K", "value": 7}, {"code": "Na", "value": 140.0}],
    "labels": {"a": 1.5},
}
VARIABLES: dict[str, Any] = {
    "event": EVENT,
    "now": dt.datetime(2026, 3, 1, 21, 0, tzinfo=dt.UTC),
    "window": {"count": 2, "mean": 4.5},
}

TRUE = [
    'event.value > 6.5 && event.item == "K"',
    "event.value > 6",
    "event.calls < 3.5 && event.calls == 3.0 && 3 <= event.calls",
    "event.calls / 2 == 1 && -7 / 2 == -3 && -7 % 3 == -1 && 7 % -3 == 1",
    'event.item in ["K", "Na"] && !("K" in event.tags) && "ICU" in event.tags',
    "event.calls in [1, 2, 3] && event.value in [6.8, 7]",
    'has(event.items) && !has(event.low) && event.low == null && event.note == null && event.state != "done"',
    "event.count == 5 && has(event.count)",
    'now - event.at == duration("30m") && event.at + duration("30m") == now',
    'event.at.getHours("Asia/Shanghai") == 4 && event.at.getDayOfWeek("+08:00") == 1 && event.at.getHours() == 20',
    "event.at.getMonth() == 2 && event.at.getDate() == 1 && event.at.getDayOfMonth() == 0 && now.getDayOfYear() == 59",
    'event.wait > duration("1m") && event.wait.getSeconds() == 90 && event.wait.getMinutes() == 1',
    'event.items.exists(i, i.code == "K" && i.value > 6.5) && event.items.all(i, i.value > 1.0)',
    'event.items.exists_one(i, i.code == "K") && size(event.items.filter(i, i.value > 100.0)) == 1',
    "event.numbers.map(n, n * 2) == [2, 4, 6] && event.numbers.map(n, n > 1, n) == [2, 3]",
    'size("医生") == 2 && "😀".size() == 1 && event.tags.size() == 2 && event.labels.size() == 1',
    'event.labels.a == 1.5 && event.labels["a"] < 2 && has(event.labels.a) && !has(event.labels.b)',
    '"a" in event.labels && !("b" in event.labels)',
    'event.item.startsWith("K") && event.item.endsWith("K") && "abc".contains("b") && "医" < "生" == true',
    r'"\u533b\x41\101\n" == "医AA\n" && r"\d" == "\\d" && """a"b""" == "a\"b"',
    "event.numbers[0] == 1 && (event.flag ? 1 : 2) == 1 && int(6.9) == 6 && double(event.calls) == 3.0",
    "event.flag // the doctor's own words",
    'event.part == null || event.part.y == "x"',
    "10 - 3 - 2 == 5 && 8 / 2 / 2 == 2 && 1 - (2 - 3) == 2 && 2 * 3 % 4 == 2 && 1 + 2 * 3 == 7",
    "1 / 0 > 1 || true",
    "!(false && 1 / 0 > 1) && !(1 / 0 > 1 && false)",
    "event.numbers.exists(n, 1 / (n - 2) > 0)",
    "window.count == 2 && window.mean > 4",
]


@pytest.mark.parametrize("text", TRUE)
def test_true_ones_are_compiled_and_hold(text: str) -> None:
    condition = Condition.of(text, SCHEMA)
    assert condition.compiled
    assert condition.holds(VARIABLES) is True
    assert condition.text == text


@pytest.mark.parametrize(
    "text",
    [
        'event.item.matches("^[A-Z]$")',
        "event.extra == null",
        'string(event.calls) == "3"',
        '{"a": 1}.a == event.calls - 2',
        "5u > 4u",
        'b"abc" == bytes("abc")',
        "type(event.value) == type(1.5)",
        '!has(event.low) && has(event.item) && event.low == null && string(event.calls) == "3"',
        'timestamp("2026-03-01T20:30:00.000000001Z") > event.at',
        'event.times == [] && event.items.filter(i, string(i.value) == "7").size() == 1',
    ],
)
def test_what_is_not_compiled_runs_on_the_reference(text: str) -> None:
    condition = Condition.of(text, SCHEMA)
    assert not condition.compiled
    assert condition.holds(VARIABLES) is True


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("event.low > 1.0", "no_value", "event.low"),
        ("event.part.x == 1", "no_value", "event.part.x"),
        ("event.sure && event.flag", "no_value", "event.sure"),
        ("event.sure", "no_value", "event.sure"),
        ("!event.sure", "no_value", "event.sure"),
        ("event.sure ? true : true", "no_value", "event.sure"),
        ("1 / (event.calls - 3) > 0", "division_by_zero", ""),
        ("event.calls % 0 == 0", "division_by_zero", ""),
        ("event.calls + 9223372036854775807 > 0", "overflow", ""),
        ("-(-9223372036854775808) > 0", "overflow", ""),
        ("event.numbers[3] == 1", "no_element", "3"),
        ("event.numbers[-1] == 1", "no_element", "-1"),
        ("event.labels.b > 1.0", "no_field", "b"),
        ("event.flag && 1 / 0 == 1", "division_by_zero", ""),
        ("event.numbers.all(n, 1 / (n - 2) < 5)", "division_by_zero", ""),
        ("event.numbers.exists_one(n, 1 / (n - 2) > 0)", "division_by_zero", ""),
        ('event.low > 1.0 && string(event.calls) == "3"', "no_value", ""),
        ("timestamp(event.item) > now", "other", ""),
        ("event.note in event.labels", "no_value", "event.note"),
    ],
)
def test_an_error_says_what_was_missing(text: str, kind: str, found: str) -> None:
    with pytest.raises(EvaluationError) as failed:
        Condition.of(text, SCHEMA).holds(VARIABLES)
    assert (failed.value.kind, failed.value.found) == (kind, found)
    assert found in failed.value.detail("zh")
    assert failed.value.detail("en").startswith("The condition could not be decided: ")


def test_a_missing_variable_and_a_missing_required_field_have_names() -> None:
    with pytest.raises(EvaluationError) as failed:
        Condition.of("window.count > 1", SCHEMA).holds({"event": EVENT})
    assert (failed.value.kind, failed.value.found) == ("no_variable", "window")
    with pytest.raises(EvaluationError) as failed:
        Condition.of("event.value > 1.0", SCHEMA).holds({"event": {}})
    assert (failed.value.kind, failed.value.found) == ("no_field", "value")


def test_a_key_that_comes_from_the_data_is_not_told() -> None:
    with pytest.raises(EvaluationError) as failed:
        Condition.of("event.labels[event.item] > 1.0", SCHEMA).holds(VARIABLES)
    assert (failed.value.kind, failed.value.found) == ("no_field", "…")


def test_fields_are_those_that_are_read_in_the_order_of_the_text() -> None:
    text = "window.count > 1 && event.items.exists(i, i.code == event.item) && event.part.x > 1 && event.labels.a > 1.0"
    fields = Condition.of(text, SCHEMA).fields
    assert fields == ("window.count", "event.items", "event.item", "event.part.x", "event.labels")


def test_times_come_as_texts_or_as_they_are() -> None:
    condition = Condition.of('now - event.at < duration("1h")', SCHEMA)
    east = dt.timezone(dt.timedelta(hours=8))
    for now in ("2026-03-01T21:00:00Z", "2026-03-02T05:00:00+08:00", dt.datetime(2026, 3, 2, 5, 0, tzinfo=east)):
        assert condition.holds({**VARIABLES, "now": now})
    with pytest.raises(EvaluationError) as failed:
        condition.holds({**VARIABLES, "now": "half past nine"})
    assert failed.value.kind == "bad_time"


def test_a_whole_number_in_a_decimal_field_is_a_decimal_number() -> None:
    """Only those have a zero below zero."""
    assert Condition.of("1.0 / -event.value < 0.0", SCHEMA).holds({"event": {"value": 0}})
    assert Condition.of("event.value == 9007199254740992.0", SCHEMA).holds({"event": {"value": 2**53 + 1}})
    assert Condition.of("event.values.all(v, 1.0 / -v < 0.0)", SCHEMA).holds({"event": {"values": [0, 0.0]}})


def test_a_loop_variable_hides_a_field_of_the_same_name() -> None:
    assert Condition.of("event.numbers.all(event, event > 0) && event.calls == 3", SCHEMA).holds(VARIABLES)


def test_long_lists_end_the_evaluation() -> None:
    def run(text: str, length: int) -> bool:
        return Condition.of(text, SCHEMA).holds({"event": {**EVENT, "numbers": [0] * length}})

    assert run("event.numbers.all(n, n == 0)", 10_000)
    nested = "event.numbers.all(n, event.numbers.exists(m, m == n))"
    assert run(nested, 100)
    for text, length in (("event.numbers.all(n, n == 0)", 10_001), (nested, 101)):
        with pytest.raises(EvaluationError) as failed:
            run(text, length)
        assert failed.value.kind == "long_list"


def test_what_is_compiled_cannot_reach_python() -> None:
    text = 'event.item == "__import__(\'os\')" || event.item == "\\"}{eval" || event.note == "variables"'
    condition = Condition.of(text, SCHEMA)
    assert condition.compiled
    assert not condition.holds(VARIABLES)
    for attempt in (
        "__import__('os') == 1",
        "event.__class__ == 1",
        "variables == 1",
        "k0 == 1",
        "len(event.tags) == 1",
    ):
        with pytest.raises(ConditionError):
            Condition.of(attempt, SCHEMA)


def test_the_explanation_has_the_value_of_each_part() -> None:
    told = Condition.of('event.value > 6.5 && event.low < 3.0 || event.item in ["K"]', SCHEMA).explain(VARIABLES)
    assert told.value is True
    both, member = told.parts
    assert (both.text, both.value, both.error) == ("event.value > 6.5 && event.low < 3.0", None, "no_value")
    assert [(part.text, part.value, part.error) for part in both.parts] == [
        ("event.value > 6.5", True, None),
        ("event.low < 3.0", None, "no_value"),
    ]
    assert both.parts[0].parts[0].value == 6.8
    assert (member.text, member.value, member.start) == ('event.item in ["K"]', True, 40)


def test_the_explanation_goes_into_lists_and_times() -> None:
    text = 'event.items.exists(i, i.value > 100.0) && now - event.at > duration("1m") && event.item.matches("K")'
    told = Condition.of(text, SCHEMA).explain(VARIABLES)
    loop, waited, matched = told.parts
    assert [part.value for part in loop.parts[1:]] == [False, True]
    assert loop.parts[2].parts[0].value == 140.0
    assert (waited.parts[0].value, waited.parts[0].parts[1].value) == ("PT1800S", "2026-03-01T20:30:00Z")
    assert matched.value is True
