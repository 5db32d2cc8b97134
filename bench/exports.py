"""``bench exports``: a download of many patients' photos as one ZIP, the worker killed in the middle of it.

A worker of its own makes the archive; once ``--kill`` of it is stored the process gets SIGKILL, another one takes over,
and in the end every entry of the archive is read and checked.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa

from bench.registrations import servers
from bench.rig.report import Report
from domains.samples.exporting import ExportAttachments
from hub import demo, schema
from hub.demo import founder
from hub.embedded.spawn import spawn
from hub.files.storage import blob_path
from hub.files.table import files
from hub.house import House, open_house
from hub.settings import Settings

COLUMNS: Final = ("step", "seconds", "MB/s", "peak MB of the worker", "grown by MB")
KINDS: Final = ("identity", "document", "signed")
ROOT: Final = Path(__file__).parents[1]
LONGEST_S: Final = 1800.0
_MB: Final = 1e6

PATIENTS: Final = """
insert into samples_records (tenant, id, v, name, phone, review, state, materials_no, updated_at)
select 'demo', 'bench-' || lpad(n::text, 8, '0'), 2, '患者' || n, lpad(n::text, 11, '1'), 'passed', 'editable', 1, now()
from generate_series(1, cast(:patients as int)) n
"""


def main(argv: Sequence[str]) -> int:
    """Fill, export, kill, go on, check, and print the table."""
    parser = argparse.ArgumentParser(prog="bench exports", description=__doc__)
    parser.add_argument("--patients", type=int, default=2000)
    parser.add_argument("--photos", type=int, default=5, help="of each patient")
    parser.add_argument("--bytes", type=int, default=200_000, help="of each photo")
    parser.add_argument("--kill", type=float, default=0.5, help="share that is stored when the worker is killed")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    total = options.patients * options.photos
    conditions = f"{options.patients:,} patients, {total:,} photos of {options.bytes:,} bytes; local storage."
    report = Report("exports", tuple(argv), conditions, COLUMNS)
    with servers() as settings:
        asyncio.run(_measure(settings, options, report))
    report.publish(options.json)
    return 0


async def _measure(settings: Settings, options: argparse.Namespace, report: Report) -> None:
    await schema.upgrade(settings.database_url)
    async with open_house(settings) as house:
        await demo.seed(house, "Carewire-2026")
        async with house.engine.begin() as db:
            # The demo's own jobs and submissions are not measured.
            await db.execute(sa.text("delete from hub_jobs"))
            await db.execute(sa.text("delete from samples_records"))
        await _fill(house, options)
        size = options.patients * options.photos * options.bytes
        started = await house.dispatch(founder(house, "demo"), ExportAttachments(scope="filtered", kinds=KINDS))
        worker = Worker(settings)
        try:
            first = await _until(house, started.job_id, int(options.patients * options.kill), worker)
            worker.kill()
            half = await _job(house, started.job_id)
            if half.file_id is not None:
                raise RuntimeError("half an archive was offered")
            _row(report, "until the kill", size * half.checkpoint / options.patients, first, worker)
            worker = Worker(settings)
            second = await _until(house, started.job_id, None, worker)
            _row(report, "from there to the end", size, second, worker)
        finally:
            worker.kill()
        done = await _job(house, started.job_id)
        report.figures["job"] = {
            "files": done.counts["files"],
            "kept": half.checkpoint,
            "patients": done.counts["rows"],
        }
        _check(_path(settings, done.file_id), options)


class Worker:
    """A process that carries out jobs; ``before`` and ``peak`` are bytes of memory."""

    def __init__(self, settings: Settings) -> None:
        env = {
            **os.environ,
            "CAREWIRE_PREPARED": "1",
            "CAREWIRE_DATABASE_URL": settings.database_url,
            "CAREWIRE_REDIS_URL": settings.redis_url,
            "CAREWIRE_STORAGE_URL": settings.storage_url,
            "CAREWIRE_SECRET": settings.secret,
        }
        argv = [sys.executable, "-m", "hub", "work", "--only", "jobs"]
        self._process = spawn(argv, env=env, cwd=ROOT, dies_with=signal.SIGKILL)
        self.before = 0
        self.peak = 0

    def look(self, *, at_work: bool) -> None:
        """Read how much memory it has, and had at most; raises RuntimeError when it has ended."""
        if self._process.poll() is not None:
            raise RuntimeError(f"the worker ended with {self._process.returncode}")
        told = Path(f"/proc/{self._process.pid}/status").read_text("utf-8")
        self.peak = next((int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmHWM")), 0)
        if not at_work:
            self.before = self.peak

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


async def _until(house: House, job_id: str, checkpoint: int | None, worker: Worker) -> float:
    """Wait until so much is stored (None: until it is done); gives the seconds since it was first seen at work."""
    ends, began, seen = time.monotonic() + LONGEST_S, None, (await _job(house, job_id)).attempts
    while time.monotonic() < ends:
        row = await _job(house, job_id)
        if row.attempts > seen and began is None:
            began = time.monotonic()
        worker.look(at_work=began is not None)
        if row.state == "failed":
            raise RuntimeError(row.error_en)
        if row.state == "done" if checkpoint is None else row.checkpoint >= max(1, checkpoint):
            return time.monotonic() - (began or time.monotonic())
        await asyncio.sleep(0.005)
    raise TimeoutError(job_id)


async def _job(house: House, job_id: str) -> Any:
    async with house.engine.connect() as db:
        return (await db.execute(sa.text("select * from hub_jobs where id = :id"), {"id": job_id})).one()


async def _fill(house: House, options: argparse.Namespace) -> None:
    """Patients with photos. All photos are one file on the disk under many names: it is read as often all the same."""
    content = os.urandom(options.bytes)
    one: Path | None = None
    async with house.engine.begin() as db:
        await db.execute(sa.text(PATIENTS), {"patients": options.patients})
    for patient in range(1, options.patients + 1):
        rows = [_photo(house, patient, place, options.bytes) for place in range(options.photos)]
        for row in rows:
            path = _path(house.settings, row["id"])
            path.parent.mkdir(parents=True, exist_ok=True)
            if one is None:
                path.write_bytes(content)
                one = path
            else:
                os.link(one, path)
        async with house.engine.begin() as db:
            await db.execute(sa.insert(files), rows)


def _photo(house: House, patient: int, place: int, size: int) -> dict[str, Any]:
    return {
        "tenant": "demo",
        "id": f"bench-{patient:08}-{place:04}",
        "name": "photo.jpg",
        "size": size,
        "media_type": "image/jpeg",
        "sha256": "",
        "whole": True,
        "created_at": house.clock(),
        "created_by": "bench",
        "purpose": f"samples.{KINDS[place % len(KINDS)]}",
        "key": f"bench-{patient:08}",
    }


def _path(settings: Settings, file_id: str) -> Path:
    return Path(unquote(urlsplit(settings.storage_url).path)) / blob_path("demo", file_id)


def _check(path: Path, options: argparse.Namespace) -> None:
    """Read every entry; raises RuntimeError when one is broken or missing."""
    with zipfile.ZipFile(path) as archive:
        broken, count = archive.testzip(), len(set(archive.namelist()))
    if broken is not None or count != options.patients * options.photos:
        raise RuntimeError(f"the archive is not whole: {broken}, {count} entries")


def _row(report: Report, step: str, size: float, seconds: float, worker: Worker) -> None:
    grown = (worker.peak - worker.before) / _MB
    speed = size / _MB / seconds if seconds else 0.0
    report.row(step, f"{seconds:.1f}", f"{speed:.0f}", f"{worker.peak / _MB:.0f}", f"{grown:.0f}")
    report.figures[step] = {"seconds": seconds, "peak_mb": worker.peak / _MB, "grown_mb": grown}
