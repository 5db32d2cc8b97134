"""What conditions, keys and words may speak of, in plain words; and who can be told."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar

import msgspec

from domains.access.public import colleagues, role_names
from domains.rules import permissions
from domains.rules.facts import conditions, fields_of, measures, schema_of, schema_of_row
from domains.rules.labels import FIELDS, ROOMS, fact_en, fact_zh
from domains.rules.places import VALUES
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from realtime_rules.cel.tree import Offered, offered


class FieldWords(msgspec.Struct, frozen=True):
    """A field as conditions name it (``event.room_id``), its type, and how it can be compared."""

    name: str
    zh: str
    type: str
    operators: tuple[str, ...]
    choices: tuple[str, ...]


class FactWords(msgspec.Struct, frozen=True):
    """A kind of fact: its wire name, what it is called, its room, and its fields; ``names`` are all by their paths."""

    fact: str
    zh: str
    en: str
    room_zh: str
    fields: tuple[FieldWords, ...]
    names: tuple[str, ...]


class MeasureWords(msgspec.Struct, frozen=True):
    """Something that can be looked at by the clock."""

    measure: str
    zh: str
    en: str
    fields: tuple[FieldWords, ...]


class Named(msgspec.Struct, frozen=True):
    """Something to choose, by its name."""

    id: str
    name: str


class Vocabulary(msgspec.Struct, frozen=True):
    """All that the editor offers; ``values``: what the words of a rule may say beside the fact, by kind of trigger."""

    facts: tuple[FactWords, ...]
    measures: tuple[MeasureWords, ...]
    values: dict[str, tuple[str, ...]]
    roles: tuple[Named, ...]
    people: tuple[Named, ...]


class ShowVocabulary(Query, frozen=True, kw_only=True):
    """What rules of this house may be about."""

    needs: ClassVar[Permission] = permissions.VIEW


@answers(ShowVocabulary)
async def show_vocabulary(caller: Caller, _: ShowVocabulary, look: Look) -> Vocabulary:
    """Facts and measures by name; roles and people of the institution."""
    roles: dict[str, str] = {}
    for role, name in (await role_names(look.db, caller.tenant)).items():
        roles.setdefault(name, role)  # presets come first: rules name them alike in every institution
    return Vocabulary(
        _facts(),
        _measures(),
        VALUES,
        tuple(Named(role, name) for name, role in roles.items()),
        tuple(Named(row.id, row.name) for row in await colleagues(look.db, caller.tenant)),
    )


@lru_cache(maxsize=1)
def _facts() -> tuple[FactWords, ...]:
    return tuple(_fact(tag) for tag in sorted(conditions().facts))


def _fact(tag: str) -> FactWords:
    said = inspect.getdoc(conditions().facts[tag]) or tag
    room = tag.partition(".")[0]
    fields = _fields(offered(schema_of(tag)))
    return FactWords(
        tag, fact_zh(tag), fact_en(tag, _first(said)), ROOMS.get(room, room), fields, tuple(fields_of(tag))
    )


@lru_cache(maxsize=1)
def _measures() -> tuple[MeasureWords, ...]:
    return tuple(
        MeasureWords(name, one.zh, one.en, _fields(offered(schema_of_row(one)))) for name, one in measures().items()
    )


def _fields(found: Iterable[Offered]) -> tuple[FieldWords, ...]:
    return tuple(
        FieldWords(one.name, FIELDS.get(one.name.rpartition(".")[2], one.name), one.type, one.operators, one.values)
        for one in found
    )


def _first(text: str) -> str:
    """The first sentence."""
    return text.partition("\n\n")[0].replace("\n", " ").partition(". ")[0].rstrip(".")
