"""What a person can do with his messages."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from domains.messages import permissions
from domains.messages.events import MessageRead
from domains.messages.tables import messages
from hub.caller import Permission
from hub.commands import Command, Tx, handles

Id = Annotated[str, Meta(min_length=1, max_length=64)]


class Marked(msgspec.Struct, frozen=True):
    """How many messages this made read."""

    count: int


class MarkRead(Command, frozen=True, kw_only=True):
    """One's own messages have been seen; without ids: all of them."""

    needs: ClassVar[Permission] = permissions.CENTRE
    message_ids: Annotated[tuple[Id, ...], Meta(max_length=200)] = ()


@handles(MarkRead)
async def mark_read(cmd: MarkRead, tx: Tx) -> Marked:
    """What was read before, or is another's, stays as it is."""
    mine = sa.and_(
        messages.c.tenant == tx.caller.tenant, messages.c.account == tx.caller.actor, messages.c.read_at.is_(None)
    )
    if cmd.message_ids:
        mine = sa.and_(mine, messages.c.id.in_(cmd.message_ids))
    read = sa.update(messages).where(mine).values(read_at=tx.now, v=messages.c.v + 1)
    rows = list(await tx.db.execute(read.returning(messages.c.id, messages.c.topic, messages.c.v)))
    for row in rows:
        tx.record(MessageRead(message_id=row.id, account=tx.caller.actor, topic=row.topic, v=row.v))
    return Marked(len(rows))
