"""Cuts a condition's text into words, after the lexis of the CEL language definition.

Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from realtime_rules.cel.nodes import Span
from realtime_rules.cel.problems import Unreadable
from realtime_rules.cel.quotes import unquoted

RESERVED: Final = frozenset(
    {
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    }
)
"""Words that may name a field, but nothing else."""

WORDS: Final = frozenset({"in", "true", "false", "null"})
"""Words of the language; they may not name a field either."""

MOST_INT: Final = 2**63 - 1
MOST_UINT: Final = 2**64 - 1

WIDE: Final = dict(
    zip(
        "“”‘’（），。；：！？＝＞＜＆｜＋－＊／％［］｛｝【】、",  # noqa: RUF001 - what an input method types
        "\"\"''(),.;:!?=><&|+-*/%[]{}[],",
        strict=True,
    )
)
"""What a Chinese input method types, and what was meant."""

INSTEAD: Final = {"=": "==", "&": "&&", "|": "||", "<>": "!=", "===": "=="}
"""Signs of other languages, and CEL's."""

_PATTERN: Final = re.compile(
    r"""
      (?P<space>[ \t\n\f\r]+|//[^\n]*)
    | (?P<double>(?:[0-9]+\.[0-9]+|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)
    | (?P<uint>(?:0x[0-9a-fA-F]+|[0-9]+)[uU])
    | (?P<int>0x[0-9a-fA-F]+|[0-9]+)
    | (?P<raw>[bB]?[rR](?s:'{3}.*?'{3}|"{3}.*?"{3}|'[^'\n\r]*'|"[^"\n\r]*"))
    | (?P<text>[bB]?(?s:'{3}(?:\\.|[^\\])*?'{3}|"{3}(?:\\.|[^\\])*?"{3}|'(?:\\.|[^\\'\n\r])*'|"(?:\\.|[^\\"\n\r])*"))
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<wrong>===|<>)
    | (?P<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()\[\]{}])
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word: its kind (``name``, ``sign``, ``int``, ``uint``, ``double``, ``string``, ``bytes``, ``end``)."""

    kind: str
    text: str
    value: int | float | str | bytes | None
    span: Span


def tokens(text: str) -> list[Token]:
    """All words of ``text``, ending with one of kind ``end``; raises ``Unreadable``."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _PATTERN.match(text, at)
        if match is None or match.lastgroup == "wrong":
            raise _unknown(text, at, match)
        if match.lastgroup != "space":
            found.append(_token(match))
        at = match.end()
    found.append(Token("end", "", None, (len(text), len(text))))
    return found


def _token(match: re.Match[str]) -> Token:
    kind, text, span = str(match.lastgroup), match.group(), match.span()
    if kind in ("text", "raw"):
        value = unquoted(text, span)
        return Token("bytes" if isinstance(value, bytes) else "string", text, value, span)
    return Token(kind, text, _number(kind, text, span), span)


def _number(kind: str, text: str, span: Span) -> int | float | None:
    """The number's value; an ``int`` may be one more than fits, since a minus may stand before it."""
    if kind == "double":
        return float(text)
    if kind not in ("int", "uint"):
        return None
    digits = text.rstrip("uU")
    value = int(digits, 16) if digits.startswith("0x") else int(digits)
    if value > (MOST_UINT if kind == "uint" else MOST_INT + 1):
        raise Unreadable(span, "bad_number", found=text)
    return value


def _unknown(text: str, at: int, match: re.Match[str] | None) -> Unreadable:
    found = match.group() if match else text[at]
    span = (at, at + len(found))
    if found in WIDE:
        return Unreadable(span, "wide_character", found=found, instead=WIDE[found])
    if found in INSTEAD:
        return Unreadable(span, "instead", found=found, instead=INSTEAD[found])
    if found in "\"'":
        return Unreadable((at, len(text)), "open_text")
    return Unreadable(span, "bad_character", found=found)
