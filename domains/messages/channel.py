"""A person's unread messages, and an institution's deliveries that are under way, live."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Row, Touch
from domains.messages import permissions
from domains.messages.events import DELIVERY_EVENTS, MESSAGE_EVENTS, DeliveryEvent, MessageEvent
from domains.messages.outbox import delivery_row
from domains.messages.shown import shown
from domains.messages.tables import deliveries, messages


def _touches(fact: MessageEvent) -> Iterable[Touch]:
    yield Touch({"account": fact.account}, fact.message_id)


async def _rows(db: AsyncConnection, place: Place, _: datetime, keys: Collection[str] | None) -> list[Row]:
    mine = sa.and_(messages.c.tenant == place.tenant, messages.c.account == place.params["account"])
    query = sa.select(messages).where(mine).order_by(messages.c.id.desc())
    query = query.where(messages.c.read_at.is_(None) if keys is None else messages.c.id.in_(keys))
    return [Row(row.id, row.v, None if row.read_at else shown(row)) for row in await db.execute(query)]


inbox = Channel(
    pattern="messages-inbox:{tenant}:{account}",
    needs=permissions.CENTRE,
    facts=MESSAGE_EVENTS,
    touches=_touches,
    rows=_rows,
    may_join=lambda caller, place: caller.actor == place.params["account"] and caller.tenant == place.tenant,
)


def _touched(fact: DeliveryEvent) -> Iterable[Touch]:
    yield Touch({}, fact.delivery_id)


async def _under_way(db: AsyncConnection, place: Place, _: datetime, keys: Collection[str] | None) -> list[Row]:
    query = sa.select(deliveries).where(deliveries.c.tenant == place.tenant).order_by(deliveries.c.id.desc())
    query = query.where(deliveries.c.ended_at.is_(None) if keys is None else deliveries.c.id.in_(keys))
    return [Row(row.id, row.v, None if row.ended_at else delivery_row(row)) for row in await db.execute(query)]


outgoing = Channel(
    pattern="messages-outgoing:{tenant}",
    needs=permissions.DELIVERIES,
    facts=DELIVERY_EVENTS,
    touches=_touched,
    rows=_under_way,
)
