"""The visual editor's tree: to CEL, and back as far as it can be shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realtime_rules.cel import Condition, ConditionError, EvaluationError
from realtime_rules.cel.tree import offered, to_text, to_tree
from tests.realtime_rules.cel.expressions import Pair, conditions
from tests.realtime_rules.cel.samples import DECIMAL, SCHEMA, VARIABLES, WORDS

OFFERED = {field.name: field for field in offered(SCHEMA)}


def rule(field: str, operator: str, value: Any = None, **more: Any) -> dict[str, Any]:
    return {"field": field, "operator": operator, **({} if value is None else {"value": value}), **more}


def group(*rules: dict[str, Any], combinator: str = "and", inverted: bool = False) -> dict[str, Any]:
    return {"combinator": combinator, "not": inverted, "rules": list(rules)}


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (rule("event.value", ">", 6.5), "event.value > 6.5"),
        (rule("event.value", "<=", 6.0), "event.value <= 6.0"),
        (rule("event.calls", "=", 3), "event.calls == 3"),
        (rule("event.calls", "<", 2.5), "event.calls < 2.5"),
        (rule("event.item", "=", 'K"'), 'event.item == "K\\""'),
        (rule("event.item", "contains", "医"), 'event.item.contains("医")'),
        (rule("event.item", "doesNotContain", "医"), '!event.item.contains("医")'),
        (rule("event.item", "beginsWith", "K"), 'event.item.startsWith("K")'),
        (rule("event.item", "doesNotEndWith", "K"), '!event.item.endsWith("K")'),
        (rule("event.item", "in", ["K", "Na"]), 'event.item in ["K", "Na"]'),
        (rule("event.calls", "notIn", [1, 2]), "!(event.calls in [1, 2])"),
        (rule("event.low", "null"), "event.low == null"),
        (rule("event.part", "notNull"), "event.part != null"),
        (rule("event.flag", "=", value=True), "event.flag == true"),
        (rule("event.at", ">=", "2026-03-01T20:30:00Z"), 'event.at >= timestamp("2026-03-01T20:30:00Z")'),
        (rule("event.wait", ">", "1h30m"), 'event.wait > duration("1h30m")'),
        (rule("event.tags", "contains", "ICU"), '"ICU" in event.tags'),
        (rule("event.tags", "doesNotContain", "ICU"), '!("ICU" in event.tags)'),
        (rule("event.value", "<", "event.low", valueSource="field"), "event.value < event.low"),
    ],
)
def test_a_rule_is_a_condition_and_comes_back(made: dict[str, Any], text: str) -> None:
    assert to_text(group(made), SCHEMA) == text
    source = made.get("valueSource", "value")
    assert to_tree(text, SCHEMA) in (group(made), group({**made, "valueSource": source}))


def test_groups_nest_and_turn_around() -> None:
    tree = group(
        rule("event.value", ">", 6.5),
        group(rule("event.item", "=", "K"), rule("event.item", "=", "Na"), combinator="or"),
        group(rule("event.calls", ">", 1), rule("event.calls", "<", 5), inverted=True),
    )
    text = (
        'event.value > 6.5 && (event.item == "K" || event.item == "Na") && !(event.calls > 1 && event.calls < 5)'
    )  # fmt: skip
    assert to_text(tree, SCHEMA) == text
    assert to_tree(text, SCHEMA) == tree


def test_texts_that_mean_a_rule_become_one() -> None:
    for text, made in {
        "6.5 < event.value": rule("event.value", ">", 6.5),
        "event.flag": rule("event.flag", "=", value=True),
        "!event.flag": rule("event.flag", "=", value=False),
        "has(event.low)": rule("event.low", "notNull"),
        "!has(event.low)": rule("event.low", "null"),
        "null != event.low": rule("event.low", "notNull"),
    }.items():
        assert to_tree(text, SCHEMA) == group(made)


@pytest.mark.parametrize(
    "text",
    [
        "event.value * 2.0 > 6.5",
        "event.items.exists(i, i.value > 6.5)",
        "event.flag ? event.flag : false",
        "size(event.tags) > 1",
        "event.sure",
        "1 < 2",
        'event.item.matches("K")',
        "event.labels.a > 1.0",
        "event.vaule > 1.0",
        "event.value >",
        'now - event.at > duration("1h")',
        "has(event.value)",
        "!!!(!(event.calls > 1 && event.calls < 5))",
    ],
)
def test_the_rest_stays_text(text: str) -> None:
    assert to_tree(text, SCHEMA) is None


def test_values_may_come_as_the_texts_of_input_fields() -> None:
    for made, text in [
        (rule("event.value", ">", "6.5"), "event.value > 6.5"),
        (rule("event.calls", "in", "1, 2"), "event.calls in [1, 2]"),
        (rule("event.calls", "<", "2.5"), "event.calls < 2.5"),
        (rule("event.flag", "=", "false"), "event.flag == false"),
        (rule("event.item", "in", "K, Na"), 'event.item in ["K", "Na"]'),
    ]:
        assert to_text(group({"id": "r-1", **made}), SCHEMA) == text


@pytest.mark.parametrize(
    ("tree", "code", "said"),
    [
        (group(rule("event.vaule", "=", 1)), "tree_field", "event.value"),
        (group(rule("event.flag", "<", value=True)), "tree_operator", "event.flag"),
        (group(rule("event.item", "null")), "tree_operator", "event.item"),
        (group(rule("event.value", ">", "high")), "tree_value", "小数"),
        (group(rule("event.value", ">", "nan")), "tree_value", "小数"),
        (group(rule("event.calls", ">", value=True)), "tree_value", "整数"),
        (group(rule("event.at", ">", "tomorrow")), "tree_value", "时间"),
        (group(rule("event.wait", ">", "5 min")), "tree_value", "时长"),
        (group(rule("event.item", "=", 5)), "tree_value", "文字"),
        (group(rule("event.flag", "=", "maybe")), "tree_value", "是/否"),
        (group(rule("event.item", "in", 5)), "tree_value", "文字"),
        (group(rule("event.calls", "=", 2**63)), "tree_value", "整数"),
        (group(rule("event.value", "<", "event.nothing", valueSource="field")), "tree_field", "event.nothing"),
        (group(rule("event.item", "between", 5)), "tree_shape", "编辑"),
        ({"rules": 5}, "tree_shape", "编辑"),
        ([], "tree_shape", "编辑"),
    ],
)
def test_what_a_tree_cannot_say_is_told(tree: Any, code: str, said: str) -> None:
    with pytest.raises(ConditionError) as refused:
        to_text(tree, SCHEMA)
    (problem,) = refused.value.problems
    assert problem.code == code
    assert said in problem.zh


def test_trees_have_an_end() -> None:
    tree = group(rule("event.flag", "=", value=True))
    for _ in range(100):
        tree = group(tree)
    with pytest.raises(ConditionError):
        to_text(tree, SCHEMA)


def test_nothing_is_an_empty_text() -> None:
    assert to_text(group(), SCHEMA) == to_text(group(group(), group()), SCHEMA) == ""
    assert to_tree("", SCHEMA) == group()


def test_the_editor_is_offered_what_can_be_compared() -> None:
    assert set(OFFERED["event.state"].values) == {"new", "done"}
    assert "null" in OFFERED["event.low"].operators
    assert "null" not in OFFERED["event.value"].operators
    assert OFFERED["event.part"].operators == ("null", "notNull")
    assert OFFERED["event.tags"].operators == ("contains", "doesNotContain")
    assert {"event.labels", "event.extra", "event.items"} & set(OFFERED) == set()


VALUES = {
    "double": st.sampled_from(DECIMAL),
    "int": st.sampled_from([0, 1, -7, 2**63 - 1]),
    "string": st.sampled_from(WORDS),
    "bool": st.booleans(),
    "timestamp": st.sampled_from(["2026-03-01T20:30:00Z", "2026-03-02T04:30:00+08:00"]),
    "duration": st.sampled_from(["0s", "1h30m", "-1.5s"]),
}
NEGATIVE = ("doesNotContain", "doesNotBeginWith", "doesNotEndWith", "notIn")


@st.composite
def rules(draw: Any) -> dict[str, Any]:
    """A rule as the editor would make it."""
    field = OFFERED[draw(st.sampled_from(sorted(set(OFFERED) - {"event.state", "event.type"})))]
    operator = draw(st.sampled_from(field.operators))
    if operator in ("null", "notNull"):
        return rule(field.name, operator)
    values = VALUES[{"event.tags": "string", "event.numbers": "int"}.get(field.name, field.type)]
    return rule(field.name, operator, draw(st.lists(values, max_size=3) if operator in ("in", "notIn") else values))


@st.composite
def groups(draw: Any, depth: int = 2) -> dict[str, Any]:
    """A group of at least two, as it comes back."""
    member = st.one_of(rules(), groups(depth - 1)) if depth else rules()
    members = draw(st.lists(member, min_size=2, max_size=3))
    return group(*members, combinator=draw(st.sampled_from(["and", "or"])), inverted=draw(st.booleans()))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(groups())
def test_trees_come_back_as_they_were(tree: dict[str, Any]) -> None:
    assert to_tree(to_text(tree, SCHEMA), SCHEMA) == tree


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(groups(), VARIABLES)
def test_trees_say_what_their_rules_say(tree: dict[str, Any], variables: dict[str, Any]) -> None:
    """Read rule by rule, without CEL; what cannot be decided counts as neither."""
    text = to_text(tree, SCHEMA)
    assert to_tree(text, SCHEMA) == tree
    assert decided(text, variables) == group_says(tree, variables)


@pytest.mark.slow
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(conditions(2), VARIABLES)
def test_a_text_that_has_a_tree_means_the_same_afterwards(pair: Pair, variables: dict[str, Any]) -> None:
    tree = to_tree(pair.ours, SCHEMA)
    if tree is not None:
        assert decided(to_text(tree, SCHEMA), variables) == decided(pair.ours, variables)


def decided(text: str, variables: dict[str, Any]) -> bool | None:
    try:
        return Condition.of(text, SCHEMA).holds(variables)
    except EvaluationError:
        return None


def group_says(tree: dict[str, Any], variables: dict[str, Any]) -> bool | None:
    said = [group_says(one, variables) if "rules" in one else rule_says(one, variables) for one in tree["rules"]]
    ends = tree["combinator"] == "or"
    whole = ends if ends in said else None if None in said else not ends
    return whole if whole is None or not tree["not"] else not whole


def rule_says(one: dict[str, Any], variables: dict[str, Any]) -> bool | None:
    """A rule of one field, each rule being its own condition."""
    if one["operator"] in NEGATIVE:
        positive = {"doesNotBeginWith": "beginsWith", "doesNotEndWith": "endsWith"}.get(one["operator"])
        operator = positive or {"doesNotContain": "contains", "notIn": "in"}[one["operator"]]
        said = rule_says({**one, "operator": operator}, variables)
        return None if said is None else not said
    return decided(to_text(group(one), SCHEMA), variables)
