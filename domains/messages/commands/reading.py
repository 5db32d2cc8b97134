"""What a person can do with his messages."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from domains.messages import permissions
from domains.messages.arriving import arrived
from domains.messages.events import MessageRead, MessageShown
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


class MarkShown(Command, frozen=True, kw_only=True):
    """A page has put these of one's messages before one's eyes."""

    needs: ClassVar[Permission] = permissions.CENTRE
    message_ids: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=200)]


@handles(MarkShown)
async def mark_shown(cmd: MarkShown, tx: Tx) -> Marked:
    """The first time counts; what is another's stays as it is."""
    mine = sa.and_(
        messages.c.tenant == tx.caller.tenant,
        messages.c.account == tx.caller.actor,
        messages.c.shown_at.is_(None),
        messages.c.id.in_(cmd.message_ids),
    )
    rows = await _change(tx, mine, shown_at=tx.now)
    for row in rows:
        tx.record(MessageShown(message_id=row.id, account=tx.caller.actor, topic=row.topic, v=row.v))
    return Marked(len(rows))


@handles(MarkRead)
async def mark_read(cmd: MarkRead, tx: Tx) -> Marked:
    """What was read before, or is another's, stays as it is."""
    mine = sa.and_(
        messages.c.tenant == tx.caller.tenant, messages.c.account == tx.caller.actor, messages.c.read_at.is_(None)
    )
    if cmd.message_ids:
        mine = sa.and_(mine, messages.c.id.in_(cmd.message_ids))
    rows = await _change(tx, mine, read_at=tx.now)
    for row in rows:
        tx.record(MessageRead(message_id=row.id, account=tx.caller.actor, topic=row.topic, v=row.v))
    return Marked(len(rows))


async def _change(tx: Tx, mine: sa.ColumnElement[bool], **values: Any) -> list[Any]:
    """Write this to messages, locked in one order; the rooms that they are about hear that they have arrived."""
    locked = sa.select(messages.c.id).where(mine).order_by(messages.c.id).with_for_update()
    place = sa.and_(messages.c.tenant == tx.caller.tenant, messages.c.id.in_(locked))
    changed = sa.update(messages).where(place).values(**values, v=messages.c.v + 1).returning(*messages.c)
    rows = list(await tx.db.execute(changed))
    for row in rows:
        await arrived(tx, row.about, row.account, "popup")
    return rows
