"""What an account can see of its jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, Final

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from domains.jobs import permissions, store
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.errors import NotFound
from hub.jobs.kind import kinds

MOST_JOBS: Final = 100
MOST_NOTES: Final = 200


class JobRow(msgspec.Struct, frozen=True):
    """A job as its owner sees it. ``total`` None: not known yet; ``counts`` are figures by name when it has ended."""

    job_id: str
    kind: str
    zh: str
    en: str
    state: str
    cancelling: bool
    done: int
    total: int | None
    counts: dict[str, int]
    file_id: str | None
    error_zh: str
    error_en: str
    created_at: datetime
    ended_at: datetime | None


class JobNote(msgspec.Struct, frozen=True):
    """What is wrong with one row of a job's input: the field's label and a sentence, in both languages."""

    row: int
    wrong: tuple[dict[str, str], ...]


class JobNotes(msgspec.Struct, frozen=True):
    """Some of the notes; ``next`` is where to go on."""

    notes: tuple[JobNote, ...]
    next: int | None


class ListJobs(Query, frozen=True):
    """The caller's own jobs, the newest first."""

    needs: ClassVar[Permission] = permissions.USE


class ListJobNotes(Query, frozen=True):
    """Which rows of a job's input were not taken, and why."""

    needs: ClassVar[Permission] = permissions.USE
    job_id: str
    after: Annotated[int, Meta(ge=0)] = 0
    limit: Annotated[int, Meta(ge=1, le=MOST_NOTES)] = MOST_NOTES


def job_row(row: sa.Row[Any]) -> JobRow:
    """A row of the database as its owner sees it."""
    kind = kinds().get(row.kind)
    words = {"zh": row.kind, "en": row.kind} if kind is None else {"zh": kind.zh, "en": kind.en}
    plain = {name: getattr(row, name) for name in JobRow.__struct_fields__ if name in row._mapping}  # noqa: SLF001 - SQLAlchemy's public name
    return JobRow(job_id=row.id, **words, **plain)


@answers(ListJobs)
async def list_jobs(caller: Caller, _: ListJobs, look: Look) -> tuple[JobRow, ...]:
    """At most a hundred."""
    return tuple(job_row(row) for row in await store.of_owner(look.db, caller.tenant, caller.actor, MOST_JOBS))


@answers(ListJobNotes)
async def list_job_notes(caller: Caller, query: ListJobNotes, look: Look) -> JobNotes:
    """Raises ``NotFound`` for somebody else's job."""
    rows = await store.of_owner(look.db, caller.tenant, caller.actor, 1, [query.job_id])
    if not rows:
        raise NotFound
    found = await store.notes_of(look.db, caller.tenant, query.job_id, query.after, query.limit + 1)
    shown = tuple(JobNote(note.row, tuple(note.wrong)) for note in found[: query.limit])
    return JobNotes(shown, shown[-1].row if len(found) > query.limit else None)
