"""Ended jobs disappear in time, with what they had to say about single rows; their files expire by themselves."""

from __future__ import annotations

import asyncio
from typing import Final

import msgspec
import sqlalchemy as sa

from hub import outbox
from hub.caller import Caller
from hub.commands import Tx
from hub.house import House
from hub.ids import new_id
from hub.jobs.facts import JobChanged
from hub.jobs.model import ENDED, KEPT
from hub.jobs.table import jobs, notes

EVERY: Final = 60.0


async def expire(house: House) -> int:
    """Let go of what ended more than ``KEPT`` ago; gives how many."""
    past = house.clock() - KEPT
    due = sa.select(jobs).where(jobs.c.state.in_(ENDED), jobs.c.ended_at <= past).order_by(jobs.c.ended_at)
    count = 0
    while True:
        async with house.engine.begin() as db:
            row = (await db.execute(due.limit(1).with_for_update(skip_locked=True))).first()
            if row is None:
                return count
            tx = Tx(Caller(row.tenant, "role:jobs"), db, house.clock(), row.id, new_id())
            place = sa.and_(jobs.c.tenant == row.tenant, jobs.c.id == row.id)
            gone = {"state": "expired", "v": row.v + 1, "input": b"{}", "file_id": None}
            await db.execute(sa.update(jobs).where(place).values(gone))
            await db.execute(sa.delete(notes).where(notes.c.tenant == row.tenant, notes.c.job_id == row.id))
            tx.record(JobChanged(job_id=row.id, owner=row.owner, v=row.v + 1))
            body = msgspec.json.encode({"job_id": row.id, "state": "expired"})
            shards = await outbox.seal(tx, outbox.Done("jobs/expire", body), None)
        house.dispatch.wake(shards)
        count += 1


async def expire_forever(house: House) -> None:
    """Look every minute."""
    while True:
        await expire(house)
        await asyncio.sleep(EVERY)
