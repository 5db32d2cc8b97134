"""A job at work: what its kind may ask of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hub import outbox, timers
from hub.caller import Caller
from hub.commands import Tx
from hub.house import House
from hub.ids import new_id
from hub.jobs.facts import JobChanged
from hub.jobs.table import jobs

LEASE: Final = timedelta(seconds=15)
TELL_EVERY: Final = 1.0
"""Seconds between two words about progress."""

Effect = Callable[[Tx], Awaitable[None]]


class Stopped(Exception):
    """The job is not this process's any more: cancelled, or taken over."""


@dataclass(slots=True)
class Job:
    """One job in the hands of this process.

    ``caller`` is who started it, with the right that its kind needs; ``checkpoint`` is where the last step left it.
    """

    house: House
    id: str
    caller: Caller
    kind: str
    lease: str
    checkpoint: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    trace: str = field(default_factory=new_id)
    told_at: float = 0.0

    async def step(self, effect: Effect | None = None, **come: Any) -> None:
        """One transaction: ``effect`` and how far the job has come (``done``, ``total``, ``checkpoint``, ``counts``).

        Raises ``Stopped`` when the job has been cancelled or taken over; then nothing of the step happened.
        """
        await self._step(effect, come, cancelling=False)

    async def cancelled(self) -> None:
        """End as somebody asked for; raises ``Stopped`` when nobody did, or when the job has been taken over."""
        end = {"state": "cancelled", "cancelling": False, "ended_at": self.house.clock()}
        await self._step(None, end, cancelling=True)

    async def _step(self, effect: Effect | None, come: dict[str, Any], *, cancelling: bool) -> None:
        house, caller = self.house, self.caller
        async with house.engine.begin() as db:
            tx = Tx(caller, db, house.clock(), self.id, self.trace, house.settings.secret)
            row = await self._mine(tx, cancelling=cancelling)
            if effect is not None:
                await effect(tx)
            values = {**come, "v": row.v + 1, "leased_until": tx.now + LEASE}
            await db.execute(sa.update(jobs).where(self._place()).values(values))
            tx.record(JobChanged(job_id=self.id, owner=caller.actor, v=row.v + 1))
            await timers.arm(tx)
            body: dict[str, Any] = {
                "job_id": self.id,
                "kind": self.kind,
                "state": come.get("state", "running"),
                "done": come.get("done"),
            }
            shards = await outbox.seal(tx, outbox.Done("jobs/step", msgspec.json.encode(body)), None)
        house.dispatch.wake(shards)
        self.checkpoint = come.get("checkpoint", self.checkpoint)
        self.counts = come.get("counts", self.counts)
        self.told_at = asyncio.get_running_loop().time()

    async def tell(self, done: int, total: int | None) -> None:
        """Say how far it has come, at most once a second. Raises ``Stopped`` as ``step`` does."""
        if asyncio.get_running_loop().time() - self.told_at >= TELL_EVERY:
            await self.step(done=done, total=total)

    async def beat(self) -> None:
        """Renew the lease; raises ``Stopped`` when there is none any more."""
        mine = sa.and_(self._place(), jobs.c.leased_by == self.lease, ~jobs.c.cancelling)
        async with self.house.engine.begin() as db:
            renewed = sa.update(jobs).where(mine).values(leased_until=self.house.clock() + LEASE)
            if (await db.execute(renewed)).rowcount != 1:
                raise Stopped(self.id)

    async def _mine(self, tx: Tx, *, cancelling: bool) -> sa.Row[Any]:
        row = (await tx.db.execute(sa.select(jobs).where(self._place()).with_for_update())).one()
        if row.leased_by != self.lease or row.cancelling != cancelling:
            raise Stopped(self.id)
        return row

    def _place(self) -> sa.ColumnElement[bool]:
        return sa.and_(jobs.c.tenant == self.caller.tenant, jobs.c.id == self.id)
