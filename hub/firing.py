"""Fires due timers: claim, effect and deletion in one transaction, so that a crash repeats nothing."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.caller import Caller
from hub.commands import Handler
from hub.db import timers
from hub.dispatch import Dispatcher
from hub.errors import HubError

log = logging.getLogger(__name__)

POLL: Final = 0.2
AT_ONCE: Final = 12
"""So many timers are fired side by side, for each waits for its commit; each by itself, so that no two of them ever
wait for each other's locks."""
LAST_ATTEMPT: Final = 20
SLOWEST_RETRY: Final = 600

_DUE: Final = (
    sa.select(timers.c.tenant, timers.c.name, timers.c.key)
    # The number stands in the text: the index is partial by it, and a plan for any number could not use it.
    .where(timers.c.due_at <= sa.bindparam("now"), timers.c.attempts < sa.literal_column(str(LAST_ATTEMPT)))
    .order_by(timers.c.due_at)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
# By ``=`` the inner statement runs once.
_CLAIM: Final = (
    sa.delete(timers).where(sa.tuple_(timers.c.tenant, timers.c.name, timers.c.key) == _DUE).returning(*timers.c)
)


async def fire_next(dispatch: Dispatcher) -> bool:
    """Fire the longest overdue timer; False when none is due.

    It is deleted before its effect, in one transaction with it, so that a handler that arms the same timer again
    wins. A refusal by the house (``HubError``: the state has moved on) ends the timer; any other failure postpones it
    with growing delay, and after ``LAST_ATTEMPT`` tries it stays in the table, visible, for a person.
    """
    timer: sa.Row[Any] | None = None
    try:
        async with dispatch.engine.begin() as db:
            timer = (await db.execute(_CLAIM, {"now": dispatch.now()})).first()
            if timer is None:
                return False
            shards = await _take_effect(dispatch, db, timer)
        dispatch.wake(shards)
    except HubError as refusal:
        await _refused(dispatch, timer, refusal)
    except Exception as error:
        if timer is None:
            raise
        await _failed(dispatch, timer, error)
    return True


async def _take_effect(dispatch: Dispatcher, db: AsyncConnection, timer: sa.Row[Any]) -> list[int]:
    handler: Handler[Any] = dispatch.handlers[timer.command]
    command = msgspec.json.decode(timer.body, type=handler.asks)
    caller = Caller(timer.tenant, f"timer:{timer.name}", frozenset({command.needs.name}), frozenset({timer.tenant}))
    _, shards = await dispatch.within(db, caller, command)
    return shards


async def _refused(dispatch: Dispatcher, timer: sa.Row[Any] | None, refusal: HubError) -> None:
    if timer is None:
        raise refusal
    log.info("timer refused", extra={"timer": timer.name, "code": refusal.code})
    async with dispatch.engine.begin() as db:
        await db.execute(sa.delete(timers).where(_place(timer)))


async def _failed(dispatch: Dispatcher, timer: sa.Row[Any], error: Exception) -> None:
    log.error("timer failed", exc_info=error, extra={"timer": timer.name, "attempt": timer.attempts + 1})
    later = dispatch.now() + timedelta(seconds=min(2**timer.attempts, SLOWEST_RETRY))
    values = {"attempts": timer.attempts + 1, "error": repr(error), "due_at": later}
    async with dispatch.engine.begin() as db:
        await db.execute(sa.update(timers).where(_place(timer)).values(values))


def _place(timer: sa.Row[Any]) -> sa.ColumnElement[bool]:
    """The timer as it was claimed; armed anew meanwhile, it is another."""
    return sa.and_(
        timers.c.tenant == timer.tenant,
        timers.c.name == timer.name,
        timers.c.key == timer.key,
        timers.c.due_at == timer.due_at,
        timers.c.attempts == timer.attempts,
    )


async def fire_forever(dispatch: Dispatcher) -> None:
    """The work of the ``timers`` role: never returns; errors of the database are retried by the caller.

    One hand looks at the clock. Whenever it found something due, the others look too, until they find nothing.
    """
    due = asyncio.Event()
    async with asyncio.TaskGroup() as hands:
        for _ in range(AT_ONCE - 1):
            hands.create_task(_help(dispatch, due))
        while True:
            if await fire_next(dispatch):
                due.set()
            else:
                await asyncio.sleep(POLL)


async def _help(dispatch: Dispatcher, due: asyncio.Event) -> None:
    while True:
        await due.wait()
        if not await fire_next(dispatch):
            due.clear()
