"""Durable timers: SQL rows armed in the transaction of the state that they guard."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub.commands import Alarm, Tx, name_of
from hub.db import timers

MOST: Final = 500
"""Timers per statement."""


async def arm(tx: Tx) -> None:
    """Write what the handler armed and disarmed; of one timer the last word holds."""
    last = {(alarm.name, alarm.key): alarm for alarm in tx.alarms}
    gone = [place for place, alarm in last.items() if alarm.command is None]
    if gone:
        place = sa.tuple_(timers.c.name, timers.c.key)
        await tx.db.execute(sa.delete(timers).where(timers.c.tenant == tx.caller.tenant, place.in_(gone)))
    armed = [_row(tx.caller.tenant, alarm) for alarm in last.values() if alarm.command is not None]
    for start in range(0, len(armed), MOST):
        written = insert(timers).values(armed[start : start + MOST])
        renewed = {name: written.excluded[name] for name in ("due_at", "command", "body", "attempts", "error")}
        await tx.db.execute(written.on_conflict_do_update(index_elements=["tenant", "name", "key"], set_=renewed))


def _row(tenant: str, alarm: Alarm) -> dict[str, Any]:
    if alarm.command is None:
        raise ValueError(alarm.name)
    return {
        "tenant": tenant,
        "name": alarm.name,
        "key": alarm.key,
        "due_at": alarm.due_at,
        "command": name_of(type(alarm.command)),
        "body": msgspec.json.encode(alarm.command),
        "attempts": 0,
        "error": None,
    }
