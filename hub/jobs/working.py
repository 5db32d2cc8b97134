"""The ``jobs`` role: takes what is queued or was left lying, carries it out, and says how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import timedelta
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hub.caller import Caller
from hub.commands import Tx
from hub.errors import HubError
from hub.files import made
from hub.house import House
from hub.ids import new_id
from hub.jobs.expiring import expire_forever
from hub.jobs.facts import DataExported, JobFailed
from hub.jobs.job import LEASE, Effect, Job, Stopped
from hub.jobs.kind import JobKind, Outcome, kinds
from hub.jobs.model import KEPT
from hub.jobs.table import jobs
from hub.outages import is_outage
from hub.roles import Role

log = logging.getLogger(__name__)

POLL: Final = 0.5
BEAT: Final = 5.0
AT_ONCE: Final = 2
MOST_ATTEMPTS: Final = 5
"""Times that a job may die with its process before it counts as what kills the process."""


class Deadly(HubError):
    """The process died too often at this job."""

    code = "jobs.deadly"
    zh = "任务多次异常中断，已停止。请联系管理员，或缩小范围后重试。"
    en = "The job was cut off too often and has been stopped. Ask your administrator, or try a smaller one."


async def take(house: House) -> tuple[Job, Any, JobKind] | None:
    """The job that has waited longest, leased to this process; None when there is none."""
    now, lease = house.clock(), f"{house.source().member}/{new_id()}"
    left = sa.and_(jobs.c.state == "running", jobs.c.leased_until < now)
    due = sa.select(jobs).where(sa.or_(jobs.c.state == "queued", left)).order_by(jobs.c.created_at, jobs.c.id)
    async with house.engine.begin() as db:
        row = (await db.execute(due.limit(1).with_for_update(skip_locked=True))).first()
        if row is None:
            return None
        taken = {"state": "running", "leased_by": lease, "leased_until": now + LEASE, "attempts": row.attempts + 1}
        place = sa.and_(jobs.c.tenant == row.tenant, jobs.c.id == row.id)
        await db.execute(sa.update(jobs).where(place).values(taken))
    kind = kinds()[row.kind]
    rights, tenants = frozenset({kind.needs.name}), frozenset({row.tenant})
    caller = Caller(row.tenant, row.owner, rights, tenants, **row.acts_as)
    job = Job(house, row.id, caller, row.kind, lease, row.checkpoint, dict(row.counts))
    if row.attempts >= MOST_ATTEMPTS:
        await _fail(job, Deadly())
        return await take(house)
    return job, msgspec.json.decode(row.input, type=kind.input), kind


async def carry_out(job: Job, given: Any, kind: JobKind) -> None:
    """Run a job to its end; whatever it raises becomes its outcome, save for outages, which leave it to be taken up."""
    try:
        await job.step()
        async with asyncio.TaskGroup() as tasks:
            heart = tasks.create_task(_beat(job))
            outcome = await kind.run(job, given)
            heart.cancel()
        await _finish(job, outcome)
    except* Stopped:
        await _stopped(job)
    except* HubError as errors:
        await _fail(job, _first(errors))
    except* Exception as errors:
        if is_outage(errors):
            raise
        log.exception("job failed", extra={"job": job.id, "kind": job.kind})
        await _fail(job, HubError())


def _first(errors: BaseExceptionGroup[HubError]) -> HubError:
    first: BaseException = errors
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return first if isinstance(first, HubError) else HubError()


async def _beat(job: Job) -> None:
    while True:
        await asyncio.sleep(BEAT)
        await job.beat()


async def _finish(job: Job, outcome: Outcome) -> None:
    async def keep(tx: Tx) -> None:
        if outcome.file is not None:
            await made.keep(tx.db, outcome.file, job.id, tx.now + KEPT)
            if rows := outcome.counts.get("rows"):
                mine = DataExported(job_id=job.id, account_id=job.caller.actor, job_kind=job.kind, rows=rows, v=1)
                tx.record(mine)

    file_id = None if outcome.file is None else outcome.file.file_id
    await _end(job, keep, state="done", counts=dict(outcome.counts), file_id=file_id)


async def _fail(job: Job, error: HubError) -> None:
    async def told(tx: Tx) -> None:
        mine = {"job_id": job.id, "account_id": job.caller.actor, "job_kind": job.kind}
        tx.record(JobFailed(**mine, code=error.code, v=1))

    await _end(job, told, state="failed", error_zh=error.detail("zh"), error_en=error.detail("en"))


async def _end(job: Job, effect: Effect | None, **values: Any) -> None:
    await job.step(effect, ended_at=job.house.clock(), **values)


async def _stopped(job: Job) -> None:
    """Cancelled: say so. Taken over: nothing to say."""
    with contextlib.suppress(Stopped):
        await job.cancelled()


async def work_once(house: House) -> bool:
    """Carry out one job; False when there is none."""
    found = await take(house)
    if found is not None:
        await carry_out(*found)
    return found is not None


async def _run(house: House) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_heard(house))
        tasks.create_task(expire_forever(house))
        for _ in range(AT_ONCE):
            tasks.create_task(_work(house))


async def _work(house: House) -> None:
    while True:
        if not await work_once(house):
            await asyncio.sleep(POLL)


async def _heard(house: House) -> None:
    while True:
        await house.bus.heard("jobs", 5)
        await asyncio.sleep(1)


async def reclaim(house: House) -> None:
    """A restarted worker of the same name goes on at once with what it had."""
    mine = sa.and_(jobs.c.state == "running", jobs.c.leased_by.startswith(f"{house.source().member}/", autoescape=True))
    async with house.engine.begin() as db:
        await db.execute(sa.update(jobs).where(mine).values(leased_until=house.clock() - timedelta(seconds=1)))


async def _role(house: House) -> None:
    await reclaim(house)
    await _run(house)


role: Final = Role("jobs", _role)
