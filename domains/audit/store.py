"""Links and seals in and out of their tables; entries are only read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.audit.model import FIRST, Entry
from domains.audit.tables import links, seals, visits
from hub.db import audit

BATCH: Final = 1000
_COLUMNS = [audit.c[name] for name in Entry.__struct_fields__]
_LINKED = sa.exists().where(links.c.entry_id == audit.c.id)


async def head(db: AsyncConnection) -> tuple[int, bytes]:
    """The number and digest of the newest link; (0, zeros) before the first."""
    row = (await db.execute(sa.select(links).order_by(links.c.n.desc()).limit(1))).first()
    return (row.n, row.digest) if row else (0, FIRST)


async def unsealed(db: AsyncConnection, after: str) -> list[Entry]:
    """The oldest entries without a link whose id is greater; at most ``BATCH``."""
    query = sa.select(*_COLUMNS).where(audit.c.id > after, ~_LINKED).order_by(audit.c.id).limit(BATCH)
    return [entry_of(row) for row in await db.execute(query)]


async def count_unsealed(db: AsyncConnection) -> int:
    """How many entries have no link."""
    return int((await db.execute(sa.select(sa.func.count()).select_from(audit).where(~_LINKED))).scalar_one())


async def add_links(db: AsyncConnection, rows: Sequence[dict[str, Any]], seal: dict[str, Any]) -> None:
    """Write the links of a batch and its seal."""
    await db.execute(sa.insert(links), list(rows))
    await db.execute(sa.insert(seals).values(seal))


async def chain(db: AsyncConnection) -> AsyncIterator[Any]:
    """Every link by its number, with the entry that it is of (its columns None where that is gone) and its seal."""
    query = (
        sa.select(links.c.n, links.c.entry_id, links.c.digest, seals.c.mac, *_COLUMNS)
        .outerjoin(audit, audit.c.id == links.c.entry_id)
        .outerjoin(seals, seals.c.n == links.c.n)
        .order_by(links.c.n)
    )
    async for row in await db.stream(query):
        yield row


def entry_of(row: Any) -> Entry:
    """The entry in a row."""
    return Entry(**{name: getattr(row, name) for name in Entry.__struct_fields__})


async def add_visit(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a page visit."""
    await db.execute(sa.insert(visits).values(values))
