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
AT_ONCE: Final = 4
"""So many timers are fired side by side; each by itself, so that no two of them ever wait for each other's locks."""
LAST_ATTEMPT: Final = 20
SLOWEST_RETRY: Final = 600

_CLAIM = (
    sa.select(timers)
    .where(timers.c.due_at <= sa.bindparam("now"), timers.c.attempts < LAST_ATTEMPT)
    .order_by(timers.c.due_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)


def _place(timer: sa.Row[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(
        timers.c.tenant == timer.tenant,
        timers.c.name == timer.name,
        timers.c.key == timer.key,
        timers.c.due_at == timer.due_at,
    )


async def fire_next(dispatch: Dispatcher) -> bool:
    """Fire the longest overdue timer; False when none is due.

    A refusal by the house (``HubError``: the state has moved on) ends the timer; any other failure postpones it
    with growing delay, and after ``LAST_ATTEMPT`` tries it stays in the table, visible, for a person.
    """
    shards: list[int] = []
    async with dispatch.engine.begin() as db:
        timer = (await db.execute(_CLAIM, {"now": dispatch.now()})).first()
        if timer is None:
            return False
        # Before the effect: a handler that arms the same timer again must win over this deletion.
        await db.execute(sa.delete(timers).where(_place(timer)))
        handler: Handler[Any] = dispatch.handlers[timer.command]
        command = msgspec.json.decode(timer.body, type=handler.asks)
        caller = Caller(timer.tenant, f"timer:{timer.name}", frozenset({command.needs.name}), frozenset({timer.tenant}))
        try:
            async with db.begin_nested():
                _, shards = await dispatch.within(db, caller, command)
        except HubError as refusal:
            log.info("timer refused", extra={"timer": timer.name, "code": refusal.code})
        except Exception as error:
            log.exception("timer failed", extra={"timer": timer.name, "attempt": timer.attempts + 1})
            await _postpone(db, dispatch, timer, error)
    dispatch.wake(shards)
    return True


async def _postpone(db: AsyncConnection, dispatch: Dispatcher, timer: sa.Row[Any], error: Exception) -> None:
    delay = timedelta(seconds=min(2**timer.attempts, SLOWEST_RETRY))
    values = {**timer._mapping, "attempts": timer.attempts + 1, "error": repr(error)}  # noqa: SLF001 - SQLAlchemy's public name
    await db.execute(sa.insert(timers).values({**values, "due_at": dispatch.now() + delay}))


async def fire_forever(dispatch: Dispatcher) -> None:
    """The work of the ``timers`` role: never returns; errors of the database are retried by the caller."""
    while True:
        if not await fire_next(dispatch):
            await asyncio.sleep(POLL)
            continue
        async with asyncio.TaskGroup() as hands:
            for _ in range(AT_ONCE):
                hands.create_task(_fire_all_due(dispatch))


async def _fire_all_due(dispatch: Dispatcher) -> None:
    while await fire_next(dispatch):
        continue
