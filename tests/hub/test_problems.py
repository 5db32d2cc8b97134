"""Errors as users meet them: a stable code, a sentence in their language, never a bare exception."""

from __future__ import annotations

import re

import msgspec
import pytest

from hub.errors import Conflict, FieldError, Forbidden, HubError, Invalid
from hub.module import discover
from hub.problems import language_of, problem


def every(kind: type[HubError] = HubError) -> list[type[HubError]]:
    """This error and all that are derived from it."""
    return [kind, *(k for child in kind.__subclasses__() for k in every(child))]


discover()
OURS = every()
"""What all rooms of the house refuse with."""


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en", "en"),
        ("en-US,en;q=0.9,zh;q=0.8", "en"),
        ("EN-gb", "en"),
        (" en;q=0.8", "en"),
        ("fr,en", "zh"),
        ("*", "zh"),
    ],
)
def test_chinese_unless_english_comes_first(header: str | None, language: str) -> None:
    assert language_of(header) == language


def test_the_shape_of_a_problem() -> None:
    error = Forbidden(permission="queue.call")
    told = msgspec.to_builtins(problem(error, "en", "t1"))
    assert told == {
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
        "code": "forbidden",
        "detail": "You do not have the right to do this (queue.call). Please ask your administrator.",
        "trace_id": "t1",
    }
    assert problem(error, "zh").detail == "您没有此操作的权限（queue.call），请联系管理员。"


def test_field_errors_are_told_one_by_one() -> None:
    told = msgspec.to_builtins(problem(Invalid("name: empty", (FieldError("name", "empty"),)), "zh"))
    assert list(told["errors"]) == [{"field": "name", "message": "empty"}]


def test_a_name_with_braces_is_not_taken_for_a_template() -> None:
    class Busy(Conflict):
        zh = "{name} 正忙"
        en = "{name} is busy"

    assert problem(Busy(name="{0.__class__}"), "zh").detail == "{0.__class__} 正忙"


def test_every_refusal_of_the_house_speaks_both_languages() -> None:
    assert len(OURS) > 10
    for kind in OURS:
        assert re.search(r"[\u4e00-\u9fff]", kind.zh), kind
        assert not re.search(r"[\u4e00-\u9fff]", kind.en), kind
        assert 400 <= kind.status < 600, kind
        fields = [set(re.findall(r"\{(\w+?)(?:_zh|_en)?\}", text)) for text in (kind.zh, kind.en)]
        assert fields[0] == fields[1], f"{kind}: the two languages tell different things"


def test_codes_of_different_meaning_differ() -> None:
    codes: dict[tuple[str, int], set[str]] = {}
    for kind in OURS:
        codes.setdefault((kind.code, kind.status), set()).add(kind.zh)
    assert {code for code, texts in codes.items() if len(texts) > 1} == set()
