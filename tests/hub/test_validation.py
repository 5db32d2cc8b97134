"""Input that is not what was declared: which field, and why, in the user's words."""

from __future__ import annotations

from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from hub.errors import Invalid
from hub.validation import decode


class Part(msgspec.Struct, forbid_unknown_fields=True):
    code: Annotated[str, Meta(min_length=2, max_length=4)]


class Form(msgspec.Struct, forbid_unknown_fields=True):
    age: Annotated[int, Meta(ge=0, lt=150)]
    parts: list[Part] = []
    note: str = ""


@pytest.mark.parametrize(
    ("body", "field", "reason"),
    [
        (b"{}", "age", "必填 (required)"),
        (b'{"age": 1, "size": 2}', "size", "没有这个字段 (unknown field)"),
        (b'{"age": -1}', "age", "至少 0"),
        (b'{"age": 150}', "age", "最多 149"),
        (b'{"age": "x"}', "age", "格式不对"),
        (b'{"age": 1, "parts": [{"code": "ab"}, {"code": "a"}]}', "parts[1].code", "至少 2"),
        (b'{"age": 1, "parts": [{"code": "abcde"}]}', "parts[0].code", "最多 4"),
        (b'{"age": 1, "parts": [{}]}', "parts[0].code", "必填"),
        (b'{"age": 1, "parts": [{"code": "ab", "x": 1}]}', "parts[0].x", "没有这个字段"),
        (b"[]", "", "格式不对"),
    ],
)
def test_the_field_and_the_reason(body: bytes, field: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode(body, Form)
    (error,) = refused.value.fields
    assert error.field == field
    assert error.message.startswith(reason)
    assert (field or "JSON") in refused.value.detail("zh")


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"note": "\xff"}', b'{"note": "\\ud800"}', b"nonsense", b"{}{}"])
def test_what_is_no_json(body: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        decode(body, Form)
    assert refused.value.fields == () or body == b"{}{}"


def test_an_empty_body_is_an_empty_object() -> None:
    assert decode(b'{"age": 3}', Form).age == 3
    with pytest.raises(Invalid) as refused:
        decode(b"", Form)
    assert refused.value.fields[0].field == "age"


@pytest.mark.parametrize("text", ["\\u0000", "a\\u0000b", "\\\\\\u0000", "\\n\\u0000"])
def test_a_character_that_the_database_cannot_hold(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode(f'{{"age": 1, "note": "{text}"}}'.encode(), Form)
    assert "U+0000" in refused.value.detail("zh")


def test_a_backslash_before_u0000_is_just_text() -> None:
    assert decode(rb'{"age": 1, "note": "\\u0000"}', Form).note == r"\u0000"


@given(st.text())
def test_every_other_text_comes_through(note: str) -> None:
    body = msgspec.json.encode({"age": 1, "note": note})
    if "\0" in note:
        with pytest.raises(Invalid):
            decode(body, Form)
    else:
        assert decode(body, Form).note == note


@given(st.binary(max_size=60))
def test_any_bytes_are_decoded_or_refused(body: bytes) -> None:
    try:
        form = decode(body, Form)
    except Invalid:
        return  # any other failure fails the test
    assert 0 <= form.age < 150
