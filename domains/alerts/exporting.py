"""The alert centre (预警中心) as a workbook: what the list shows under its filters, all of it."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import datetime
from typing import IO, Any, ClassVar, Final, Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import institution, names
from domains.alerts.columns import Place, columns
from domains.alerts.resources import record
from domains.rules.public import rules_of
from hub.caller import Permission
from hub.clock import day_of
from hub.commands import Command, Tx, handles
from hub.files.made import MadeFile, store
from hub.files.purpose import MEGABYTE, XLSX, FilePurpose
from hub.jobs.job import Job
from hub.jobs.kind import JobKind, Outcome
from hub.jobs.starting import StartedJob, start
from hub.resources.narrowing import narrowed
from hub.resources.sheets.cells import Language
from hub.resources.sheets.errors import TooManyRows
from hub.resources.sheets.exporting import parts
from hub.resources.sheets.workbook import MOST_ROWS, Workbook

BATCH: Final = 1000
NAME: Final = ("预警记录", "alerts")

EXPORT: Final = Permission("alerts.export", "导出预警", "Export alerts", ("admin", "head"))
WORKBOOK: Final = FilePurpose("alerts.export", EXPORT, frozenset({XLSX}), 500 * MEGABYTE, personal=True, own=True)


class ExportAlerts(Command, frozen=True, kw_only=True):
    """Write the alerts that fit all filters to a workbook; the filters and the order are those of the list."""

    needs: ClassVar[Permission] = EXPORT
    private: ClassVar[frozenset[str]] = frozenset({"says_zh", "key"})
    open: bool | None = None
    stage: Literal["waiting", "escalated", "handling", "shelved", "done"] | None = None
    level: Literal["high", "medium", "low", "info"] | None = None
    rule: str | None = None
    owner: str | None = None
    opened_at_from: datetime | None = None
    opened_at_until: datetime | None = None
    says_zh: str = ""
    key: str = ""
    state: Literal["unacknowledged", "acknowledged", "returned", "latched", "shelved", "closed"] | None = None
    nuisance: bool | None = None
    sort: Literal["urgency", "-urgency", "opened_at", "-opened_at"] = "-urgency"
    language: Language = "zh"


async def _work(job: Job, wanted: ExportAlerts) -> Outcome:
    now = job.house.clock()
    with tempfile.TemporaryFile() as file:
        done, zone = await _write(job, wanted, now, file)
        made = await _stored(job, wanted.language, file, f"{day_of(now, zone):%Y%m%d}")
    await job.step(done=done, total=done)
    return Outcome({"rows": done}, made)


async def _write(job: Job, wanted: ExportAlerts, now: datetime, file: IO[bytes]) -> tuple[int, str]:
    """Fill the file; gives how many rows, and the institution's time zone. Raises ``TooManyRows``."""
    done, people = 0, dict[str, str]()
    # REPEATABLE READ: one moment of the data, however long it takes.
    async with job.house.engine.execution_options(isolation_level="REPEATABLE READ").connect() as db:
        tenant = job.caller.tenant
        zone = (await institution(db, tenant)).time_zone
        place = Place(await rules_of(db, tenant), people, zone, wanted.language, now)
        written = columns(place)
        query, total = await _asked(db, tenant, wanted)
        book = Workbook(file, place.said(*NAME))
        book.heading([column.title for column in written])
        async for rows in parts(db, query, BATCH):
            people.update(await names(db, tenant, {row.owner for row in rows if row.owner} - people.keys()))
            await asyncio.to_thread(book.rows, [[column.cell(row) for column in written] for row in rows])
            done += len(rows)
            await job.tell(done, total)
    await asyncio.to_thread(book.close)
    return done, zone


async def _asked(db: AsyncConnection, tenant: str, wanted: ExportAlerts) -> tuple[sa.Select[Any], int]:
    """The alerts in the order of the list, and how many; raises ``TooManyRows``."""
    _, source, fits = await narrowed(db, record, tenant, wanted)
    total = int((await db.execute(sa.select(sa.func.count()).select_from(source).where(*fits))).scalar_one())
    if total > MOST_ROWS:
        raise TooManyRows(count=total, most=MOST_ROWS)
    by = source.c[wanted.sort.lstrip("-")]
    order = (by.desc(), source.c.id.desc()) if wanted.sort.startswith("-") else (by, source.c.id)
    shown = sa.select(*(source.c[field.name] for field in record.fields))
    return shown.where(*fits).order_by(*order), total


async def _stored(job: Job, language: Language, file: IO[bytes], day: str) -> MadeFile:
    name = f"{NAME[0] if language == 'zh' else NAME[1]}-{day}.xlsx"
    return await store(job.house, (job.caller.tenant, job.caller.actor), name, XLSX, file, WORKBOOK)


KIND: Final = JobKind("alerts.export", "导出预警记录", "Export alerts", EXPORT, ExportAlerts, _work)


@handles(ExportAlerts)
async def export_alerts(cmd: ExportAlerts, tx: Tx) -> StartedJob:
    """Starts the job; raises ``TooManyJobs``."""
    return await start(tx, KIND, cmd)


PARTS: Final = (EXPORT, WORKBOOK, KIND, export_alerts)
