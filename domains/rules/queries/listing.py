"""The list of rules: what holds at the institution, where it comes from, and whether changes are in effect."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.rules import permissions, store
from domains.rules.book import in_force, shipped
from domains.rules.effect import Effect, effect_of
from domains.rules.places import kind_of, steps_of
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.levels import Level
from realtime_rules.rule import Channel, Recipient, Rule
from realtime_rules.triggers.scheduled import Scheduled

Origin = Literal["shipped", "changed", "own"]


class RuleRow(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as the list shows it. ``changed_at`` null: it is as it was shipped; ``facts``: the kinds that drive it."""

    code: str
    zh: str
    en: str
    source: str
    level: Level
    trigger: str
    facts: tuple[str, ...]
    measure: str
    to: tuple[Recipient, ...]
    channels: tuple[Channel, ...]
    enabled: bool
    disabled: str
    origin: Origin
    version: int
    changed_at: datetime | None


class RuleBook(msgspec.Struct, frozen=True):
    """All rules by code, and whether what was changed holds in every process by now."""

    rules: tuple[RuleRow, ...]
    effect: Effect


class ListRules(Query, frozen=True, kw_only=True):
    """All rules of the institution, those that are switched off too."""

    needs: ClassVar[Permission] = permissions.VIEW


@answers(ListRules)
async def list_rules(caller: Caller, _: ListRules, look: Look) -> RuleBook:
    """The rules by code."""
    rows = await rule_rows(look.db, caller.tenant)
    return RuleBook(rows, await effect_of(look.db, caller.tenant, look.now))


async def rule_rows(db: AsyncConnection, tenant: str) -> tuple[RuleRow, ...]:
    """All rules of an institution by code."""
    changed = await store.newest_of(db, tenant)
    return tuple(row_of(rule, changed.get(code)) for code, rule in sorted((await in_force(db, tenant)).items()))


def row_of(rule: Rule, newest: Any | None) -> RuleRow:
    """A rule with its newest own version, if there is one."""
    plain = {name: getattr(rule, name) for name in RuleRow.__struct_fields__ if hasattr(rule, name)}
    own = newest is not None and newest.spec is not None
    origin: Origin = "shipped" if not own else "changed" if rule.code in shipped() else "own"
    more = {
        "trigger": kind_of(rule.trigger),
        "facts": tuple(dict.fromkeys(step.fact for _, step in steps_of(rule.trigger))),
        "measure": rule.trigger.measure if isinstance(rule.trigger, Scheduled) else "",
        "origin": origin,
        "changed_at": None if newest is None else newest.at,
    }
    return RuleRow(**{**plain, **more})
