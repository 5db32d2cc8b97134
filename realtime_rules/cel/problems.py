"""The two ways a condition can fail: when it is written, and when it is evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from hub.errors import FieldError, HubError, Invalid, Language
from realtime_rules.cel.nodes import Span
from realtime_rules.cel.words import FAILED, WRONG

SHOWN: Final = 60
"""Characters of a text quoted in a message."""


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong with a condition's text, and what to do about it.

    ``start`` and ``end`` count characters from 0 (for marking the place), ``line`` and ``column`` from 1 (for saying
    it). ``code`` is stable.
    """

    code: str
    start: int
    end: int
    line: int
    column: int
    zh: str
    en: str

    @classmethod
    def at(cls, text: str, span: Span, code: str, **params: object) -> Problem:
        """The problem ``code`` at ``span`` of ``text``; ``params`` fill the sentences."""
        start, end = span
        line = text.count("\n", 0, start) + 1
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        short = {name: _short(value) for name, value in params.items()}
        zh, en = (sentence.format(**short).strip() for sentence in WRONG[code])
        return cls(code, start, max(end, start), line, column, zh, en)


class Unreadable(Exception):
    """The text cannot be read any further; found while reading, told as a ``Problem``."""

    def __init__(self, span: Span, code: str, **params: object) -> None:
        super().__init__(code)
        self.span = span
        self.code = code
        self.params = params


class ConditionError(Invalid):
    """The condition cannot be saved; ``problems`` say where and why, in the order of the text."""

    code = "rules.condition_invalid"
    zh = "条件有误：第 {line} 行第 {column} 个字符，{reason_zh}"
    en = "The condition is wrong at line {line}, character {column}: {reason_en}"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: Final = tuple(sorted(problems, key=lambda problem: (problem.start, problem.end)))
        first = self.problems[0]
        super().__init__(reason=first.zh, fields=tuple(_field(problem) for problem in self.problems))
        self.params = {"line": first.line, "column": first.column, "reason_zh": first.zh, "reason_en": first.en}


class EvaluationError(HubError):
    """The condition is neither true nor false on these values; ``kind`` says why.

    ``kind`` is one of ``no_variable``, ``no_field``, ``no_value`` (a field that may be empty is, and was needed),
    ``division_by_zero``, ``overflow``, ``no_element``, ``bad_time``, ``long_list``, ``not_bool``, ``other``.
    The messages name fields, never their values.
    """

    status = 422
    code = "rules.condition_failed"
    zh = "条件无法判断：{reason_zh}。请检查规则或数据。"
    en = "The condition could not be decided: {reason_en}. Please check the rule or the data."

    def __init__(self, kind: str, found: object = "") -> None:
        super().__init__()
        self.kind: Final = kind
        self.found: Final = str(found)

    def detail(self, language: Language) -> str:
        """The message, made only when somebody reads it: rules meet this error often and rarely tell."""
        zh, en = (sentence.format(found=_short(self.found)) for sentence in FAILED[self.kind])
        return (self.zh if language == "zh" else self.en).format(reason_zh=zh, reason_en=en)


def _field(problem: Problem) -> FieldError:
    return FieldError("condition", f"{problem.line}:{problem.column} {problem.zh} ({problem.en})")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
