"""Decodes input and says in the user's words which field is wrong."""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar

import msgspec

from hub.errors import FieldError, Invalid

T = TypeVar("T")

_AT: Final = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<field>[^`]*)`)?$")
_MISSING: Final = re.compile(r"missing required field `(?P<name>[^`]+)`")
_UNKNOWN: Final = re.compile(r"contains unknown field `(?P<name>[^`]+)`")
_LENGTH: Final = re.compile(r"of length (?P<bound><=|>=) (?P<n>\d+)")
_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""An escaped NUL, which PostgreSQL's text cannot hold. An even number of backslashes before it escape themselves."""
_NUMBER: Final = re.compile(r"Expected `(?:int|float)` (?P<bound><=|>=|<|>) (?P<n>[\d.-]+)")


def decode(body: bytes, kind: type[T]) -> T:
    """``body`` as ``kind``; raises ``Invalid`` with the field and what is wrong with it."""
    if _NUL.search(body):
        raise Invalid("不能包含空字符 (the character U+0000 is not allowed)")
    try:
        return msgspec.json.decode(body or b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid("内容不是有效的 JSON (not valid JSON)") from error


def _invalid(text: str) -> Invalid:
    found = _AT.match(text)
    what, field = (found["what"], found["field"] or "") if found else (text, "")
    reason, name = _explain(what)
    field = ".".join(p for p in (field, name) if p)
    return Invalid(f"{field or 'JSON'}: {reason}", (FieldError(field, reason),))


def _explain(what: str) -> tuple[str, str]:
    """A reason in both languages, and the field's name when the text itself tells it."""
    if found := _MISSING.search(what):
        return "必填 (required)", found["name"]
    if found := _UNKNOWN.search(what):
        return "没有这个字段 (unknown field)", found["name"]
    if found := _LENGTH.search(what) or _NUMBER.search(what):
        bound: dict[str, Any] = {"<=": "最多", ">=": "至少", "<": "小于", ">": "大于"}
        return f"{bound[found['bound']]} {found['n']} ({what})", ""
    return f"格式不对 ({what})", ""
