"""The statistics of alerts: rate, levels, top ten rules, floods, time until taken over, nuisance, oldest open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Literal

import msgspec

from domains.access.public import institution, names
from domains.alerts import counting, permissions
from domains.alerts.errors import WrongTime
from domains.rules.public import rules_of
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.levels import Level
from realtime_rules.rule import Rule

LONGEST: Final = timedelta(days=400)
TOP: Final = 10


class Piece(msgspec.Struct, frozen=True):
    """How many alerts came in the hour or day that begins ``at``, by level."""

    at: datetime
    high: int = 0
    medium: int = 0
    low: int = 0
    info: int = 0


class RuleCount(msgspec.Struct, frozen=True):
    """A rule, how many alerts it opened, their share of all, how many of them were nuisance."""

    rule: str
    zh: str
    en: str
    count: int
    share: float
    nuisance: int


class FloodRow(msgspec.Struct, frozen=True):
    """Somebody, how many messages reached him, the most in ten minutes, and the share of the time he was flooded."""

    account: str
    name: str
    told: int
    per_day: float
    busiest: int
    flooded: int
    share: float


class Oldest(msgspec.Struct, frozen=True):
    """An alert that is still open."""

    alert_id: str
    level: str
    stage: str
    says_zh: str
    says_en: str
    opened_at: datetime


class Statistics(msgspec.Struct, frozen=True):
    """Of the alerts that were opened in the stretch; seconds until taken over are None where none was.

    ``nuisance``: closed as such, or gone by itself within 60 s before anybody acted. ``open`` and ``oldest`` are now.
    """

    total: int
    told: int
    levels: dict[str, int]
    pieces: tuple[Piece, ...]
    rules: tuple[RuleCount, ...]
    others: int
    taken: int
    taken_p50: int | None
    taken_p95: int | None
    nuisance: int
    nuisance_share: float
    floods: tuple[FloodRow, ...]
    open: int
    oldest: tuple[Oldest, ...]


class AlertStatistics(Query, frozen=True, kw_only=True):
    """Statistics of the alerts opened from ``since`` up to ``until`` (at most 400 days), by ``step``."""

    needs: ClassVar[Permission] = permissions.REVIEW
    since: datetime
    until: datetime
    step: Literal["hour", "day"] = "day"


@answers(AlertStatistics)
async def alert_statistics(caller: Caller, query: AlertStatistics, look: Look) -> Statistics:
    """Raises ``WrongTime``; hours are told of at most 31 days."""
    length = query.until - query.since
    if not timedelta(0) < length <= (LONGEST if query.step == "day" else timedelta(days=31)):
        raise WrongTime("until: ≤ 400 天，按小时 ≤ 31 天 / 400 days, by hours 31 days")
    db, tenant = look.db, caller.tenant
    span = counting.Span(query.since, query.until, query.step, (await institution(db, tenant)).time_zone)
    pieces = await counting.pieces(db, tenant, span)
    ranked = await counting.by_rule(db, tenant, span)
    total, nuisance = sum(int(row.n) for row in ranked), sum(int(row.nuisance) for row in ranked)
    took = await counting.taking(db, tenant, span)
    count, oldest = await counting.standing(db, tenant, TOP)
    rules = await rules_of(db, tenant)
    return Statistics(
        total=total,
        told=sum(int(row.told) for row in ranked),
        levels={level: sum(int(row.n) for row in pieces if row.level == level) for level in Level},
        pieces=_pieces(pieces),
        rules=tuple(_rule(row, rules, total) for row in ranked[:TOP]),
        others=sum(int(row.n) for row in ranked[TOP:]),
        taken=sum(number for _, number in took),
        taken_p50=counting.rank(took, 0.5),
        taken_p95=counting.rank(took, 0.95),
        nuisance=nuisance,
        nuisance_share=nuisance / total if total else 0.0,
        floods=await _floods(look, tenant, span, length),
        open=count,
        oldest=tuple(Oldest(r.id, r.level, r.stage, r.says_zh, r.says_en, r.opened_at) for r in oldest),
    )


def _pieces(rows: Sequence[Any]) -> tuple[Piece, ...]:
    found: dict[datetime, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.at, {})[row.level] = int(row.n)
    return tuple(Piece(at, **found[at]) for at in sorted(found))


def _rule(row: Any, rules: Mapping[str, Rule], total: int) -> RuleCount:
    rule = rules.get(row.rule)
    zh, en = (rule.zh, rule.en) if rule else (row.rule, row.rule)
    return RuleCount(row.rule, zh, en, int(row.n), int(row.n) / total, int(row.nuisance))


async def _floods(look: Look, tenant: str, span: counting.Span, length: timedelta) -> tuple[FloodRow, ...]:
    rows = await counting.floods(look.db, tenant, span, TOP)
    who = await names(look.db, tenant, {row.account for row in rows})
    # What lies ahead has no messages yet, and must not make the days look calm.
    passed = max(min(length, look.now - span.since), counting.FLOOD_SPAN)
    return tuple(
        FloodRow(
            account=row.account,
            name=who.get(row.account, row.account),
            told=int(row.told),
            per_day=round(int(row.told) / (passed / timedelta(days=1)), 1),
            busiest=int(row.busiest),
            flooded=int(row.flooded),
            share=min(1.0, int(row.flooded) * (counting.FLOOD_SPAN / passed)),
        )
        for row in rows
    )
