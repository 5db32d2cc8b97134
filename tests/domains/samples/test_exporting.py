"""Attachments in bulk: what is in the archive, whom it is for, and what happens when the process dies over it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domains.files.queries import FindFile
from domains.jobs.commands import CancelJob, RetryJob
from domains.jobs.queries import JobRow, ListJobs
from domains.samples.errors import NothingToExport
from domains.samples.exporting import BUNDLE, ExportAttachments, SampleFilter
from domains.samples.photos import KINDS
from hub.caller import Caller
from hub.errors import Forbidden, NotFound, Unavailable
from hub.exports import archive
from hub.files.made import storage_of
from hub.files.storage import Storage, blob_path
from hub.files.sweeping import sweep
from hub.house import House
from hub.jobs.expiring import expire
from hub.jobs.job import LEASE
from hub.jobs.model import KEPT
from hub.jobs.working import work_once
from tests.domains.samples.desk import HEAD, asked, mine, passed, patient, submitted
from tests.hub.front import front, sign_in
from tests.kit.clock import StillClock
from tests.kit.house import one, recorded

ALL = tuple(KINDS)
PHONES = tuple(f"1390000000{number}" for number in (1, 2, 3, 4))


class Power(BaseException):
    """The process is killed."""


async def started(house: House, who: Caller = HEAD, **asks: Any) -> str:
    job_id: str = (await house.dispatch(who, ExportAttachments(**asks))).job_id
    return job_id


async def row(house: House, job_id: str, who: Caller = HEAD) -> JobRow:
    rows = await house.dispatch.ask(who, ListJobs())
    found: JobRow = next(row for row in rows if row.job_id == job_id)
    return found


async def unpacked(house: House, job_id: str, who: Caller = HEAD) -> dict[str, bytes]:
    """The files of the finished archive by their paths, each read and checked."""
    done = await row(house, job_id, who)
    assert (done.state, done.error_zh) == ("done", "")
    assert done.file_id is not None
    content = await storage_of(house).read(blob_path(who.tenant, done.file_id))
    assert len(content) == await one(house, "select size from hub_files where id = :id", id=done.file_id)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


async def exported(house: House, **asks: Any) -> dict[str, bytes]:
    job_id = await started(house, **asks)
    assert await work_once(house)
    return await unpacked(house, job_id)


def kinds_of(found: dict[str, bytes]) -> set[str]:
    return {path.split("/")[1] for path in found}


def folders_of(found: dict[str, bytes]) -> set[str]:
    return {path.split("/")[0] for path in found}


@pytest.mark.covers("SS-022", "SS-023")
async def test_four_kinds_of_attachments_and_the_forms_only_when_asked_for(house: House) -> None:
    who = await patient(house)
    await submitted(house, who)
    assert kinds_of(await exported(house, scope="filtered")) == {"实名认证照片", "上传资料", "签字材料"}
    assert kinds_of(await exported(house, scope="filtered", kinds=ALL)) == {
        "实名认证照片",
        "上传资料",
        "签字材料",
        "送检信息附件",
    }
    found = await exported(house, scope="filtered", kinds=("form",))
    seen = (await mine(house, who)).photos[0]
    (path,) = found
    assert path == f"王小明_0001_{who.actor[-12:]}/送检信息附件/01.jpg"
    assert found[path] == await storage_of(house).read(blob_path("demo", seen.file_id))
    english = await exported(house, scope="filtered", kinds=("form",), language="en")
    assert kinds_of(english) == {"Submission-form photos"}


@pytest.mark.covers("SS-020", "SS-021", "SS-056")
async def test_the_filtered_or_just_those_that_are_ticked(house: House) -> None:
    people = [await patient(house, phone) for phone in PHONES[:3]]
    names = ("王小明", "李大山", "王小红")
    for who, name in zip(people, names, strict=True):
        await passed(house, who, name)
    await asked(house, people[2])
    everybody = await exported(house, scope="filtered")
    assert len(folders_of(everybody)) == 3
    named = await exported(house, scope="filtered", filter=SampleFilter(name="王小"))
    assert {folder.split("_")[0] for folder in folders_of(named)} == {"王小明", "王小红"}
    waiting = await exported(house, scope="filtered", filter=SampleFilter(state="change_waiting"))  # type: ignore[arg-type]
    assert len(folders_of(waiting)) == 1
    ticked = await exported(house, scope="ticked", ids=(people[1].actor,))
    (folder,) = folders_of(ticked)
    assert folder == f"李大山_0002_{people[1].actor[-12:]}"


@pytest.mark.covers("SS-024", "SS-025")
async def test_the_command_returns_at_once_and_the_job_says_how_far_it_is(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for phone in PHONES:
        await passed(house, await patient(house, phone))
    monkeypatch.setattr(archive, "PART", 1)
    job_id = await started(house, scope="filtered")
    waiting = await row(house, job_id)
    assert (waiting.state, waiting.zh, waiting.file_id) == ("queued", "下载送检附件", None)
    assert await work_once(house)
    done = await row(house, job_id)
    assert (done.state, done.done, done.total, done.ended_at) == ("done", 4, 4, house.clock())
    assert done.counts == {"rows": 4, "files": 16, "missing": 0}
    # Each step is told to the creator's channel.
    told = [fact for fact in await recorded(house, "jobs.job_changed") if fact.envelope.aggregate == job_id]
    assert len(told) >= 6
    (exported_fact,) = await recorded(house, "jobs.data_exported")
    assert b'"rows":4' in bytes(exported_fact.envelope.body)


@pytest.mark.parametrize("dies_at", ["part", "joining", "telling"])
async def test_a_killed_process_goes_on_behind_its_last_part_and_never_offers_half_of_it(
    house: House, clock: StillClock, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    for phone in PHONES:
        await passed(house, await patient(house, phone))
    whole = await exported(house, scope="filtered")
    monkeypatch.setattr(archive, "PART", 1)
    job_id = await started(house, scope="filtered")
    read, power = _counted(monkeypatch), _power(monkeypatch, dies_at)
    with pytest.raises(BaseExceptionGroup):
        await work_once(house)
    assert power == ["off"]
    assert (await row(house, job_id)).file_id is None
    monkeypatch.undo()
    monkeypatch.setattr(archive, "PART", 1)
    before, again = len(read), _counted(monkeypatch)
    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert await work_once(house)
    assert await unpacked(house, job_id) == whole
    # What was stored is not read again: two folders of four when it died in the middle, else none.
    photos = 4 * 4
    parts = {"part": 2, "joining": 4, "telling": 4}[dies_at]
    assert len(again) == (photos - parts * 4) + 4
    assert before >= parts * 4


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every blob that is opened from now on."""
    read: list[str] = []
    stream = Storage.stream

    async def counted(self: Storage, path: str, start: int, end: int, size: int) -> Any:
        read.append(path)
        return await stream(self, path, start, end, size)

    monkeypatch.setattr(Storage, "stream", counted)
    return read


def _power(monkeypatch: pytest.MonkeyPatch, dies_at: str) -> list[str]:
    """Cut the power in the third part, while the parts are joined, or when all is joined but not yet said."""
    cut: list[str] = []
    put, joined, let_go = Storage.put, archive._joined, archive._let_go  # noqa: SLF001 - where the power goes

    async def dying_put(self: Storage, path: str, content: Any) -> None:
        if dies_at == "part" and len(stored) == 2:
            cut.append("off")
            raise Power
        stored.append(path)
        await put(self, path, content)

    async def dying_join(*args: Any) -> Any:
        if dies_at == "joining":
            cut.append("off")
            raise Power
        return await joined(*args)

    async def dying_let_go(*args: Any) -> None:
        if dies_at == "telling":
            cut.append("off")
            raise Power
        await let_go(*args)

    stored: list[str] = []
    monkeypatch.setattr(Storage, "put", dying_put)
    monkeypatch.setattr(archive, "_joined", dying_join)
    monkeypatch.setattr(archive, "_let_go", dying_let_go)
    return cut


async def test_cancelled_and_tried_again_it_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for phone in PHONES:
        await passed(house, await patient(house, phone))
    monkeypatch.setattr(archive, "PART", 1)
    job_id = await started(house, scope="filtered")
    add, added = archive._add, list[int]()  # noqa: SLF001 - where somebody cancels

    async def cancelling(job: Any, *args: Any) -> int:
        added.append(1)
        if len(added) == 3:
            await house.dispatch(HEAD, CancelJob(job_id=job.id))
        return await add(job, *args)

    monkeypatch.setattr(archive, "_add", cancelling)
    assert await work_once(house)
    cancelled = await row(house, job_id)
    assert (cancelled.state, cancelled.file_id) == ("cancelled", None)
    await house.dispatch(HEAD, RetryJob(job_id=job_id))
    assert await work_once(house)
    assert len(folders_of(await unpacked(house, job_id))) == 4
    assert len(added) == 3 + 2  # the two stored folders stay


async def test_when_the_parts_have_expired_it_begins_anew(
    house: House, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for phone in PHONES[:2]:
        await passed(house, await patient(house, phone))
    monkeypatch.setattr(archive, "PART", 1)
    job_id = await started(house, scope="filtered")
    with monkeypatch.context() as patched:
        _power(patched, "joining")
        with pytest.raises(BaseExceptionGroup):
            await work_once(house)
    clock.forward(hours=25)
    await sweep(house.engine, storage_of(house), house.clock())
    assert await work_once(house)
    assert len(folders_of(await unpacked(house, job_id))) == 2


async def test_the_parts_go_when_the_archive_is_there_and_the_archive_goes_after_seven_days(
    house: House, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await passed(house, await patient(house))
    monkeypatch.setattr(archive, "PART", 1)
    first = await started(house, scope="filtered")
    assert await work_once(house)
    owned = "select count(*) from hub_files where created_by = :owner"
    assert await one(house, owned, owner=f"job:{first}") == 1
    clock.forward(minutes=11)
    await sweep(house.engine, storage_of(house), house.clock())
    assert await one(house, owned, owner=f"job:{first}") == 0
    await exported(house, scope="filtered")
    assert await one(house, "select count(*) from hub_export_parts where job_id = :id", id=first) == 0
    file_id = (await row(house, first)).file_id
    assert file_id is not None
    until = await one(house, "select expires_at from hub_files where id = :id", id=file_id)
    assert until - house.clock() == KEPT - timedelta(minutes=11)
    clock.forward(days=7)
    await expire(house)
    await sweep(house.engine, storage_of(house), house.clock())
    assert await one(house, "select count(*) from hub_files where id = :id", id=file_id) == 0


async def test_only_who_ordered_it_downloads_it_and_no_other_institution(house: House) -> None:
    await passed(house, await patient(house))
    job_id = await started(house, scope="filtered")
    assert await work_once(house)
    file_id = (await row(house, job_id)).file_id
    assert file_id is not None
    assert (await house.dispatch.ask(HEAD, FindFile(file_id=file_id))).personal
    for stranger in (
        replace(HEAD, actor="somebody"),
        replace(HEAD, tenant="branch", reads=frozenset({"branch"})),
        replace(HEAD, permissions=HEAD.permissions - {"samples.export"}),
    ):
        with pytest.raises(NotFound):
            await house.dispatch.ask(stranger, FindFile(file_id=file_id))
    with pytest.raises(Forbidden):
        await started(house, replace(HEAD, permissions=HEAD.permissions - {"samples.export"}), scope="filtered")
    far = replace(HEAD, tenant="branch", reads=frozenset({"branch"}))
    with pytest.raises(NothingToExport):
        await started(house, far, scope="ticked", ids=((await patient(house)).actor,))


async def test_a_download_is_resumed_where_it_broke_off(house: House) -> None:
    await passed(house, await patient(house))
    async with front(house) as client:
        session = await sign_in(client, "head")
        head = replace(HEAD, actor=await one(house, "select id from access_accounts where login = 'head'"))
        job_id = await started(house, head, scope="filtered")
        assert await work_once(house)
        file_id = (await row(house, job_id, head)).file_id
        whole = await client.get(f"/api/files/{file_id}")
        assert (whole.status_code, whole.headers["accept-ranges"]) == (200, "bytes")
        assert session["token"]
        half = len(whole.content) // 2
        headers = {"Range": f"bytes={half}-", "If-Range": whole.headers["etag"]}
        rest = await client.get(f"/api/files/{file_id}", headers=headers)
        assert (rest.status_code, rest.headers["content-range"]) == (
            206,
            f"bytes {half}-{len(whole.content) - 1}/{len(whole.content)}",
        )
        assert whole.content[:half] + rest.content == whole.content
        assert "attachment" in whole.headers["content-disposition"]


async def test_lost_files_are_counted_and_an_empty_archive_is_none(house: House) -> None:
    who = await patient(house)
    await passed(house, who)
    seen = await mine(house, who)
    await storage_of(house).delete([blob_path("demo", seen.signed[0].file_id)])
    job_id = await started(house, scope="filtered")
    assert await work_once(house)
    assert (await row(house, job_id)).counts == {"rows": 1, "files": 3, "missing": 1}
    empty_one = await started(house, scope="filtered", kinds=("form",))
    assert await work_once(house)
    failed = await row(house, empty_one)
    assert (failed.state, failed.error_zh) == ("failed", NothingToExport.zh)


async def test_patients_without_files_leave_no_folder(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [await patient(house, phone) for phone in PHONES[:3]]
    await submitted(house, people[1])
    for who in (people[0], people[2]):
        await passed(house, who)
    monkeypatch.setattr(archive, "PART", 1)
    job_id = await started(house, scope="filtered", kinds=("form",))
    assert await work_once(house)
    assert len(await unpacked(house, job_id)) == 1
    assert (await row(house, job_id)).counts == {"rows": 1, "files": 1, "missing": 0}


async def test_a_storage_that_is_down_is_told_and_the_job_may_be_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await passed(house, await patient(house))
    job_id = await started(house, scope="filtered")
    with monkeypatch.context() as patched:

        async def down(*_: Any) -> None:
            raise Unavailable(part="storage")

        patched.setattr(Storage, "put", down)
        await work_once(house)
    failed = await row(house, job_id)
    assert (failed.state, failed.error_zh[:2]) == ("failed", "系统")
    await house.dispatch(HEAD, RetryJob(job_id=job_id))
    assert await work_once(house)
    assert len(folders_of(await unpacked(house, job_id))) == 1


async def test_an_archive_larger_than_allowed_is_refused_in_words(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await passed(house, await patient(house))
    monkeypatch.setattr("domains.samples.exporting.BUNDLE", replace(BUNDLE, max_bytes=100))
    job_id = await started(house, scope="filtered")
    assert await work_once(house)
    failed = await row(house, job_id)
    assert failed.state == "failed"
    assert "超过" in failed.error_zh
