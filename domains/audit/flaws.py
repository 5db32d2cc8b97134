"""What the rounds found: how far they are, and the links that do not fit, in and out of their tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.audit.tables import flaws, rounds

MOST: Final = 1000
"""More are not kept: somebody must look long before."""


class Flaw(NamedTuple):
    """A link that does not fit. ``tenant``: whose entry it is of; empty where nobody can tell."""

    tenant: str
    what: str


class Far(NamedTuple):
    """How far the checks are: ``newest`` has been looked at since it came, ``passed`` in the present round."""

    newest: int
    passed: int


class Count(NamedTuple):
    """How many links of a tenant do not fit, and the number of the first."""

    tenant: str
    links: int
    first: int


async def far(db: AsyncConnection) -> Far:
    """How far the checks are."""
    row = (await db.execute(sa.select(rounds.c.newest, rounds.c.passed))).one()
    return Far(row.newest, row.passed)


async def keep_far(db: AsyncConnection, reached: Far) -> None:
    """Write how far they are."""
    await db.execute(sa.update(rounds).values(newest=reached.newest, passed=reached.passed))


async def replace(db: AsyncConnection, first: int, last: int, found: Mapping[int, Flaw], now: datetime) -> None:
    """From ``first`` to ``last`` these are the flaws; one that was known keeps the time at which it was found."""
    gone = sa.delete(flaws).where(flaws.c.n >= first, flaws.c.n <= last, flaws.c.n.not_in(list(found)))
    await db.execute(gone)
    known = (await db.execute(sa.select(sa.func.count()).select_from(flaws))).scalar_one()
    rows = [{"n": n, "tenant": f.tenant, "what": f.what, "found_at": now} for n, f in sorted(found.items())]
    if rows := rows[: max(0, MOST - known)]:
        await db.execute(insert(flaws).on_conflict_do_nothing(), rows)


async def counts(db: AsyncConnection) -> list[Count]:
    """The flaws by tenant."""
    number, first = sa.func.count().label("links"), sa.func.min(flaws.c.n).label("first")
    rows = await db.execute(sa.select(flaws.c.tenant, number, first).group_by(flaws.c.tenant))
    return [Count(row.tenant, row.links, row.first) for row in rows]
