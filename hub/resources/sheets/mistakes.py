"""What is wrong with single rows of a workbook: kept beside the job, and handed back as a workbook to correct."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from hub.commands import Tx
from hub.files.made import MadeFile, store
from hub.files.purpose import XLSX, FilePurpose
from hub.jobs.job import Job
from hub.jobs.table import notes
from hub.resources.sheets.opened import ROW, WRONG, Line
from hub.resources.sheets.workbook import Workbook, text_of


def note_of(tx: Tx, job: Job, line: Line, wrong: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The row to keep of a line; each of ``wrong`` has ``field_zh``, ``field_en``, ``zh`` and ``en``."""
    cells = [text_of(cell) for cell in line.cells]
    return {"tenant": tx.caller.tenant, "job_id": job.id, "row": line.number, "wrong": list(wrong), "cells": cells}


async def error_file(job: Job, headings: Sequence[str], name: str, purpose: FilePurpose) -> MadeFile:
    """The rows that were not taken, with what is wrong with each, to be corrected and imported again."""
    file = io.BytesIO()
    mine = sa.and_(notes.c.tenant == job.caller.tenant, notes.c.job_id == job.id)
    async with job.house.engine.connect() as db:
        found = list(await db.execute(sa.select(notes).where(mine).order_by(notes.c.row)))
    await asyncio.to_thread(_written, file, headings, found)
    return await store(job.house, (job.caller.tenant, job.caller.actor), name, XLSX, file, purpose)


def _written(file: io.BytesIO, headings: Sequence[str], found: Sequence[sa.Row[Any]]) -> None:
    book = Workbook(file, WRONG[0])
    own = [place for place, heading in enumerate(headings) if heading not in (*ROW, *WRONG)]
    book.heading([ROW[0], WRONG[0], *(headings[place] for place in own)])
    for note in found:
        told = "；".join(f"{one['field_zh']}：{one['zh']}" for one in note.wrong)
        cells = [note.cells[place] if place < len(note.cells) else "" for place in own]
        book.rows([[note.row, told, *cells]])
    book.close()
    file.seek(0)
