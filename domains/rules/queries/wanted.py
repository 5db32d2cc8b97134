"""Every warning that the requirements name, and whether a rule carries it out (预警清单)."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from domains.rules import permissions
from domains.rules.book import in_force
from domains.rules.required import Required, required
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers


class Warnings(msgspec.Struct, frozen=True):
    """All of them by code; ``working``: the rules among theirs that are switched on here."""

    required: tuple[Required, ...]
    working: tuple[str, ...]


class ListRequired(Query, frozen=True, kw_only=True):
    """The warnings of the requirements: carried out by a rule, or waiting for a room."""

    needs: ClassVar[Permission] = permissions.VIEW


@answers(ListRequired)
async def list_required(caller: Caller, _: ListRequired, look: Look) -> Warnings:
    """In the order of their codes."""
    rules = await in_force(look.db, caller.tenant)
    working = {one.rule for one in required() if one.rule in rules and rules[one.rule].enabled}
    return Warnings(required(), tuple(sorted(working)))
