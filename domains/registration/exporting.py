"""Registration management (登记管理) as a workbook: the same rows under the same filters and rights, all of them."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import IO, Annotated, Any, ClassVar, Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from domains.access.public import institution
from domains.queue.public import rooms
from domains.registration.commands.form import Moment
from domains.registration.model import STATES, State
from domains.registration.queries.managing import ListedRegistration, ListRegistrations, Status, list_registrations
from hub.caller import Permission
from hub.clock import day_of
from hub.commands import Command, Look, Tx, handles
from hub.files.made import MadeFile, store
from hub.files.purpose import MEGABYTE, XLSX, FilePurpose
from hub.jobs.job import Job
from hub.jobs.kind import JobKind, Outcome
from hub.jobs.starting import StartedJob, start
from hub.resources.sheets.cells import Language, yes_or_no
from hub.resources.sheets.errors import TooManyRows
from hub.resources.sheets.workbook import MOST_ROWS, Cell, Workbook

BATCH: Final = 1000
NAME: Final = ("登记列表", "registrations")
SEXES: Final = {"male": ("男", "Male"), "female": ("女", "Female")}
CLASSES: Final = {"emergency": ("急诊", "Emergency"), "vip": ("VIP", "VIP"), "normal": ("普通", "Normal")}
_FEN: Final = 100

EXPORT: Final = Permission("registration.export", "导出登记", "Export registrations", ("admin", "registrar", "head"))
WORKBOOK: Final = FilePurpose("registration.export", EXPORT, frozenset({XLSX}), 500 * MEGABYTE, personal=True, own=True)


class ExportRegistrations(Command, frozen=True, kw_only=True):
    """Write the registrations that fit all filters to a workbook; the filters are those of the list."""

    needs: ClassVar[Permission] = EXPORT
    private: ClassVar[frozenset[str]] = frozenset({"name"})
    status: Status = "all"
    registered_from: Moment | None = None
    registered_until: Moment | None = None
    exam_from: Moment | None = None
    exam_until: Moment | None = None
    exam_type: Annotated[str, Meta(max_length=20)] = ""
    part: Annotated[str, Meta(max_length=50)] = ""
    name: Annotated[str, Meta(max_length=50)] = ""
    order_no: Annotated[str, Meta(max_length=100)] = ""
    language: Language = "zh"


class Wanted(msgspec.Struct, frozen=True):
    """What the job needs to know: what was asked, and when, for that says which day is today."""

    asked: dict[str, Any]
    at: datetime
    language: Language


class Place(msgspec.Struct, frozen=True):
    """Where it is written: what rooms are called, and the time of the institution."""

    rooms: dict[str, str]
    zone: str
    language: Language

    def said(self, words: tuple[str, str]) -> str:
        """One of two languages."""
        return words[0] if self.language == "zh" else words[1]

    def time(self, at: datetime | None) -> datetime | None:
        """As the clock on the wall shows it."""
        return None if at is None else at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)


COLUMNS: Final[tuple[tuple[str, str, Callable[[ListedRegistration, Place], Cell]], ...]] = (
    ("患者姓名", "Name", lambda row, _: row.name),
    ("性别", "Sex", lambda row, at: at.said(SEXES.get(row.sex, ("未知", "Unknown")))),
    ("年龄", "Age", lambda row, _: row.age),
    ("患者类型", "Patient type", lambda row, at: at.said(CLASSES[row.patient_class])),
    ("欠费", "Arrears", lambda row, at: yes_or_no(row.arrears, at.language)),
    ("状态", "State", lambda row, at: at.said(STATES[State(row.state)])),
    ("检查类型", "Exam type", lambda row, _: row.exam_type),
    ("检查号", "Exam no.", lambda row, _: row.exam_no),
    ("影像号", "Image no.", lambda row, _: row.image_no),
    ("检查项目", "Exam items", lambda row, _: "、".join(row.items)),
    ("检查部位", "Body parts", lambda row, _: "、".join(row.parts)),
    ("检查室", "Room", lambda row, at: at.rooms.get(row.room_id or "", row.room_id)),
    ("院区", "Campus", lambda row, _: row.campus),
    ("预检时间", "Pre-exam time", lambda row, at: at.time(row.pre_exam_time)),
    ("登记时间", "Registered", lambda row, at: at.time(row.registered_at)),
    ("登记人", "Registered by", lambda row, _: row.registered_by),
    ("HIS单号", "HIS order no.", lambda row, _: row.order_no),
    ("请检科室", "Department", lambda row, _: row.requesting_department),
    ("请检医生", "Doctor", lambda row, _: row.requesting_doctor),
    ("费用（元）", "Fee (CNY)", lambda row, _: row.total / _FEN),
)


async def _work(job: Job, wanted: Wanted) -> Outcome:
    with tempfile.TemporaryFile() as file:
        done = await _write(job, wanted, file)
        made = await _stored(job, wanted, file)
    await job.step(done=done, total=done)
    return Outcome({"rows": done}, made)


async def _write(job: Job, wanted: Wanted, file: IO[bytes]) -> int:
    """Fill the file; gives how many rows. Raises ``TooManyRows``."""
    done, total = 0, None
    # REPEATABLE READ: one moment of the data, however long it takes.
    async with job.house.engine.execution_options(isolation_level="REPEATABLE READ").connect() as db:
        look, tenant = Look(db, wanted.at), job.caller.tenant
        known = {room_id: room.name for room_id, room in (await rooms(db, tenant)).items()}
        place = Place(known, (await institution(db, tenant)).time_zone, wanted.language)
        book = Workbook(file, place.said(NAME))
        book.heading([place.said((zh, en)) for zh, en, _ in COLUMNS])
        async for rows, fitting in _pages(job, wanted, look):
            total = fitting if done == 0 else total
            await asyncio.to_thread(book.rows, [[cell(row, place) for _, _, cell in COLUMNS] for row in rows])
            done += len(rows)
            if done > MOST_ROWS:
                raise TooManyRows(count=done, most=MOST_ROWS)
            await job.tell(done, total)
    await asyncio.to_thread(book.close)
    return done


async def _pages(job: Job, wanted: Wanted, look: Look) -> AsyncIterator[tuple[tuple[ListedRegistration, ...], Any]]:
    """The rows as the list shows them to whoever asked, page by page, with how many there are where that is known."""
    asked = msgspec.convert(wanted.asked, ListRegistrations)
    cursor: str | None = ""
    while cursor is not None:
        page = await list_registrations.run(
            job.caller, msgspec.structs.replace(asked, cursor=cursor, limit=BATCH), look
        )
        yield page.rows, page.total
        cursor = page.next


async def _stored(job: Job, wanted: Wanted, file: IO[bytes]) -> MadeFile:
    async with job.house.engine.connect() as db:
        zone = (await institution(db, job.caller.tenant)).time_zone
    word = NAME[0] if wanted.language == "zh" else NAME[1]
    name = f"{word}-{day_of(wanted.at, zone):%Y%m%d}.xlsx"
    return await store(job.house, (job.caller.tenant, job.caller.actor), name, XLSX, file, WORKBOOK)


KIND: Final = JobKind("registration.export", "导出登记列表", "Export registrations", EXPORT, Wanted, _work)


@handles(ExportRegistrations)
async def export_registrations(cmd: ExportRegistrations, tx: Tx) -> StartedJob:
    """Starts the job; raises ``TooManyJobs``."""
    asked = msgspec.to_builtins(cmd)
    language = asked.pop("language")
    return await start(tx, KIND, Wanted(asked, tx.now, language))


PARTS: Final = (EXPORT, WORKBOOK, KIND, export_registrations)
