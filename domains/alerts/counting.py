"""How many alerts, how often, how long: read from indexes alone, so that a million of them take no second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.alerts.tables import alerts, tellings
from hub.db import Moment

FLEETING: Final = timedelta(seconds=60)
"""What went within this time without anybody acting was no use to anybody."""
FLOOD: Final = 10
"""More messages than these to one person within ``FLOOD_SPAN`` are a flood (ISA-18.2, EEMUA 191)."""
FLOOD_SPAN: Final = timedelta(minutes=10)

_QUARTER: Final = sa.literal(timedelta(minutes=15), sa.Interval)
_EPOCH: Final = sa.literal(datetime(2000, 1, 1, tzinfo=UTC), Moment)
_FINE: Final = 3600


class Span(NamedTuple):
    """The stretch of time that is looked at, cut into pieces of ``step`` (hour or day) on the clock of ``zone``."""

    since: datetime
    until: datetime
    step: str
    zone: str


def _mine(tenant: str, span: Span) -> tuple[sa.ColumnElement[bool], ...]:
    return alerts.c.tenant == tenant, alerts.c.opened_at >= span.since, alerts.c.opened_at < span.until


async def pieces(db: AsyncConnection, tenant: str, span: Span) -> list[sa.Row[Any]]:
    """Rows (at, level, n): how many alerts of a level came in each hour or day."""
    # Cheap quarters of an hour first, which every zone's hours and days consist of; the zone's clock looks at few rows.
    quarter = sa.func.date_bin(_QUARTER, alerts.c.opened_at, _EPOCH).label("quarter")
    some = (
        sa.select(quarter, alerts.c.level, sa.func.count().label("n"))
        .where(*_mine(tenant, span))
        .group_by(quarter, alerts.c.level)
        .subquery()
    )
    at = sa.func.date_trunc(span.step, some.c.quarter, span.zone).label("at")
    query = sa.select(at, some.c.level, sa.func.sum(some.c.n).label("n")).group_by(at, some.c.level)
    return list(await db.execute(query))


async def by_rule(db: AsyncConnection, tenant: str, span: Span) -> list[sa.Row[Any]]:
    """Rows (rule, n, told, nuisance), the most frequent rule first."""
    before = sa.or_(alerts.c.acknowledged_at.is_(None), alerts.c.acknowledged_at >= alerts.c.returned_at)
    fleeting = sa.and_(alerts.c.returned_at <= alerts.c.opened_at + FLEETING, before)
    query = sa.select(
        alerts.c.rule,
        sa.func.count().label("n"),
        sa.func.count().filter(alerts.c.withheld == "").label("told"),
        sa.func.count().filter(sa.or_(alerts.c.nuisance, fleeting)).label("nuisance"),
    ).where(*_mine(tenant, span))
    return list(await db.execute(query.group_by(alerts.c.rule).order_by(sa.desc("n"), alerts.c.rule)))


async def taking(db: AsyncConnection, tenant: str, span: Span) -> list[tuple[int, int]]:
    """After how many seconds alerts were taken over, and how many of them; from an hour on in whole minutes."""
    took = sa.cast(sa.func.date_part("epoch", alerts.c.acknowledged_at - alerts.c.opened_at), sa.Integer)
    coarse = sa.case((took < _FINE, took), else_=took - took % 60).label("took")
    query = sa.select(coarse, sa.func.count()).where(*_mine(tenant, span), alerts.c.acknowledged_at.is_not(None))
    return sorted((int(row[0]), int(row[1])) for row in await db.execute(query.group_by(coarse)))


def rank(taken: Sequence[tuple[int, int]], share: float) -> int | None:
    """The seconds within which this share of all was taken over (nearest rank); None when nothing was."""
    wanted, passed = share * sum(count for _, count in taken), 0
    for seconds, count in taken:
        passed += count
        if passed >= wanted:
            return seconds
    return None


async def floods(db: AsyncConnection, tenant: str, span: Span, most: int) -> list[sa.Row[Any]]:
    """Rows (account, told, busiest, flooded): messages, the most in ten minutes, how many ten minutes were a flood."""
    origin = sa.literal(span.since, alerts.c.opened_at.type)
    bin_ = sa.func.date_bin(sa.literal(FLOOD_SPAN, sa.Interval), tellings.c.at, origin)
    within = tellings.c.tenant == tenant, tellings.c.at >= span.since, tellings.c.at < span.until
    told = sa.select(tellings.c.account).where(*within).distinct().subquery()
    # Person by person: the index has each one's messages side by side, and few bins at a time are kept in mind.
    bins = (
        sa.select(sa.func.count().label("n"))
        .where(*within, tellings.c.account == told.c.account)
        .group_by(bin_)
        .correlate(told)
        .subquery()
    )
    of_one = (
        sa.select(
            sa.func.sum(bins.c.n).label("told"),
            sa.func.max(bins.c.n).label("busiest"),
            sa.func.count().filter(bins.c.n > FLOOD).label("flooded"),
        )
        .select_from(bins)
        .lateral()
    )
    query = sa.select(told.c.account, of_one.c.told, of_one.c.busiest, of_one.c.flooded).join(of_one, sa.true())
    query = query.order_by(sa.desc("flooded"), sa.desc("told"), told.c.account)
    return list(await db.execute(query.limit(most)))


async def standing(db: AsyncConnection, tenant: str, most: int) -> tuple[int, list[sa.Row[Any]]]:
    """How many are open now, and the oldest of them."""
    here = alerts.c.tenant == tenant, alerts.c.open
    count = (await db.execute(sa.select(sa.func.count()).select_from(alerts).where(*here))).scalar_one()
    query = sa.select(alerts).where(*here).order_by(alerts.c.opened_at, alerts.c.id).limit(most)
    return int(count), list(await db.execute(query))
