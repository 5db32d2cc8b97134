"""What filters and forms of these pages choose from: the rules by name, and the people of the institution."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from domains.access.public import colleagues
from domains.alerts import permissions
from domains.rules.public import rules_of
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers


class RuleName(msgspec.Struct, frozen=True):
    """A rule by its names."""

    code: str
    zh: str
    en: str


class Person(msgspec.Struct, frozen=True):
    """Somebody who can sign in."""

    id: str
    name: str


class Choices(msgspec.Struct, frozen=True):
    """Rules by code, people by name."""

    rules: tuple[RuleName, ...]
    people: tuple[Person, ...]


class ListChoices(Query, frozen=True, kw_only=True):
    """The rules and the people that the pages of this room name."""

    needs: ClassVar[Permission] = permissions.VIEW


@answers(ListChoices)
async def list_choices(caller: Caller, _: ListChoices, look: Look) -> Choices:
    """All rules, also those that do not work: alerts of theirs may be there."""
    rules = await rules_of(look.db, caller.tenant)
    return Choices(
        tuple(RuleName(rule.code, rule.zh, rule.en) for _, rule in sorted(rules.items())),
        tuple(Person(row.id, row.name) for row in await colleagues(look.db, caller.tenant)),
    )
