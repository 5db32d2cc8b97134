"""What the tests of jobs ask for, and somebody who carries it out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from domains.jobs import permissions
from domains.jobs.queries import JobRow, ListJobs
from hub.caller import Caller
from hub.commands import Tx
from hub.house import House
from hub.jobs import kind as known
from hub.jobs import working
from hub.jobs.job import Job
from hub.jobs.kind import JobKind, Outcome
from hub.jobs.starting import start
from hub.jobs.table import jobs
from tests.kit.house import person

ME = person("admin")


class Nothing(msgspec.Struct, frozen=True):
    """No input."""


def kind_of(run: Callable[[Job], Awaitable[Outcome]], monkeypatch: pytest.MonkeyPatch) -> JobKind:
    """A kind of job that is known from now on."""

    async def work(job: Job, _: Any) -> Outcome:
        return await run(job)

    made = JobKind("test.work", "试一试", "Try", permissions.USE, Nothing, work)
    for module in (known, working):
        monkeypatch.setattr(module, "kinds", lambda: {made.name: made})
    monkeypatch.setattr("domains.jobs.commands.kinds", lambda: {made.name: made})
    monkeypatch.setattr("domains.jobs.queries.kinds", lambda: {made.name: made})
    return made


async def started(house: House, kind: JobKind, caller: Caller = ME) -> str:
    """Start one; the demo's own job steps aside."""
    async with house.engine.begin() as db:
        await db.execute(sa.delete(jobs).where(jobs.c.kind != kind.name))
        return (await start(Tx(caller, db, house.clock()), kind, Nothing())).job_id


async def mine(house: House, job_id: str, caller: Caller = ME) -> JobRow:
    """How it stands."""
    rows: tuple[JobRow, ...] = await house.dispatch.ask(caller, ListJobs())
    return next(row for row in rows if row.job_id == job_id)
