"""Which rows a list query asks for, how many there are, and by which way PostgreSQL had best find them.

A list sorted by an index is quick where many rows fit, and reads all the table where few do; an index of grams is the
other way round; and what the planner guesses of parts of Chinese names is often far off. So it is measured: the newest
and oldest ``PROBED`` rows tell whether a text is common; then the fitting rows are counted up to ``COUNTED``; if there
are no more than that, they are gathered first and sorted afterwards.
"""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.resources.resource import Resource
from hub.resources.shapes import COUNTED

PROBED: Final = 500
COMMON: Final = 0.1
"""Share of the probed rows from which on a text counts as common."""

Conditions = list[sa.ColumnElement[bool]]


def living(resource: Resource, tenant: str) -> sa.ColumnElement[bool]:
    """The rows of an institution that have not been deleted."""
    table = resource.table
    here = table.c.tenant == tenant
    return sa.and_(here, table.c.deleted_at.is_(None)) if "deleted_at" in table.c else here


async def narrowed(
    db: AsyncConnection, resource: Resource, tenant: str, query: Any
) -> tuple[int, sa.FromClause, Conditions]:
    """How many rows fit (at most ``COUNTED`` + 1), where to read them from, and what to ask of them there."""
    table, here = resource.table, living(resource, tenant)
    wanted = [c for c in (f.condition(table, query) for f in resource.filters) if c is not None]
    texts = [(f, hint) for f in resource.filters if (hint := f.hint(table, query)) is not None]
    hints = [hint for _, hint in texts]
    if not wanted:
        return await _count(db, resource, [here]), table, [here]
    # Only the texts are probed: beside a common one, the index of what else is asked for finds the rows sooner.
    sought = [c for c in (f.condition(table, query) for f, _ in texts) if c is not None]
    rare = bool(sought) and await _share(db, resource, tenant, sought) < COMMON
    asked = [here, *wanted, *(hints if rare else ())]
    total = await _count(db, resource, asked)
    if total > COUNTED:
        return total, table, [here, *wanted]
    # MATERIALIZED keeps the planner from walking along the order and hoping to meet the few rows that fit.
    gathered = sa.select(table).where(*asked).cte("gathered").prefix_with("materialized", dialect="postgresql")
    return total, gathered, []


async def _count(db: AsyncConnection, resource: Resource, asked: Conditions) -> int:
    """How many rows there are; counting ends just beyond ``COUNTED``."""
    some = sa.select(sa.literal(1)).select_from(resource.table).where(*asked).limit(COUNTED + 1).subquery()
    return int((await db.execute(sa.select(sa.func.count()).select_from(some))).scalar_one())


async def _share(db: AsyncConnection, resource: Resource, tenant: str, wanted: Conditions) -> float:
    """Which share of the newest or of the oldest rows fits, whichever is smaller; 0 when there are none.

    Both ends, because what was made together is alike: the newest codes may all begin with the same digits.
    """
    table = resource.table
    fits = sa.select(sa.and_(*wanted).label("fits")).where(living(resource, tenant)).limit(PROBED)
    made = table.c["created_at" if resource.changes else resource.sort.lstrip("-")]
    newest = fits.order_by(made.desc(), table.c.id.desc()).subquery()
    oldest = fits.order_by(made, table.c.id).subquery()
    shares = [
        sa.select(sa.func.avg(sa.cast(end.c.fits, sa.Integer))).select_from(end).scalar_subquery()
        for end in (newest, oldest)
    ]
    return float((await db.execute(sa.select(sa.func.least(*shares)))).scalar_one() or 0)
