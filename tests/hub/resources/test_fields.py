"""Limits of fields, and what a declaration may not say."""

from __future__ import annotations

from typing import Any

import pytest

from hub.resources.checking import problem
from hub.resources.fields import Choice, Date, Field, File, Flag, Money, Number, Option, Reference, RichText, Text
from hub.resources.resource import Resource
from hub.resources.words import Words

CODE = Text("code", "编码", "Code", pattern="[A-Z]+", hint=Words("只能是大写字母", "capitals only"))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (Text("a", "甲", "A", required=True), "", "必填"),
        (Text("a", "甲", "A"), "", None),
        (Text("a", "甲", "A", longest=3), "一二三", None),
        (Text("a", "甲", "A", longest=3), "一二三四", "最多 3 个字符"),
        (CODE, "AB", None),
        (CODE, "AB\n", "只能是大写字母"),
        (RichText("a", "甲", "A", longest=5), "<b>x</b>", "最多 5 个字符"),
        (Number("a", "甲", "A", least=1, most=9), 9, None),
        (Number("a", "甲", "A", least=1, most=9), 10, "应在 1 到 9 之间"),
        (Number("a", "甲", "A", required=True), None, "必填"),
        (Number("a", "甲", "A", required=True), 0, None),
        (Money("a", "甲", "A", least=10, most=99900), 9, "应在 0.10 到 999.00 元之间"),
        (Flag("a", "甲", "A", required=True), False, None),
        (Date("a", "甲", "A", required=True), None, "必填"),
        (File("a", "甲", "A", required=True), (), "必填"),
        (File("a", "甲", "A", most=1), ("x", "x"), None),
        (File("a", "甲", "A", most=1), ("x", "y"), "最多 1 个文件"),
        (Reference("a_id", "甲", "A", to="x/y"), None, None),
    ],
)
def test_a_value_is_taken_or_refused_with_a_reason(field: Field, value: Any, told: str | None) -> None:
    found = problem(field, value)
    assert (found and found.zh) == told
    assert found is None or found.en


def test_a_reference_shows_its_name_beside_it() -> None:
    assert Reference("body_part_id", "部位", "Body part", to="catalog/body-part").label == "body_part_name"


def test_texts_lose_the_blanks_around_them() -> None:
    assert Text("a", "甲", "A").tidy("  胸 部 \n") == "胸 部"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"sorts": ("nothing",)}, "no field nothing"),
        ({"unique": (("name", "nothing"),)}, "no field nothing"),
        ({"shows": "nothing"}, "no field nothing"),
        ({"sorts": ("size",)}, "sorting by size needs a field that is never empty"),
    ],
)
def test_a_declaration_that_cannot_work_is_refused_when_it_is_made(wrong: dict[str, Any], why: str) -> None:
    fields = (Text("name", "名称", "Name", required=True), Number("size", "大小", "Size"))
    with pytest.raises(ValueError, match=why):
        Resource("domains.test", "thing", "物", "thing", fields=fields, **wrong)


def test_a_choice_has_its_options_as_its_type() -> None:
    field = Choice("a", "甲", "A", required=True, options=(Option("x", "一", "One"), Option("y", "二", "Two")))
    assert field.value_type().__args__ == ("x", "y")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<p>胸部 <b>CT</b></p><ul><li>一</li></ul>", "<p>胸部 <b>CT</b></p><ul><li>一</li></ul>"),
        ("<script>alert(1)</script>好", "好"),
        ('<p onclick="alert(1)" style="color:red">x</p>', "<p>x</p>"),
        ('<img src=x onerror="alert(1)">', ""),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="https://x.test/">x</a>', '<a href="https://x.test/" rel="noopener noreferrer">x</a>'),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>", ""),
        ("<iframe src='https://x.test'></iframe>a < b", "a &lt; b"),
    ],
)
def test_rich_text_keeps_what_is_harmless_and_nothing_else(sent: str, kept: str) -> None:
    assert RichText("note", "说明", "Note").tidy(sent) == kept
