"""The second push: what is important and stays unread is told once more, then on the next way (W-PC-26).

It is the same for patients and staff. What may go out on its own ways only takes these once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar, Final, cast

import sqlalchemy as sa

from domains.messages import permissions, store
from domains.messages.events import MessagePushedAgain
from domains.messages.model import Policy, Preference, Way, is_important, next_way
from domains.messages.planning import NOBODY, REACHED, Parcel, plan
from domains.messages.tables import messages
from hub.caller import Permission
from hub.commands import INSIDE, Command, Tx, handles
from hub.levels import Level

TIMER: Final = "messages.again"
MOST_PUSHES: Final = 3
"""The first, the second on the same ways, the third on the next way."""


class PushAgain(Command, frozen=True, kw_only=True):
    """An important message has lain unread for as long as the institution allows."""

    needs: ClassVar[Permission] = permissions.CARRY
    exposed: ClassVar[frozenset[str]] = INSIDE
    message_id: str
    push: int = 2


def watch(tx: Tx, message_id: str, level: Level, topic: str, policy: Policy) -> None:
    """Start the clock of a message that has just been sent, if it is important."""
    if is_important(level, topic, policy):
        _arm(tx, message_id, 2, policy)


def _arm(tx: Tx, message_id: str, push: int, policy: Policy) -> None:
    due = tx.now + timedelta(seconds=policy.again_after)
    tx.arm(TIMER, message_id, due, PushAgain(message_id=message_id, push=push))


@handles(PushAgain)
async def push_again(cmd: PushAgain, tx: Tx) -> None:
    """Pop it up once more and send it out once more; what has been seen meanwhile is left alone."""
    tenant = tx.caller.tenant
    unread = sa.and_(messages.c.tenant == tenant, messages.c.id == cmd.message_id, messages.c.read_at.is_(None))
    unread = sa.and_(unread, messages.c.settled_by.is_(None))
    pushed = sa.update(messages).where(unread, messages.c.pushes < cmd.push)
    pushed = pushed.values(pushes=cmd.push, v=messages.c.v + 1)
    row = (await tx.db.execute(pushed.returning(*messages.c))).first()
    if row is None:
        return
    policy = await store.policy(tx.db, tenant)
    wish = (await store.preferences(tx.db, tenant, [row.account])).get(row.account, NOBODY)
    earlier = await store.of_message(tx.db, tenant, row.id)
    alone = any(delivery.alone for delivery in earlier)
    again = cmd.push == 2 or alone  # noqa: PLR2004 - the second push
    parcel = Parcel(
        message_id=row.id,
        account=row.account,
        topic=row.topic,
        level=Level(row.level),
        ways=_same(earlier) if again else _next(row, earlier, wish, policy),
        push=cmd.push,
        alone=alone,
    )
    await plan(tx, [parcel], policy)
    tx.record(MessagePushedAgain(message_id=row.id, account=row.account, topic=row.topic, push=cmd.push, v=row.v))
    if cmd.push < MOST_PUSHES and policy.again_after:
        _arm(tx, row.id, cmd.push + 1, policy)


def _same(earlier: Sequence[Any]) -> tuple[Way, ...]:
    """The ways on which the first push got out."""
    return tuple(
        dict.fromkeys(cast("Way", row.way) for row in earlier if row.state in REACHED and row.way != "webhook")
    )


def _next(message: Any, earlier: Sequence[Any], wish: Preference, policy: Policy) -> tuple[Way, ...]:
    """The first way that has not been tried; a message that was for the message centre only stays there."""
    if not earlier:
        return ()
    way = next_way({row.way for row in earlier}, Level(message.level), message.topic, wish, policy)
    return () if way is None else (way,)
