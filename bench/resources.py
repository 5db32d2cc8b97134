"""``bench resources``: a declared list page with a million rows, and its workbooks with a hundred thousand.

Part 1: charge items; each kind of question is asked ``--times`` times with changing words, at the door of one process,
from the question to the answer that would be sent. Part 2: an export, an import, and an export of registrations,
carried out by a ``jobs`` process of their own, whose largest memory (VmHWM) and time are taken; before each, the
process is started anew.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import os
import random
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import psutil
import sqlalchemy as sa

from bench.registrations import DAYS, fill_registrations
from bench.rig.report import Report, at
from domains.catalog.resources import charge_item, modality
from domains.jobs.queries import JobRow, ListJobs
from domains.registration.exporting import ExportRegistrations
from hub import demo, schema
from hub.caller import Caller
from hub.demo import founder
from hub.embedded import postgres, valkey
from hub.files.made import store
from hub.files.purpose import MEGABYTE, XLSX, FilePurpose
from hub.files.table import files
from hub.house import House, open_house
from hub.resources.shapes import shapes_of
from hub.resources.sheets.workbook import Workbook
from hub.settings import Settings

COLUMNS: Final = ("question", "times", "p50 ms", "p99 ms", "max ms")
SHAPES: Final = shapes_of(charge_item)
WORDS: Final = ("平扫", "增强", "头颅", "造影", "膝", "CT", "数字化", "心脏造影", "第99", "罕见")

FILL: Final = """
insert into catalog_charge_items (tenant, id, v, enabled, code, name, type, modality_id, price, unit, note,
    created_at, created_by, updated_at, updated_by)
select 'demo', lpad(to_hex(n), 12, '0') || '-bench', 1, n % 5000 <> 0, 'B' || lpad(n::text, 9, '0'),
    (array['头颅','胸部','上腹部','腰椎','膝关节','心脏','双侧乳腺','颈部'])[1 + n % 8]
    || (array['平扫','增强扫描','造影','数字化摄影','灌注成像'])[1 + n / 8 % 5]
    || case when n % 100000 = 7 then '罕见' else '' end || '第' || n,
    (array['exam','exam','exam','drug','supply','other'])[1 + n % 6], (array(select id from catalog_modalities
    where tenant = 'demo' order by id))[1 + n % 10], n % 100000, '次', '',
    now() - n * interval '1 second', 'bench', now() - n * interval '1 second', 'bench'
from generate_series(1, :rows) n
"""


def main(argv: Sequence[str]) -> int:
    """Fill, ask, export, import, and print the tables."""
    parser = argparse.ArgumentParser(prog="bench resources", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sheet", type=int, default=100_000, help="rows of the workbooks")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    conditions = f"{options.rows:,} rows; every question on a warm database; workbooks of {options.sheet:,} rows."
    report = Report("resources", tuple(argv), conditions, COLUMNS)
    with _servers() as settings:
        asyncio.run(_measure(settings, options, report))
    report.publish(options.json)
    return 0


@contextlib.contextmanager
def _servers() -> Iterator[Settings]:
    home = Path(tempfile.mkdtemp(prefix="carewire-bench-"))
    home.chmod(0o711)
    database, redis = postgres.start(home / "postgres"), valkey.start(home / "valkey")
    try:
        url = (home / "files").as_uri()
        yield Settings(database.url, redis.url, secrets.token_hex(32), demo=True, storage_url=url)
    finally:
        redis.stop()
        database.stop()
        shutil.rmtree(home, ignore_errors=True)


async def _measure(settings: Settings, options: argparse.Namespace, report: Report) -> None:
    await schema.upgrade(settings.database_url)
    async with open_house(settings) as house:
        await demo.seed(house, "Carewire-2026")
        # The driver gives up after half a minute; filling takes longer, so it goes in parts.
        await _fill(house, options.rows)
        caller = founder(house, "demo")
        await _ask(house, caller, options.times, report)
        async with _worker(settings) as worker:
            await _sheet(house, caller, worker, report, "export", await _export(house, caller, options.sheet))
        async with _worker(settings) as worker:
            await _sheet(house, caller, worker, report, "import", await _import(house, caller, options.sheet))
        begin = await _registrations(house, caller, options.sheet)
        async with _worker(settings) as worker:
            await _sheet(house, caller, worker, report, "export of registrations", begin)


async def _fill(house: House, rows: int) -> None:
    part = 20_000
    for first in range(1, rows + 1, part):
        series = f"generate_series({first}, {min(rows, first + part - 1)})"
        async with house.engine.begin() as db:
            await db.execute(sa.text(FILL.replace("generate_series(1, :rows)", series)))
    async with house.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
        await db.execute(sa.text("vacuum analyze catalog_charge_items"))


async def _ask(house: House, caller: Caller, times: int, report: Report) -> None:
    dice = random.Random(1)  # noqa: S311 - no secret
    ways = (await house.dispatch.ask(caller, shapes_of(modality).list(limit=200))).rows
    questions: dict[str, Callable[[], Any]] = {
        "list, newest change first": SHAPES.list,
        "list by price": lambda: SHAPES.list(sort="-price"),
        "search in the name": lambda: SHAPES.list(name=dice.choice(WORDS)),
        "search a whole name": lambda: SHAPES.list(name=f"造影第{dice.randrange(1, 1_000_000)}"),
        "search in the code": lambda: SHAPES.list(code=str(dice.randrange(10, 99_999))),
        "filter by type": lambda: SHAPES.list(type=dice.choice(("exam", "drug", "supply", "other"))),
        "filter by modality": lambda: SHAPES.list(modality_id=dice.choice(ways).id),
        "filter by enabled (no: rare)": lambda: SHAPES.list(enabled=dice.random() < 0.5),  # noqa: PLR2004 - a coin
        "search, type and modality": lambda: SHAPES.list(
            name=dice.choice(WORDS), type="drug", modality_id=dice.choice(ways).id
        ),
    }
    for name, question in questions.items():
        took = [await _timed(house, caller, question()) for _ in range(times)]
        _row(report, name, took)
    _row(report, "a page further on", await _pages(house, caller, times))


async def _timed(house: House, caller: Caller, question: Any) -> float:
    began = time.perf_counter()
    await house.dispatch.ask(caller, question)
    return time.perf_counter() - began


async def _pages(house: House, caller: Caller, times: int) -> list[float]:
    cursor, took = None, []
    for _ in range(times):
        began = time.perf_counter()
        page = await house.dispatch.ask(caller, SHAPES.list(cursor=cursor, limit=200))
        took.append(time.perf_counter() - began)
        cursor = page.next
    return took


def _row(report: Report, name: str, took: Sequence[float]) -> None:
    p50, p99, most = (at(took, percent) * 1000 for percent in (50, 99, 100))
    report.row(name, str(len(took)), f"{p50:.1f}", f"{p99:.1f}", f"{most:.1f}")
    report.figures[name] = {"p50_ms": p50, "p99_ms": p99, "max_ms": most}


@contextlib.asynccontextmanager
async def _worker(settings: Settings) -> AsyncIterator[psutil.Process]:
    environment = {
        **os.environ,
        "CAREWIRE_DATABASE_URL": settings.database_url,
        "CAREWIRE_REDIS_URL": settings.redis_url,
        "CAREWIRE_SECRET": settings.secret,
        "CAREWIRE_STORAGE_URL": settings.storage_url,
    }
    program = "import sys; from hub.cli import main; sys.exit(main(['work', '--only', 'jobs']))"
    child = subprocess.Popen([sys.executable, "-c", program], env=environment)  # noqa: ASYNC220, S603 - ourselves
    try:
        await asyncio.sleep(3)  # it does what the demo left, and comes to rest
        yield psutil.Process(child.pid)
    finally:
        child.terminate()
        child.wait()


async def _export(house: House, caller: Caller, rows: int) -> Callable[[], Any]:
    """Starts an export of about so many rows."""
    if SHAPES.export is None:
        raise LookupError("no export")
    edge = f"B{rows:09}"
    async with house.engine.begin() as db:
        # So many rows have a name of their own to look for.
        mark = (
            "update catalog_charge_items set name = name || '导出'"
            " where tenant = 'demo' and code <= :edge and code like 'B%'"
        )
        await db.execute(sa.text(mark), {"edge": edge})
    kind = SHAPES.export
    return lambda: house.dispatch(caller, kind(name="导出"))


async def _registrations(house: House, caller: Caller, rows: int) -> Callable[[], Any]:
    """Starts an export of so many registrations of all days."""
    await fill_registrations(house, rows)
    ever = house.clock() - timedelta(days=2 * DAYS)
    return lambda: house.dispatch(caller, ExportRegistrations(registered_from=ever))


async def _import(house: House, caller: Caller, rows: int) -> Callable[[], Any]:
    """Starts an import of so many rows, one in a hundred of them wrong."""
    if SHAPES.take_in is None:
        raise LookupError("no import")
    file = io.BytesIO()
    book = Workbook(file, "x")
    book.heading([field.zh for field in charge_item.fields])
    book.rows(
        [f"I{n:09}", f"导入项目{n}", "检查费" if n % 100 else "没有", "CT", n / 100, "次", "批量导入的收费项目"]
        for n in range(rows)
    )
    book.close()
    file.seek(0)
    purpose = FilePurpose("bench.list", charge_item.rights["import"], frozenset({XLSX}), 50 * MEGABYTE)
    made = await store(house, (caller.tenant, caller.actor), "list.xlsx", XLSX, file, purpose)
    async with house.engine.begin() as db:
        await db.execute(sa.update(files).where(files.c.id == made.file_id).values(whole=True))
    kind = SHAPES.take_in
    return lambda: house.dispatch(caller, kind(file_id=made.file_id))


async def _sheet(
    house: House, caller: Caller, worker: psutil.Process, report: Report, name: str, begin: Callable[[], Any]
) -> None:
    before, began = _peak(worker), time.perf_counter()
    job_id, told = (await begin()).job_id, 0
    while (row := await _job(house, caller, job_id)).state in ("queued", "running"):
        told += 1
        await asyncio.sleep(0.2)
    seconds, peak = time.perf_counter() - began, _peak(worker)
    if row.state != "done":
        raise RuntimeError(row.error_en)
    v = await _version(house, job_id)
    figures = {"rows": row.done, "seconds": seconds, "peak_mb": peak, "at_rest_mb": before, "counts": dict(row.counts)}
    report.figures[name] = {**figures, "versions": v}
    report.notes[f"{name} of {row.done:,} rows"] = (
        f"{seconds:.1f} s, at most {peak:.0f} MB ({before:.0f} MB at rest), {v} words about its progress, {row.counts}"
    )


async def _job(house: House, caller: Caller, job_id: str) -> JobRow:
    rows: tuple[JobRow, ...] = await house.dispatch.ask(caller, ListJobs())
    return next(row for row in rows if row.job_id == job_id)


async def _version(house: House, job_id: str) -> int:
    async with house.engine.connect() as db:
        return int((await db.execute(sa.text("select v from hub_jobs where id = :id"), {"id": job_id})).scalar_one())


def _peak(process: psutil.Process) -> float:
    """The largest resident memory so far, in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
