"""How a command starts a job: in its own transaction, so that there is one exactly when the command was done."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from hub.commands import Tx
from hub.errors import Conflict
from hub.ids import new_id
from hub.jobs.facts import JobChanged
from hub.jobs.kind import JobKind
from hub.jobs.model import OPEN
from hub.jobs.table import jobs

MOST_OPEN = 20


class StartedJob(msgspec.Struct, frozen=True):
    """The job that was started; ``jobs:<tenant>:<account>`` tells how far it has come."""

    job_id: str


class TooManyJobs(Conflict):
    """The account has as many jobs under way as it may have."""

    code = "jobs.too_many"
    zh = "您已有 {most} 个任务在进行，请等其中一些完成后再试。"
    en = "You have {most} jobs under way. Please wait until some of them have ended."


async def start(tx: Tx, kind: JobKind, given: msgspec.Struct, job_id: str = "") -> StartedJob:
    """Queue a job of ``kind``; raises ``TooManyJobs`` and ``Forbidden``."""
    caller = tx.caller
    caller.require(kind.needs)
    mine = sa.and_(jobs.c.tenant == caller.tenant, jobs.c.owner == caller.actor, jobs.c.state.in_(OPEN))
    count = sa.select(sa.func.count()).select_from(jobs).where(mine)
    if (await tx.db.execute(count)).scalar_one() >= MOST_OPEN:
        raise TooManyJobs(most=MOST_OPEN)
    row = {
        "tenant": caller.tenant,
        "id": job_id or new_id(),
        "v": 1,
        "owner": caller.actor,
        "kind": kind.name,
        "input": msgspec.json.encode(given),
        "acts_as": {"masked": caller.masked, "department": caller.department, "extent": caller.extent},
        "state": "queued",
        "done": 0,
        "counts": {},
        "checkpoint": 0,
        "error_zh": "",
        "error_en": "",
        "attempts": 0,
        "cancelling": False,
        "created_at": tx.now,
    }
    await tx.db.execute(sa.insert(jobs).values(row))
    tx.record(JobChanged(job_id=str(row["id"]), owner=caller.actor, v=1))
    return StartedJob(str(row["id"]))
