"""Who was told of something, on which ways, and when he saw it: for the story of what it is about."""

from __future__ import annotations

from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.messages.tables import deliveries, messages


class OnWay(msgspec.Struct, frozen=True):
    """What became of a message on one way."""

    way: str
    state: str
    code: str
    at: datetime


class Told(msgspec.Struct, frozen=True):
    """One person who was told; ``read_at`` None: he has not seen it."""

    message_id: str
    account: str
    topic: str
    sent_at: datetime
    read_at: datetime | None
    ways: tuple[OnWay, ...]


async def told_of_alert(db: AsyncConnection, tenant: str, alert_id: str) -> tuple[Told, ...]:
    """Everybody who was told of this alert by itself, in the order in which it was said."""
    mine = sa.and_(messages.c.tenant == tenant, messages.c.about["alert_id"].astext == alert_id)
    rows = list(await db.execute(sa.select(messages).where(mine).order_by(messages.c.id)))
    sent = sa.select(deliveries).where(
        deliveries.c.tenant == tenant, deliveries.c.message_id.in_([row.id for row in rows])
    )
    ways: dict[str, list[OnWay]] = {row.id: [] for row in rows}
    for row in await db.execute(sent.order_by(deliveries.c.id)):
        ways[row.message_id].append(OnWay(row.way, row.state, row.code, row.ended_at or row.tried_at or row.created_at))
    return tuple(Told(row.id, row.account, row.topic, row.sent_at, row.read_at, tuple(ways[row.id])) for row in rows)
