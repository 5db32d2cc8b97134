"""The registrations of the list as a workbook: the same rows, masked for whom they are masked, for his eyes alone."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from domains.registration import exporting
from domains.registration.exporting import ExportRegistrations
from domains.registration.model import Item
from domains.registration.queries import managing
from domains.registration.queries.managing import ListRegistrations
from hub.caller import Caller
from hub.errors import Forbidden
from hub.house import House
from hub.jobs.table import jobs
from tests.domains.catalog.sheets import drain, job, read, result
from tests.domains.registration.desk import MR, REGISTRAR, form, register
from tests.kit.clock import StillClock
from tests.kit.house import one, person


async def exported(house: House, caller: Caller = REGISTRAR, **asked: Any) -> list[list[Any]]:
    """Export, wait for the end and read the workbook."""
    async with house.engine.begin() as db:
        await db.execute(sa.delete(jobs).where(jobs.c.kind != exporting.KIND.name))
    started = await house.dispatch(caller, ExportRegistrations(**asked))
    await drain(house)
    return read(await result(house, started.job_id, caller))


def test_it_can_be_asked_for_whatever_the_list_can() -> None:
    def asked(kind: Any) -> dict[str, Any]:
        return {field.name: (field.type, field.default) for field in msgspec.structs.fields(kind)}

    rest = {"cursor", "limit"}
    wanted = {name: what for name, what in asked(ListRegistrations).items() if name not in rest}
    assert {name: what for name, what in asked(ExportRegistrations).items() if name != "language"} == wanted


async def test_it_holds_what_the_list_shows_in_its_order(house: House, clock: StillClock) -> None:
    await register(house, patient=form("赵一"), arrears=True)
    clock.forward(hours=1)
    await register(house, patient=form("赵二"), room_id="mr1", items=(MR, Item("MR-002", price=56000)))
    heading, second, first = await exported(house, name="赵")
    assert heading == [zh for zh, _, _ in exporting.COLUMNS]
    row = dict(zip(heading, second, strict=True))
    assert (row["患者姓名"], row["性别"], row["检查室"], row["状态"]) == ("赵二", "女", "MR1 室", "已登记")
    assert (row["费用（元）"], str(row["登记时间"])) == (1080.0, "2026-03-02 10:00:00")
    assert (first[0], dict(zip(heading, first, strict=True))["欠费"]) == ("赵一", "是")
    assert [line[0] for line in await exported(house, name="赵", exam_type="CT", language="en")] == ["Name", "赵一"]
    assert len(await exported(house, status="cancelled")) == 1


@pytest.mark.parametrize("few", [5_000, 2])
async def test_many_pages_follow_each_other_without_a_gap(
    house: House, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(managing, "FEW", few)
    monkeypatch.setattr(exporting, "BATCH", 3)
    for n in range(7):
        await register(house, patient=form(f"页{n}"))
    assert [line[0] for line in (await exported(house, name="页"))[1:]] == [f"页{n}" for n in reversed(range(7))]


async def test_what_looks_like_a_formula_is_text(house: House) -> None:
    evil = '=HYPERLINK("http://x.test","点我")'
    await register(house, patient=form(evil))
    assert [line[0] for line in (await exported(house, name="HYPERLINK"))[1:]] == [evil]
    content = await result(house, await one(house, "select id from hub_jobs"), REGISTRAR)
    assert b"<f>" not in sheet_of(content)


def sheet_of(content: bytes) -> bytes:
    """The first sheet as it lies in the archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


async def test_who_sees_people_masked_exports_them_masked(house: House) -> None:
    await register(house, patient=form("司马相如"))
    masked = replace(REGISTRAR, masked=True)
    assert [line[0] for line in (await exported(house, masked, name="司马"))[1:]] == ["司**如"]


async def test_today_is_the_day_on_which_it_was_asked_for(house: House, clock: StillClock) -> None:
    await register(house, patient=form("今天"))
    async with house.engine.begin() as db:
        await db.execute(sa.delete(jobs))
    started = await house.dispatch(REGISTRAR, ExportRegistrations())
    clock.forward(hours=24)
    await drain(house)
    assert "今天" in [line[0] for line in read(await result(house, started.job_id, REGISTRAR))]


async def test_it_needs_its_right_and_says_who_had_it(house: House) -> None:
    with pytest.raises(Forbidden):
        await house.dispatch(person("technician"), ExportRegistrations())
    await register(house, patient=form("孙策"))
    await exported(house, name="孙策")
    audited = "select actor || convert_from(body, 'UTF8') from hub_audit where command = :name and outcome = ''"
    told = await one(house, audited, name="registration/export-registrations")
    assert told.startswith(REGISTRAR.actor)
    assert '"status"' in told
    assert "孙策" not in told
    assert (await job(house, await one(house, "select id from hub_jobs"), REGISTRAR)).counts == {"rows": 1}
