"""Senders and messages in and out of their tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.gateway.tables import messages, senders
from hub.errors import NotFound

Found = sa.Row[Any]


async def sender_of(db: AsyncConnection, application: str, facility: str) -> Found | None:
    """The enabled sender of this name, whatever its institution: it decides which one a message is for."""
    named = sa.and_(senders.c.application == application, senders.c.facility == facility, senders.c.enabled)
    return (await db.execute(sa.select(senders).where(named))).first()


async def sender(db: AsyncConnection, tenant: str, sender_id: str) -> Found:
    """One sender of the institution; raises ``NotFound``."""
    row = (await db.execute(sa.select(senders).where(senders.c.tenant == tenant, senders.c.id == sender_id))).first()
    if row is None:
        raise NotFound
    return row


async def all_senders(db: AsyncConnection, tenant: str) -> list[Found]:
    """The institution's senders by name."""
    query = sa.select(senders).where(senders.c.tenant == tenant).order_by(senders.c.name, senders.c.id)
    return list(await db.execute(query))


async def add_sender(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new sender."""
    await db.execute(sa.insert(senders).values(values))


async def change_sender(db: AsyncConnection, tenant: str, sender_id: str, values: dict[str, Any]) -> None:
    """Write a sender's new state."""
    mine = sa.and_(senders.c.tenant == tenant, senders.c.id == sender_id)
    await db.execute(sa.update(senders).where(mine).values(values))


async def message(db: AsyncConnection, tenant: str, message_id: str, *, lock: bool = False) -> Found:
    """One message of the institution; raises ``NotFound``."""
    query = sa.select(messages).where(messages.c.tenant == tenant, messages.c.id == message_id)
    row = (await db.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        raise NotFound
    return row


async def earlier(db: AsyncConnection, tenant: str, sender_id: str, control_id: str) -> Found | None:
    """The message that came under this control id; one that comes at the same time is waited for."""
    key = sa.func.hashtextextended(f"gateway:{tenant}:{sender_id}:{control_id}", 0)
    await db.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
    named = sa.and_(messages.c.tenant == tenant, messages.c.sender_id == sender_id, messages.c.control_id == control_id)
    return (await db.execute(sa.select(messages).where(named))).first()


async def add_message(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new message."""
    await db.execute(sa.insert(messages).values(values))


async def change_message(db: AsyncConnection, tenant: str, message_id: str, values: dict[str, Any]) -> None:
    """Write a message's new state."""
    mine = sa.and_(messages.c.tenant == tenant, messages.c.id == message_id)
    await db.execute(sa.update(messages).where(mine).values(values))
