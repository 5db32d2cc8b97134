"""Writing what a list shows to a workbook: the same rows under the same rights, all of them."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from typing import IO, Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import Handler, Tx
from hub.files.made import store
from hub.files.purpose import MEGABYTE, XLSX, FilePurpose
from hub.jobs.job import Job
from hub.jobs.kind import JobKind, Outcome
from hub.jobs.starting import StartedJob, start
from hub.resources.fields import CREATED, ENABLED, UPDATED, Field, Reference
from hub.resources.known import zone_of
from hub.resources.narrowing import narrowed
from hub.resources.reading import selection
from hub.resources.resource import Resource
from hub.resources.shapes import COUNTED, shapes_of
from hub.resources.sheets.cells import title, writer
from hub.resources.sheets.errors import TooManyRows
from hub.resources.sheets.workbook import MOST_ROWS, Cell, Workbook

BATCH: Final = 1000
LARGEST: Final = 500 * MEGABYTE

Writer = Callable[[Any], Cell]


def exporting(resource: Resource) -> tuple[object, ...]:
    """The command, the job and the purpose of its result."""
    shapes, needs = shapes_of(resource), resource.rights["export"]
    if shapes.export is None:
        raise ValueError(f"{resource.path} is not exported")
    name = f"{resource.domain}.{resource.snake}.export"
    purpose = FilePurpose(name, needs, frozenset({XLSX}), LARGEST, personal=resource.personal, own=True)

    async def work(job: Job, given: Any) -> Outcome:
        return await _written(resource, purpose, job, given)

    kind = JobKind(name, f"导出{resource.zh}", f"Export {resource.en}", needs, shapes.export, work)

    async def run(command: Any, tx: Tx) -> StartedJob:
        return await start(tx, kind, command)

    return Handler(shapes.export, run, StartedJob), kind, purpose


def sheet_fields(resource: Resource) -> tuple[Field, ...]:
    """The fields that a workbook has columns for, those of the house last."""
    house = (*((ENABLED,) if resource.switch else ()), *((CREATED, UPDATED) if resource.changes else ()))
    return (*resource.sheeted, *house)


async def _written(resource: Resource, purpose: FilePurpose, job: Job, given: Any) -> Outcome:
    fields = sheet_fields(resource)
    with tempfile.TemporaryFile() as file:
        # REPEATABLE READ: one moment of the data, however long it takes.
        async with job.house.engine.execution_options(isolation_level="REPEATABLE READ").connect() as db:
            zone = await zone_of(db, job.caller.tenant)
            writers = [(_name(f), _masked(f, writer(f, given.language, zone), job)) for f in fields]
            query, total = await _asked(db, resource, job.caller.tenant, given)
            book = Workbook(file, resource.zh if given.language == "zh" else resource.en)
            book.heading([title(field, given.language) for field in fields])
            done = 0
            async for rows in parts(db, query):
                await asyncio.to_thread(_write, book, rows, writers)
                done += len(rows)
                await job.tell(done, total)
        await asyncio.to_thread(book.close)
        made = await _stored(resource, purpose, job, given, file)
    await job.step(done=done, total=total)
    return Outcome({"rows": done}, made)


async def _stored(resource: Resource, purpose: FilePurpose, job: Job, given: Any, file: IO[bytes]) -> Any:
    day = job.house.clock().astimezone().strftime("%Y%m%d")
    name = f"{resource.zh if given.language == 'zh' else resource.en}-{day}.xlsx"
    return await store(job.house, (job.caller.tenant, job.caller.actor), name, XLSX, file, purpose)


async def _asked(db: AsyncConnection, resource: Resource, tenant: str, given: Any) -> tuple[sa.Select[Any], int]:
    """The rows in their order, and how many; raises ``TooManyRows``."""
    counted, source, wanted = await narrowed(db, resource, tenant, given)
    if given.ids:
        wanted = [*wanted, source.c.id.in_(given.ids)]
    total = counted
    if given.ids or counted > COUNTED:
        count = sa.select(sa.func.count()).select_from(source).where(*wanted)
        total = int((await db.execute(count)).scalar_one())
    if total > MOST_ROWS:
        raise TooManyRows(count=total, most=MOST_ROWS)
    column, row_id = source.c[given.sort.lstrip("-")], source.c.id
    order = (column.desc(), row_id.desc()) if given.sort.startswith("-") else (column, row_id)
    return selection(resource, source).where(*wanted).order_by(*order), total


async def parts(db: AsyncConnection, query: sa.Select[Any], batch: int = BATCH) -> AsyncIterator[Sequence[sa.Row[Any]]]:
    """The rows in parts, from a cursor of the server."""
    async with db.stream(query, execution_options={"yield_per": batch}) as result:
        async for rows in result.partitions(batch):
            yield rows


def _name(field: Field) -> str:
    return field.label if isinstance(field, Reference) else field.name


def _masked(field: Field, write: Writer, job: Job) -> Writer:
    if field.mask is None or not job.caller.masked:
        return write
    return lambda value: write(field.masked(value))


def _write(book: Workbook, rows: Sequence[sa.Row[Any]], writers: Sequence[tuple[str, Writer]]) -> None:
    book.rows([[write(getattr(row, name)) for name, write in writers] for row in rows])
