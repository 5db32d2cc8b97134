"""Attachments in bulk (异步下载附件): one ZIP with a folder for each patient."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, Literal

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from domains.access.public import institution
from domains.samples import permissions, store
from domains.samples.content import Line
from domains.samples.errors import NothingToExport, TooManyPatients
from domains.samples.model import Review, State
from domains.samples.photos import KINDS, Kind
from domains.samples.resources import sample
from domains.samples.tables import records
from hub.caller import Permission
from hub.clock import day_of
from hub.commands import Command, Tx, handles
from hub.exports.archive import ZIP, Archive, Item, archived
from hub.files.keeping import files_of
from hub.files.purpose import MEGABYTE, FilePurpose
from hub.jobs.job import Job
from hub.jobs.kind import JobKind, Outcome
from hub.jobs.starting import StartedJob, start
from hub.masking import mask_name
from hub.resources.narrowing import narrowed
from hub.resources.shapes import shapes_of

MOST: Final = 10_000
NAME: Final = ("送检附件", "sample-attachments")
BUNDLE: Final = FilePurpose(
    "samples.attachments",
    permissions.EXPORT,
    frozenset({ZIP}),
    50 * 1024 * MEGABYTE,
    personal=True,
    own=True,
    made=True,
)
EXTENSIONS: Final = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f.]')


class SampleFilter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The filters of the list as they are set (当前筛选结果)."""

    name: Line = ""
    phone: Line = ""
    review: Review | None = None
    state: State | None = None
    needs_return: bool | None = None
    updated_at_from: datetime | None = None
    updated_at_until: datetime | None = None


class ExportAttachments(Command, frozen=True, kw_only=True):
    """Start a download of attachments: of the patients that the filters show, or of those that are ticked (``ids``)."""

    needs: ClassVar[Permission] = permissions.EXPORT
    private: ClassVar[frozenset[str]] = frozenset({"filter"})
    scope: Literal["filtered", "ticked"]
    kinds: Annotated[tuple[Kind, ...], Meta(min_length=1, max_length=4)] = ("identity", "document", "signed")
    ids: Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(max_length=MOST)] = ()
    filter: SampleFilter = SampleFilter()
    language: Literal["zh", "en"] = "zh"


class Wanted(msgspec.Struct, frozen=True):
    """What the job needs to know: the patients, as they were when it was started."""

    ids: tuple[str, ...]
    kinds: tuple[Kind, ...]
    language: Literal["zh", "en"]
    at: datetime


async def _work(job: Job, wanted: Wanted) -> Outcome:
    word = NAME[0] if wanted.language == "zh" else NAME[1]
    async with job.house.engine.connect() as db:
        zone = (await institution(db, job.caller.tenant)).time_zone

    async def folder(number: int) -> Sequence[Item]:
        return await _folder(job, wanted, wanted.ids[number])

    name = f"{word}-{day_of(wanted.at, zone):%Y%m%d}.zip"
    return await archived(job, Archive(name, BUNDLE, len(wanted.ids), folder, wanted.at, NothingToExport))


async def _folder(job: Job, wanted: Wanted, sample_id: str) -> Sequence[Item]:
    tenant = job.caller.tenant
    items: list[Item] = []
    async with job.house.dispatch.reads.connect() as db:
        rows = await store.by_ids(db, tenant, [sample_id])
        if not rows:
            return ()
        called = folder_name(rows[0], masked=job.caller.masked)
        for kind in KINDS:
            if kind not in wanted.kinds:
                continue
            zh, en, purpose = KINDS[kind]
            kept = (await files_of(db, tenant, purpose, [sample_id])).get(sample_id, ())
            for place, file in enumerate(kept, 1):
                title = zh if wanted.language == "zh" else en
                path = f"{called}/{title}/{place:02}{EXTENSIONS.get(file.media_type, '')}"
                items.append(Item(path, file.file_id, file.size))
    return items


def folder_name(row: Any, *, masked: bool) -> str:
    """Name, last digits of the phone, and of the id, so that no two patients share a folder."""
    name = mask_name(row.name) if masked else row.name
    parts = (name, row.phone[-4:], row.id[-12:])
    return "_".join(_FORBIDDEN.sub("_", part) for part in parts if part)


KIND: Final = JobKind("samples.attachments", "下载送检附件", "Download attachments", permissions.EXPORT, Wanted, _work)


@handles(ExportAttachments)
async def export_attachments(cmd: ExportAttachments, tx: Tx) -> StartedJob:
    """Raises ``NothingToExport``, ``TooManyPatients`` and ``TooManyJobs``."""
    ids = await _chosen(cmd, tx)
    if not ids:
        raise NothingToExport
    kinds = tuple(kind for kind in KINDS if kind in cmd.kinds)
    return await start(tx, KIND, Wanted(ids, kinds, cmd.language, tx.now))


async def _chosen(cmd: ExportAttachments, tx: Tx) -> tuple[str, ...]:
    """The patients in the order of their ids, which stays the same however often the job is taken up."""
    tenant = tx.caller.tenant
    if cmd.scope == "ticked":
        mine = sa.and_(records.c.tenant == tenant, records.c.id.in_(cmd.ids))
        query = sa.select(records.c.id).where(mine)
    else:
        asked = shapes_of(sample).list(**msgspec.structs.asdict(cmd.filter))
        _, source, wanted = await narrowed(tx.db, sample, tenant, asked)
        query = sa.select(source.c.id).where(*wanted)
    ids = tuple((await tx.db.execute(query.order_by(query.selected_columns[0]).limit(MOST + 1))).scalars())
    if len(ids) > MOST:
        raise TooManyPatients(most=MOST)
    return ids


PARTS: Final = (BUNDLE, KIND, export_attachments)
