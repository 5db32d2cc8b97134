"""What an account can do to its jobs."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
import sqlalchemy as sa

from domains.jobs import permissions, store
from domains.jobs.errors import JobEnded, NotRepeatable
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import NotFound
from hub.jobs.facts import JobChanged
from hub.jobs.kind import kinds
from hub.jobs.model import OPEN, REPEATABLE


class CancelJob(Command, frozen=True):
    """Stop a job; what its steps have done stays done."""

    needs: ClassVar[Permission] = permissions.USE
    job_id: str


class RetryJob(Command, frozen=True):
    """Start a job anew that failed or was cancelled; it goes on after its last step."""

    needs: ClassVar[Permission] = permissions.USE
    job_id: str


class JobState(msgspec.Struct, frozen=True):
    """What the job is now."""

    job_id: str
    state: str


@handles(CancelJob)
async def cancel_job(cmd: CancelJob, tx: Tx) -> JobState:
    """Raises ``NotFound`` and ``JobEnded``. One that is under way ends at its next step, at the latest in 5 s."""
    row = await _mine(tx, cmd.job_id)
    if row.state not in OPEN:
        raise JobEnded
    waiting = row.state == "queued"
    values: dict[str, Any] = {"state": "cancelled", "ended_at": tx.now} if waiting else {"cancelling": True}
    return await _changed(tx, row, values)


@handles(RetryJob)
async def retry_job(cmd: RetryJob, tx: Tx) -> JobState:
    """Raises ``NotFound``, ``NotRepeatable``, and ``Forbidden`` when the right has gone meanwhile."""
    row = await _mine(tx, cmd.job_id)
    if row.state not in REPEATABLE:
        raise NotRepeatable
    tx.caller.require(kinds()[row.kind].needs)
    fresh = {"state": "queued", "attempts": 0, "error_zh": "", "error_en": "", "ended_at": None, "cancelling": False}
    return await _changed(tx, row, fresh)


async def _mine(tx: Tx, job_id: str) -> sa.Row[Any]:
    row = await store.find(tx.db, tx.caller.tenant, tx.caller.actor, job_id)
    if row is None:
        raise NotFound
    return row


async def _changed(tx: Tx, row: sa.Row[Any], values: dict[str, Any]) -> JobState:
    await store.change(tx.db, tx.caller.tenant, row.id, values)
    tx.record(JobChanged(job_id=row.id, owner=row.owner, v=row.v + 1))
    return JobState(row.id, values.get("state", row.state))
