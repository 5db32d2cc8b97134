"""The value of a quoted text, and a quoted text of a value.

Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#string-and-bytes-values
"""

from __future__ import annotations

import re
from typing import Final

from realtime_rules.cel.nodes import Span
from realtime_rules.cel.problems import Unreadable

_PLAIN: Final = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    "?": "?",
    '"': '"',
    "'": "'",
    "`": "`",
}
_ESCAPE: Final = re.compile(
    r"\\(?:(?P<plain>[abfnrtv\\?\"'`])|[xX](?P<hex>[0-9a-fA-F]{2})|(?P<octal>[0-3][0-7]{2})"
    r"|u(?P<short>[0-9a-fA-F]{4})|U(?P<long>[0-9a-fA-F]{8})|(?P<wrong>.|$))",
    re.DOTALL,
)
_LAST: Final = 0x10FFFF
_SURROGATES: Final = range(0xD800, 0xE000)


def unquoted(text: str, span: Span) -> str | bytes:
    """The value of the quoted ``text``; bytes if it has the prefix b. Raises ``Unreadable`` for a wrong escape."""
    prefix = re.match("[bBrR]*", text)
    marks = prefix.group().lower() if prefix else ""
    body = text[len(marks) :]
    width = 3 if body[:3] in ("'''", '"""') else 1
    offset = span[0] + len(marks) + width
    inner = body[width:-width]
    if "b" in marks:
        return inner.encode() if "r" in marks else _bytes(inner, offset)
    return inner if "r" in marks else _ESCAPE.sub(lambda found: _character(found, offset), inner)


def quoted(value: str) -> str:
    """``value`` as a CEL text in double quotes."""
    return '"' + "".join(_written(character) for character in value) + '"'


def _written(character: str) -> str:
    named = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    if character in named:
        return named[character]
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def _character(found: re.Match[str], offset: int) -> str:
    if found["plain"]:
        return _PLAIN[found["plain"]]
    code = _code(found, offset)
    if code > _LAST or code in _SURROGATES:
        raise _wrong(found, offset)
    return chr(code)


def _bytes(inner: str, offset: int) -> bytes:
    parts, at = [], 0
    for found in _ESCAPE.finditer(inner):
        parts.append(inner[at : found.start()].encode())
        if found["short"] or found["long"]:
            raise _wrong(found, offset)
        parts.append(_PLAIN[found["plain"]].encode() if found["plain"] else bytes([_code(found, offset)]))
        at = found.end()
    parts.append(inner[at:].encode())
    return b"".join(parts)


def _code(found: re.Match[str], offset: int) -> int:
    if found["octal"]:
        return int(found["octal"], 8)
    digits = found["hex"] or found["short"] or found["long"]
    if not digits:
        raise _wrong(found, offset)
    return int(digits, 16)


def _wrong(found: re.Match[str], offset: int) -> Unreadable:
    start, end = found.span()
    return Unreadable((offset + start, offset + end), "bad_escape", found=found.group())
