"""The job behind a download of many files: part by part, each stored with the step that says so, then all joined."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hub.commands import Tx
from hub.errors import HubError
from hub.exports.table import parts
from hub.exports.zips import Body, Entry, directory
from hub.files.keeping import check_fit
from hub.files.made import UNCLAIMED, MadeFile, storage_of
from hub.files.purpose import MEGABYTE, FilePurpose
from hub.files.storage import BlobMissing, blob_path
from hub.files.table import files
from hub.ids import new_id
from hub.jobs.job import Job
from hub.jobs.kind import Outcome

ZIP: Final = "application/zip"
PART: Final = 32 * MEGABYTE
"""Bytes from which on a part is full: so much is done again after a crash, and some folder more."""
LINGER: Final = timedelta(minutes=10)
"""How long parts stay once the archive is whole, should the process die before it says so."""


@dataclass(frozen=True, slots=True)
class Item:
    """A kept file at a place in the archive; no two of an archive share a ``path``."""

    path: str
    file_id: str
    size: int


@dataclass(frozen=True, slots=True)
class Archive:
    """What is wanted: ``count`` folders, each read by its number when its turn comes; the same number, the same thing.

    ``at`` is the date that the entries bear; ``nothing`` is raised when there is not one file.
    """

    name: str
    purpose: FilePurpose
    count: int
    folder: Callable[[int], Awaitable[Sequence[Item]]]
    at: datetime
    nothing: type[HubError]


async def archived(job: Job, wanted: Archive) -> Outcome:
    """Make the archive, or go on with it. Figures: ``rows`` (folders with something in them), ``files``, ``missing``.

    Raises ``FileTooLarge`` beyond what the purpose allows, and ``wanted.nothing``.
    """
    found = await _begun(job)
    while job.checkpoint < wanted.count:
        await _next_part(job, wanted, sum(part.size for part in found))
        found = await _stored(job)
    entries = sum(len(part.entries) for part in found)
    missing = sum(part.missing for part in found)
    if not entries:
        raise wanted.nothing
    made = await _joined(job, wanted, found)
    await job.step(lambda tx: _let_go(tx, job))
    rows = sum(part.folders for part in found)
    return Outcome({"rows": rows, "files": entries, "missing": missing}, made)


async def _begun(job: Job) -> list[sa.Row[Any]]:
    """What is stored from an earlier try, kept for another day; all begins anew when some of it has expired."""
    found = await _stored(job)
    if not found and job.checkpoint == 0:
        return found
    there = sa.select(sa.func.count()).select_from(files).where(_blobs(job), files.c.expires_at > job.house.clock())
    async with job.house.engine.connect() as db:
        count = (await db.execute(there)).scalar_one()
    if count == len(found) and found:
        await job.step(lambda tx: _expire(tx, job, tx.now + UNCLAIMED))
        return found
    await job.step(lambda tx: _forget(tx, job), done=0, checkpoint=0)
    return []


async def _next_part(job: Job, wanted: Archive, before: int) -> None:
    """Fill a part, store it, and say so. What is no longer in the storage is counted and left out."""
    first, folders, missing = job.checkpoint, 0, 0
    with tempfile.TemporaryFile() as file:
        body, number = Body(file, wanted.at), first
        while number < wanted.count and body.size < PART:
            had = len(body.entries)
            missing += await _add(job, body, await wanted.folder(number))
            folders += len(body.entries) > had
            number += 1
            await job.tell(number, wanted.count)
        size = body.close()
        check_fit(wanted.purpose, wanted.name, ZIP, before + size, "file")
        file_id = await _new_file(job, f"{job.id}.part", size)
        await storage_of(job.house).put(blob_path(job.caller.tenant, file_id), file)
    row = {"tenant": job.caller.tenant, "job_id": job.id, "first": first, "file_id": file_id, "size": size}
    values = {**row, "folders": folders, "missing": missing, "entries": msgspec.to_builtins(body.entries)}

    async def note(tx: Tx) -> None:
        await tx.db.execute(sa.insert(parts).values(values))

    await job.step(note, done=number, total=wanted.count, checkpoint=number)


async def _add(job: Job, body: Body, items: Sequence[Item]) -> int:
    """Write a folder; gives how many of its files are not in the storage any more."""
    storage, missing = storage_of(job.house), 0
    for item in items:
        path = blob_path(job.caller.tenant, item.file_id)
        try:
            content = await storage.stream(path, 0, item.size, item.size)
        except BlobMissing:
            missing += 1
            continue
        await body.add(item.path, item.size, content)
    return missing


async def _joined(job: Job, wanted: Archive, found: list[sa.Row[Any]]) -> MadeFile:
    """All parts and the directory as one file: there as a whole or not at all."""
    known = [(part.size, msgspec.convert(part.entries, list[Entry])) for part in found]
    end = directory(known, wanted.at)
    file_id = await _new_file(job, wanted.name, sum(size for size, _ in known) + len(end), job.caller.actor)
    path, digest = blob_path(job.caller.tenant, file_id), hashlib.sha256()

    async def whole() -> AsyncIterator[bytes]:
        for part in found:
            if not part.size:
                continue  # folders without files
            there = blob_path(job.caller.tenant, part.file_id)
            async for chunk in await storage_of(job.house).stream(there, 0, part.size, part.size):
                digest.update(chunk)
                yield chunk
        digest.update(end)
        yield end

    await storage_of(job.house).put(path, whole())
    mine = sa.and_(files.c.tenant == job.caller.tenant, files.c.id == file_id)
    async with job.house.engine.begin() as db:
        await db.execute(sa.update(files).where(mine).values(sha256=digest.hexdigest()))
    return MadeFile(file_id, job.caller.tenant, wanted.purpose)


async def _stored(job: Job) -> list[sa.Row[Any]]:
    mine = sa.and_(parts.c.tenant == job.caller.tenant, parts.c.job_id == job.id)
    async with job.house.engine.connect() as db:
        return list(await db.execute(sa.select(parts).where(mine).order_by(parts.c.first)))


async def _new_file(job: Job, name: str, size: int, owner: str | None = None) -> str:
    """A row that expires, before there is a blob. Parts belong to the job: nobody's uploads are counted by them."""
    file_id, now = new_id(), job.house.clock()
    row = {"tenant": job.caller.tenant, "id": file_id, "name": name, "size": size, "media_type": ZIP, "sha256": ""}
    made = {"whole": False, "created_at": now, "created_by": owner or _owner(job), "expires_at": now + UNCLAIMED}
    async with job.house.engine.begin() as db:
        await db.execute(sa.insert(files).values({**row, **made}))
    return file_id


def _owner(job: Job) -> str:
    return f"job:{job.id}"


def _blobs(job: Job) -> sa.ColumnElement[bool]:
    """The rows of the stored parts' files."""
    mine = sa.and_(parts.c.tenant == job.caller.tenant, parts.c.job_id == job.id)
    ids = sa.select(parts.c.file_id).where(mine)
    return sa.and_(files.c.tenant == job.caller.tenant, files.c.id.in_(ids))


async def _expire(tx: Tx, job: Job, at: datetime) -> None:
    await tx.db.execute(sa.update(files).where(_blobs(job)).values(expires_at=at))


async def _let_go(tx: Tx, job: Job) -> None:
    """The archive is whole: its parts go soon, and what is noted of parts that are gone goes now."""
    await _expire(tx, job, tx.now + LINGER)
    there = sa.exists().where(files.c.tenant == parts.c.tenant, files.c.id == parts.c.file_id)
    others = sa.and_(parts.c.tenant == job.caller.tenant, parts.c.job_id != job.id)
    await tx.db.execute(sa.delete(parts).where(others, ~there))


async def _forget(tx: Tx, job: Job) -> None:
    await _expire(tx, job, tx.now)
    await tx.db.execute(sa.delete(parts).where(parts.c.tenant == job.caller.tenant, parts.c.job_id == job.id))
