"""Workbooks at an administrator's desk: made, uploaded, imported, exported, read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from python_calamine import CalamineWorkbook

from domains.files import permissions
from domains.jobs.queries import JobRow, ListJobs
from hub.caller import Caller
from hub.files.made import MadeFile, storage_of, store
from hub.files.purpose import MEGABYTE, XLSX, FilePurpose
from hub.files.storage import blob_path
from hub.files.table import files
from hub.house import House
from hub.jobs.working import work_once
from hub.resources.resource import Resource
from hub.resources.shapes import shapes_of
from tests.domains.catalog.desk import ADMIN

HEADINGS = ("收费代码", "收费项目名称", "收费项目类型", "模态", "价格", "计价单位", "备注")


def workbook(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS) -> bytes:
    """As somebody fills it in: texts, numbers."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    sheet = book.add_worksheet("x")
    for number, row in enumerate([headings, *rows]):
        for place, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, place, cell)
    book.close()
    return file.getvalue()


def read(content: bytes) -> list[list[Any]]:
    """The rows of the first sheet."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


async def uploaded(house: House, content: bytes, caller: Caller = ADMIN) -> str:
    """An upload that waits for something to keep it."""
    purpose = FilePurpose("test.any", permissions.READ, frozenset({XLSX}), 50 * MEGABYTE)
    made: MadeFile = await store(house, (caller.tenant, caller.actor), "list.xlsx", XLSX, io.BytesIO(content), purpose)
    async with house.engine.begin() as db:
        await db.execute(files.update().where(files.c.id == made.file_id).values(whole=True))
    return made.file_id


async def drain(house: House) -> None:
    """Do all that waits."""
    while await work_once(house):
        continue


async def job(house: House, job_id: str, caller: Caller = ADMIN) -> JobRow:
    """How a job stands."""
    rows: tuple[JobRow, ...] = await house.dispatch.ask(caller, ListJobs())
    return next(row for row in rows if row.job_id == job_id)


async def imported(house: House, resource: Resource, content: bytes, caller: Caller = ADMIN) -> JobRow:
    """Import a workbook and wait for the end."""
    kind = shapes_of(resource).take_in
    assert kind is not None
    started = await house.dispatch(caller, kind(file_id=await uploaded(house, content, caller)))
    await drain(house)
    return await job(house, started.job_id, caller)


async def exported(house: House, resource: Resource, caller: Caller = ADMIN, **asked: Any) -> list[list[Any]]:
    """Export, wait for the end and read the workbook."""
    kind = shapes_of(resource).export
    assert kind is not None
    started = await house.dispatch(caller, kind(**asked))
    await drain(house)
    return read(await result(house, started.job_id, caller))


async def result(house: House, job_id: str, caller: Caller = ADMIN) -> bytes:
    """The content of a job's file."""
    row = await job(house, job_id, caller)
    assert row.state == "done", row
    assert row.file_id is not None
    return await storage_of(house).read(blob_path(caller.tenant, row.file_id))
