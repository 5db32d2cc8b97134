"""Who is on duty, now and in the weeks around."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final

import msgspec

from domains.access.public import names
from domains.alerts import permissions, rotas
from domains.alerts.errors import WrongTime
from domains.alerts.queries.choices import RuleName
from domains.alerts.rotas import Rota, Stretch
from domains.rules.public import rules_of
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers

LONGEST: Final = timedelta(days=42)


class RosterRow(msgspec.Struct, frozen=True):
    """A roster: how it is written down, who is on duty now, and who when in the stretch of time that was asked for.

    ``rules`` tell who is on duty by it; while there are any, it cannot be deleted.
    """

    roster_id: str
    v: int
    name: str
    rota: Rota
    now: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    rules: tuple[RuleName, ...]


class Rosters(msgspec.Struct, frozen=True):
    """All rosters by name; ``people`` has the names of everybody in them by account."""

    rosters: tuple[RosterRow, ...]
    people: dict[str, str]


class ListRosters(Query, frozen=True, kw_only=True):
    """All duty rosters, with who is on duty from ``since`` up to ``until`` (at most 42 days)."""

    needs: ClassVar[Permission] = permissions.VIEW
    since: datetime
    until: datetime


@answers(ListRosters)
async def list_rosters(caller: Caller, query: ListRosters, look: Look) -> Rosters:
    """Raises ``WrongTime``."""
    if not timedelta(0) < query.until - query.since <= LONGEST:
        raise WrongTime("until: ≤ 42 天 / 42 days")
    rows, people = [], set[str]()
    rules = (await rules_of(look.db, caller.tenant)).values()
    for row in await rotas.all_of(look.db, caller.tenant):
        rota = msgspec.convert(row.rota, Rota)
        people |= rota.people
        stretches = tuple(rota.stretches(query.since, query.until))
        named = tuple(RuleName(rule.code, rule.zh, rule.en) for rule in rotas.naming(rules, row.id))
        rows.append(RosterRow(row.id, row.v, row.name, rota, tuple(rota.on_duty(look.now)), stretches, named))
    return Rosters(tuple(rows), await names(look.db, caller.tenant, people))
