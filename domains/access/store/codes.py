"""The one-time codes that are good at this moment; only their digests are kept."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.tables import codes


async def put(db: AsyncConnection, mine: tuple[str, str], digest: bytes, now: datetime, until: datetime) -> None:
    """From now on this code counts for its holder (tenant, whose), and no earlier one. What is over goes."""
    await db.execute(sa.delete(codes).where(codes.c.tenant == mine[0], codes.c.until < now))
    written = insert(codes).values(tenant=mine[0], account_id=mine[1], digest=digest, until=until)
    renewed = {"digest": written.excluded.digest, "until": written.excluded.until}
    await db.execute(written.on_conflict_do_update(index_elements=["tenant", "account_id"], set_=renewed))


async def use(db: AsyncConnection, mine: tuple[str, str], digest: bytes, now: datetime) -> bool:
    """Whether this is the account's code and still good; it is used up."""
    used = sa.delete(codes).where(
        codes.c.tenant == mine[0], codes.c.account_id == mine[1], codes.c.digest == digest, codes.c.until > now
    )
    return (await db.execute(used.returning(codes.c.account_id))).first() is not None
