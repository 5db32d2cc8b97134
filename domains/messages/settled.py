"""Messages about what somebody has taken over, or what is over: nobody else has to jump up for them."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from domains.messages.events import MessageSettled
from domains.messages.tables import messages
from hub.commands import Tx


async def settle_alerts(tx: Tx, alert_ids: Collection[str], by: str) -> None:
    """The unread messages about these alerts sound and pop up no more, and say who has it; empty: it is over by itself.

    They stay unread: whoever was told may still want to know.
    """
    about = messages.c.about["alert_id"].astext.in_(alert_ids)
    mine = sa.and_(messages.c.tenant == tx.caller.tenant, about, messages.c.read_at.is_(None))
    # In one order, as everybody locks messages.
    locked = sa.select(messages.c.id).where(mine, messages.c.settled_by.is_(None)).order_by(messages.c.id)
    place = sa.and_(messages.c.tenant == tx.caller.tenant, messages.c.id.in_(locked.with_for_update()))
    settled = sa.update(messages).where(place).values(settled_by=by, v=messages.c.v + 1).returning(*messages.c)
    for row in await tx.db.execute(settled):
        tx.record(MessageSettled(message_id=row.id, account=row.account, topic=row.topic, v=row.v))
