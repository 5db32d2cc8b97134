"""What the author of a condition is told: where, what, and what to do."""

from __future__ import annotations

import re

import pytest

from realtime_rules.cel import Condition, ConditionError, Problem
from realtime_rules.cel.words import FAILED, WRONG
from tests.realtime_rules.cel.samples import SCHEMA


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConditionError) as refused:
        Condition.of(text, SCHEMA)
    return refused.value.problems


@pytest.mark.parametrize(
    ("text", "code", "marked", "said"),
    [
        ("", "empty", "", "请填写"),
        ("  // nothing", "empty", "  // nothing", "请填写"),
        ("event.vaule > 6.5", "no_field", "event.vaule", "“value”"),
        ("evnt.value > 6.5", "no_variable", "evnt", "“event”"),
        ("value > 6.5", "no_variable", "value", "“event.value”"),
        ("event.item == K", "no_variable", "K", "引号"),
        ("event.items.exists(i, i.valu > 1.0)", "no_field", "i.valu", "“value”"),
        ('event.state == "nwe"', "no_choice", '"nwe"', "“new”"),
        ('event.state in ["new", "gone"]', "no_choice", '"gone"', "“done”"),
        ("event.value", "not_bool", "event.value", "小数"),
        ("event.value && true", "needs_bool", "event.value", "小数"),
        ('event.value > "6.5"', "operands", 'event.value > "6.5"', "小数和文字"),
        ('event.value == "6.5"', "operands", 'event.value == "6.5"', "小数和文字"),
        ("event.calls * 1.5 > 2.0", "mixed_numbers", "event.calls * 1.5", "2.0"),
        ("-event.item == event.item", "operand", "-event.item", "文字"),
        ("event.item == null", "never_null", "event.item == null", "总有值"),
        ('"a" in event.item', "in_text", '"a" in event.item', 'event.item.contains("a")'),
        ("event == null", "never_null", "event == null", "总有值"),
        ("event.part > 1", "whole_record", "event.part", "event.part.x"),
        ('event["item"] == "K"', "index_record", '"item"', ".item"),
        ('event.tags["a"] == "K"', "cannot_index", 'event.tags["a"]', "列表"),
        ("event.calls.x == 1", "not_a_record", "event.calls.x", "整数"),
        ("event.calls.exists(x, x > 1)", "cannot_loop", "event.calls", "整数"),
        ("event.flag ? 1 : 2.0", "branches", "event.flag ? 1 : 2.0", "整数和小数"),
        ("event.item.startswith('K')", "no_function", "event.item.startswith('K')", "“startsWith”"),
        ("size(event.calls) > 1", "arguments", "size(event.calls)", "size(event.list)"),
        ("event.items.exists(i) == 1", "arguments", "event.items.exists(i)", "exists(x, x > 1)"),
        ('duration("5 min") < event.wait', "bad_duration", '"5 min"', "1h30m"),
        ('timestamp("2026-13-01") < now', "bad_time", '"2026-13-01"', "2026-01-31T08:00:00+08:00"),
        ('now.getHours("Mars/Base") > 1', "bad_zone", '"Mars/Base"', "Asia/Shanghai"),
        ('event.item.matches("(")', "bad_pattern", '"("', "正则"),
        ("event.item = 'K'", "instead", "=", "=="),
        ("event.flag and true", "instead", "and", "&&"),
        ("event.flag == True", "no_variable", "True", "True"),
        ("event.item == “K”", "wide_character", "“", '"'),
        ("event.value（6", "wide_character", "（", "("),
        ("event.value > 6 §", "bad_character", "§", "删除"),
        ('event.item == "K', "open_text", '"K', "引号"),
        (r'event.item == "\q"', "bad_escape", r"\q", "转义"),
        (r'event.item == "\ud800"', "bad_escape", r"\ud800", "转义"),
        (r'event.item == "\U00110000"', "bad_escape", r"\U00110000", "转义"),
        ("event.calls > 9223372036854775808", "bad_number", "9223372036854775808", "范围"),
        ("event.value > ", "unfinished", " ", "没有写完"),
        ("(event.value > 6", "unfinished", "6", "没有写完"),
        ("event.value > 6)", "unexpected", ")", "括号"),
        ("event.value 6", "unexpected", "6", "运算符"),
        ("if > 1", "reserved", "if", "保留字"),
        ("Thing{a: 1} == 1", "no_messages", "Thing", "对象"),
        ("event.tags.exists(1, true)", "macro_variable", "1", "exists"),
        ("has(event)", "has_needs_field", "event", "has(event.value)"),
        ("1 in 5", "operands", "1 in 5", "整数"),
    ],
)
def test_the_problem_is_named_marked_and_explained(text: str, code: str, marked: str, said: str) -> None:
    problem = problems(text)[0]
    assert problem.code == code
    assert text[problem.start : problem.end] == marked
    assert said in problem.zh
    assert problem.en


def test_all_problems_are_told_in_the_order_of_the_text() -> None:
    found = problems("event.vaule > 6.5 &&\n  event.item == 5 ||\n  nothing")
    assert [(p.code, p.line, p.column) for p in found] == [
        ("no_field", 1, 1),
        ("operands", 2, 3),
        ("no_variable", 3, 3),
    ]


def test_one_mistake_is_told_once() -> None:
    assert len(problems("event.vaule + 1.0 > 6.5 && !(event.vaule2 == 'x') || event.nope.exists(n, n > 1)")) == 3


def test_the_error_is_one_that_the_hub_shows() -> None:
    with pytest.raises(ConditionError) as refused:
        Condition.of("event.flag &&\nevent.vaule > 6.5", SCHEMA)
    error = refused.value
    assert (error.status, error.code) == (422, "rules.condition_invalid")
    assert error.detail("zh") == "条件有误：第 2 行第 1 个字符，“event”没有“vaule”这个字段。您是否想写“value”？"
    assert error.detail("en").startswith("The condition is wrong at line 2, character 1: “event” has no field “vaule”.")
    assert error.fields[0].message.startswith("2:1 ")


def test_texts_have_an_end() -> None:
    assert problems("event.flag" + " " * 4000)[0].code == "too_long"
    assert problems("(" * 60 + "event.flag" + ")" * 60)[0].code == "too_deep"
    assert problems("+".join(["event.calls"] * 60) + " > 1")[0].code == "too_deep"
    assert problems("!" * 3900)[0].code == "unfinished"
    assert problems("-" * 3900 + "event.calls")[0].code == "not_bool"
    nested = "event.numbers.all(a, event.numbers.all(b, event.numbers.all(c, a + b == c)))"
    assert problems(nested)[0].code == "too_many_loops"
    rare = "event.item.matches('K') && " + "size([" * 20 + "1" + "])" * 20 + " == 1"
    assert problems(rare)[0].code == "too_deep_for_reference"


def test_long_chains_are_not_deep() -> None:
    text = " || ".join(f"event.calls == {n}" for n in range(150))
    assert Condition.of(text, SCHEMA).compiled


def test_every_sentence_is_there_in_both_languages() -> None:
    for sentences in (*WRONG.values(), *FAILED.values()):
        zh, en = sentences
        assert re.search("[\u4e00-\u9fff]", zh)
        assert not re.search("[\u4e00-\u9fff]", en)
        names = [set(re.findall(r"(?<!\{)\{(\w+)\}", text)) for text in sentences]
        assert {re.sub("_(zh|en)$", "", name) for name in names[0]} == {re.sub("_(zh|en)$", "", n) for n in names[1]}
