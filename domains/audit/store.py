"""Links and seals in and out of their tables; entries are only read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.audit.model import FIRST, Entry, before
from domains.audit.tables import links, seals, visits
from hub.db import audit

BATCH: Final = 1000
_COLUMNS = [audit.c[name] for name in Entry.__struct_fields__]
_LINKED = sa.exists().where(links.c.entry_id == audit.c.id)
_UNLINKED = sa.select(links.c.n).where(links.c.entry_id == audit.c.id).correlate(audit).scalar_subquery().is_(None)
"""The same denied, asked of each entry by itself: of a few entries that must not read all links."""
SLOW: Final = 10_000
"""Milliseconds that an entry may be in being committed while later ones are sealed already."""
MOST: Final = 10_000
"""So many waiting entries are counted; where there are more, that is bad enough."""


class Waiting(NamedTuple):
    """The entries of a tenant that have no link: how many, which is the ``first``, since when the oldest waits."""

    tenant: str
    entries: int
    first: str
    oldest: datetime


async def head(db: AsyncConnection) -> tuple[int, bytes]:
    """The number and digest of the newest link; (0, zeros) before the first."""
    row = (await db.execute(sa.select(links).order_by(links.c.n.desc()).limit(1))).first()
    return (row.n, row.digest) if row else (0, FIRST)


async def unsealed(db: AsyncConnection, after: str) -> list[Entry]:
    """The oldest entries without a link whose id is greater; at most ``BATCH``."""
    query = sa.select(*_COLUMNS).where(audit.c.id > after, _UNLINKED).order_by(audit.c.id).limit(BATCH)
    return [entry_of(row) for row in await db.execute(query)]


async def count_unsealed(db: AsyncConnection) -> int:
    """How many entries have no link."""
    return int((await db.execute(sa.select(sa.func.count()).select_from(audit).where(~_LINKED))).scalar_one())


async def waiting(db: AsyncConnection) -> list[Waiting]:
    """What waits for its link, by tenant; nothing where nobody has ever sealed (health tells that nobody does).

    Only what is newer than the newest link is looked at, so it costs the same however long the audit is.
    """
    newest = (await db.execute(sa.select(links.c.entry_id).order_by(links.c.n.desc()).limit(1))).scalar()
    if newest is None:
        return []
    late = (
        sa.select(audit.c.tenant, audit.c.id, audit.c.at)
        .where(audit.c.id > before(newest, SLOW), _UNLINKED)
        .limit(MOST)
    )
    found = late.subquery()
    count, first, oldest = sa.func.count(), sa.func.min(found.c.id), sa.func.min(found.c.at)
    counted = sa.select(found.c.tenant, count, first, oldest)
    return [Waiting(*row) for row in await db.execute(counted.group_by(found.c.tenant))]


async def add_links(db: AsyncConnection, rows: Sequence[dict[str, Any]], seal: dict[str, Any]) -> None:
    """Write the links of a batch and its seal."""
    await db.execute(sa.insert(links), list(rows))
    await db.execute(sa.insert(seals).values(seal))


async def chain(db: AsyncConnection, first: int = 1, last: int | None = None) -> AsyncIterator[Any]:
    """Every link by its number, with the entry that it is of (its columns None where that is gone) and its seal.

    ``first`` and ``last`` (both included; None: the newest) limit it to a part.
    """
    query = (
        sa.select(links.c.n, links.c.entry_id, links.c.digest, seals.c.mac, *_COLUMNS)
        .outerjoin(audit, audit.c.id == links.c.entry_id)
        .outerjoin(seals, seals.c.n == links.c.n)
        .where(links.c.n >= first)
        .order_by(links.c.n)
    )
    async for row in await db.stream(query if last is None else query.where(links.c.n <= last)):
        yield row


async def digest_of(db: AsyncConnection, n: int) -> bytes | None:
    """The digest of a link; None where it is missing."""
    return FIRST if n == 0 else (await db.execute(sa.select(links.c.digest).where(links.c.n == n))).scalar()


async def is_sealed(db: AsyncConnection, n: int) -> bool:
    """Whether the link has a seal; there is nothing to seal before the first."""
    return n == 0 or (await db.execute(sa.select(seals.c.n).where(seals.c.n == n))).scalar() is not None


def entry_of(row: Any) -> Entry:
    """The entry in a row."""
    return Entry(**{name: getattr(row, name) for name in Entry.__struct_fields__})


async def add_visit(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a page visit."""
    await db.execute(sa.insert(visits).values(values))
