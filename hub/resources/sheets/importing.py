"""Taking rows from a workbook, as a job: part after part, each in one transaction with how far it has come.

A part that is cut off is done anew from its beginning, for nothing of it has happened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from hub.commands import Handler, Tx
from hub.errors import Conflict
from hub.files.keeping import claim
from hub.files.made import MadeFile, storage_of
from hub.files.purpose import MEGABYTE, XLSX, FilePurpose
from hub.files.storage import BlobMissing, blob_path
from hub.ids import new_id
from hub.jobs.job import Job
from hub.jobs.kind import JobKind, Outcome
from hub.jobs.model import KEPT
from hub.jobs.starting import StartedJob, start
from hub.jobs.table import notes
from hub.resources.facts import tell
from hub.resources.resource import Resource
from hub.resources.shapes import shapes_of
from hub.resources.sheets.judging import Judged, compare, judge, names_of
from hub.resources.sheets.mistakes import error_file, note_of
from hub.resources.sheets.opened import Line, Opened, opened
from hub.resources.stamps import stamps

BATCH: Final = 500
TRIES: Final = 3
LARGEST: Final = 30 * MEGABYTE


class Import(msgspec.Struct, frozen=True):
    """Which file."""

    file_id: str


class FileGone(Conflict):
    """The workbook is not there any more."""

    code = "resource.import_gone"
    zh = "上传的文件已不存在，请重新上传后导入。"
    en = "The uploaded file is no longer there. Please upload it again."


def importing(resource: Resource) -> tuple[object, ...]:
    """The command, the job and the purpose of its files."""
    shapes, needs = shapes_of(resource), resource.rights["import"]
    if shapes.take_in is None:
        raise ValueError(f"{resource.path} is not imported")
    name = f"{resource.domain}.{resource.snake}.import"
    purpose = FilePurpose(name, needs, frozenset({XLSX}), LARGEST, personal=resource.personal, own=True)

    async def work(job: Job, given: Import) -> Outcome:
        return await _Import(resource, purpose, job).run(given)

    kind = JobKind(name, f"导入{resource.zh}", f"Import {resource.en}", needs, Import, work)

    async def run(command: Any, tx: Tx) -> StartedJob:
        job_id = new_id()
        await claim(tx, command.file_id, purpose, job_id, "file_id", tx.now + KEPT)
        return await start(tx, kind, Import(command.file_id), job_id)

    return Handler(shapes.take_in, run, StartedJob), kind, purpose


class _Import:
    """One import under way."""

    def __init__(self, resource: Resource, purpose: FilePurpose, job: Job) -> None:
        self.resource = resource
        self.purpose = purpose
        self.job = job
        self.counts = {"added": 0, "kept": 0, "wrong": 0, **job.counts}

    async def run(self, given: Import) -> Outcome:
        """Take what is right; raises what is wrong with the workbook as a whole."""
        job, tenant = self.job, self.job.caller.tenant
        try:
            content = await storage_of(job.house).read(blob_path(tenant, given.file_id))
        except BlobMissing as error:
            raise FileGone from error
        sheet = await asyncio.to_thread(opened, content, self.resource.plain)
        total = len(sheet.lines)
        done = sum(line.number <= job.checkpoint for line in sheet.lines)
        for part in sheet.parts(job.checkpoint, BATCH):
            done += len(part)
            await self._take(sheet, part, done, total)
        return Outcome(self.counts, await self._errors(sheet))

    async def _take(self, sheet: Opened, part: Sequence[Line], done: int, total: int) -> None:
        counts = dict(self.counts)

        async def effect(tx: Tx) -> None:
            # Counted anew should the transaction be.
            for name, more in (await self._written(tx, sheet, part, done)).items():
                counts[name] = self.counts[name] + more

        for attempt in range(1, TRIES + 1):
            try:
                await self.job.step(effect, done=done, total=total, checkpoint=part[-1].number, counts=counts)
                break
            except IntegrityError:
                # Somebody has added one of them by hand meanwhile; the next look will find it there.
                if attempt == TRIES:
                    raise
        self.counts = dict(counts)

    async def _written(self, tx: Tx, sheet: Opened, part: Sequence[Line], done: int) -> dict[str, int]:
        resource, tenant = self.resource, tx.caller.tenant
        # One import at a time for a list: two that bring the same row would otherwise meet at the unique index.
        lock = sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"{tenant}/{resource.path}"))
        await tx.db.execute(sa.select(lock))
        names = await names_of(tx.db, resource, tenant)
        rows = [judge(resource, sheet.places, names, line) for line in part]
        await compare(tx.db, resource, tenant, rows)
        good = [row for row in rows if not row.wrong and not row.kept]
        wrong = [row for row in rows if row.wrong]
        if good:
            await tx.db.execute(sa.insert(resource.table), [_new(tx, row) for row in good])
            await tell(tx, resource, shapes_of(resource).changed(id=self.job.id, operation="imported", v=done))
        if wrong:
            await tx.db.execute(sa.insert(notes), [note_of(tx, self.job, row.line, row.told()) for row in wrong])
        return {"added": len(good), "kept": sum(row.kept for row in rows), "wrong": len(wrong)}

    async def _errors(self, sheet: Opened) -> MadeFile | None:
        """The rows that were not taken, with what is wrong with each, to be corrected and imported again."""
        if not self.counts["wrong"]:
            return None
        return await error_file(self.job, sheet.headings, f"{self.resource.zh}-导入错误.xlsx", self.purpose)


def _new(tx: Tx, row: Judged) -> dict[str, Any]:
    return {**row.values, **stamps(tx), "tenant": tx.caller.tenant, "id": new_id(), "v": 1, "enabled": True}
