"""While somebody types: what is wrong with a rule, and a condition as text or as the visual editor has it."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Final

import msgspec
from msgspec import Meta

from domains.rules import permissions
from domains.rules.checking import Wrong, problems
from domains.rules.errors import NoSuchRule
from domains.rules.facts import conditions, measures, schema_of, schema_of_row
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from realtime_rules.cel import ConditionError, Schema
from realtime_rules.cel.tree import to_text, to_tree
from realtime_rules.rule import Rule

Source = Annotated[str, Meta(max_length=100)]
_PLACE: Final = re.compile(r"^(.*?) - at `\$\.?(.*)`$", re.DOTALL)
_ITEM: Final = re.compile(r"\[(\d+)\]")
_MISSING: Final = re.compile(r"^Object missing required field `(\w+)`")

_CODES: Final = frozenset({"code", "calendar"})


class Checked(msgspec.Struct, frozen=True):
    """What is wrong; nothing when the rule can be saved."""

    wrong: tuple[Wrong, ...]


class CheckRule(Query, frozen=True, kw_only=True):
    """Could this rule be saved? It may be unfinished."""

    needs: ClassVar[Permission] = permissions.VIEW
    rule: dict[str, Any]


@answers(CheckRule)
async def check_rule(caller: Caller, query: CheckRule, look: Look) -> Checked:
    """A rule that cannot even be read has one thing wrong: the first that was met."""
    try:
        rule = msgspec.convert(query.rule, Rule)
    except msgspec.ValidationError as error:
        return Checked((unread(str(error)),))
    return Checked(tuple(await problems(look.db, caller.tenant, rule)))


def unread(said: str) -> Wrong:
    """What msgspec says about a rule, at its place in the form."""
    match = _PLACE.match(said)
    reason, place = (match[1], _ITEM.sub(r".\1", match[2])) if match else (said, "")
    missing = _MISSING.match(reason)
    if missing:
        place = f"{place}.{missing[1]}".strip(".")
        return Wrong(place, "必填", "required")
    if "length >= 1" in reason:
        return Wrong(place, "必填", "required")
    if place in _CODES:
        return Wrong(
            place, "以字母或数字开头，只能含字母、数字和 . _ -", "letters, digits and . _ -; a letter or digit first"
        )
    return Wrong(place, f"填写有误（{reason}）", f"not valid ({reason})")


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong with a condition's text; ``start`` and ``end`` count its characters from 0."""

    code: str
    start: int
    end: int
    zh: str
    en: str


class ReadCondition(msgspec.Struct, frozen=True):
    """``tree`` is what the visual editor shows; null: this condition can only be edited as text."""

    text: str
    tree: dict[str, Any] | None
    problems: tuple[Fault, ...]


class ReadText(Query, frozen=True, kw_only=True):
    """A condition's text for the visual editor; ``of`` is the fact or measure it is about, empty: a finding."""

    needs: ClassVar[Permission] = permissions.VIEW
    of: Source
    text: Annotated[str, Meta(max_length=2000)]


class WriteText(Query, frozen=True, kw_only=True):
    """The visual editor's tree as text."""

    needs: ClassVar[Permission] = permissions.VIEW
    of: Source
    tree: dict[str, Any]


@answers(ReadText)
async def read_text(_: Caller, query: ReadText, __: Look) -> ReadCondition:
    """Raises ``NoSuchRule`` for a fact or measure that nobody declares."""
    schema = _schema(query.of)
    tree = None if schema is None else to_tree(query.text, schema)
    return ReadCondition(query.text, tree, _problems(query.of, query.text))


@answers(WriteText)
async def write_text(_: Caller, query: WriteText, __: Look) -> ReadCondition:
    """Raises ``NoSuchRule`` for a fact or measure that nobody declares."""
    schema = _schema(query.of)
    if schema is None:
        return ReadCondition("", None, ())
    try:
        text = to_text(query.tree, schema)
    except ConditionError as error:
        return ReadCondition("", query.tree, _faults(error))
    return ReadCondition(text, query.tree, _problems(query.of, text))


def _schema(of: str) -> Schema | None:
    if not of:
        return None
    if of in conditions().facts:
        return schema_of(of)
    if of in measures():
        return schema_of_row(measures()[of])
    raise NoSuchRule(rule=of)


def _problems(of: str, text: str) -> tuple[Fault, ...]:
    if not text.strip():
        return ()
    try:
        if of in measures():
            conditions().over_row(text, measures()[of])
        elif of:
            conditions().over_fact(text, of)
        else:
            conditions().over_finding(text)
    except ConditionError as error:
        return _faults(error)
    return ()


def _faults(error: ConditionError) -> tuple[Fault, ...]:
    return tuple(Fault(one.code, one.start, one.end, one.zh, one.en) for one in error.problems)
