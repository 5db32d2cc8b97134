"""Durable timers: SQL rows armed in the transaction of the state that they guard."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub.commands import Tx, name_of
from hub.db import timers


async def arm(tx: Tx) -> None:
    """Write what the handler armed and disarmed."""
    for alarm in tx.alarms:
        place = {"tenant": tx.caller.tenant, "name": alarm.name, "key": alarm.key}
        if alarm.command is None:
            await tx.db.execute(sa.delete(timers).filter_by(**place))
            continue
        values = {
            "due_at": alarm.due_at,
            "command": name_of(type(alarm.command)),
            "body": msgspec.json.encode(alarm.command),
            "attempts": 0,
            "error": None,
        }
        armed = insert(timers).values(**place, **values)
        await tx.db.execute(armed.on_conflict_do_update(index_elements=["tenant", "name", "key"], set_=values))
