"""What the walks over the registry need to know of messages."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.messages.tables import deliveries, listed, messages


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """A message of the institution and its delivery; fields that cannot be made up."""
    found = (await db.execute(sa.select(deliveries).where(deliveries.c.tenant == tenant).limit(1))).first()
    mine = sa.select(messages.c.id, messages.c.account).where(messages.c.tenant == tenant)
    message = (await db.execute(mine.limit(1))).first()
    on_list = (await db.execute(sa.select(listed.c.id).where(listed.c.tenant == tenant).limit(1))).scalar()
    return {
        "message_id": "none" if message is None else message.id,
        "account": "none" if message is None else message.account,
        "delivery_id": "none" if found is None else found.id,
        "listed_id": on_list or "none",
        "template": {"name": "短信", "topic": "alerts.alert", "way": "sms"},
        "settings": {},
        "secrets": {},
    }
