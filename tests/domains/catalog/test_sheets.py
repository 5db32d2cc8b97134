"""Base data from and to workbooks: template, import with what is wrong row by row, export of what the list shows."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from domains.catalog import resources as pages
from domains.catalog.resources import charge_item, exam_item, modality, ordering_doctor
from domains.jobs.queries import ListJobNotes
from hub.errors import Forbidden
from hub.files.errors import UploadGone
from hub.house import House
from hub.jobs.table import jobs
from hub.jobs.working import take, work_once
from hub.resources.shapes import shapes_of
from hub.resources.sheets import importing, judging, opened
from tests.domains.catalog.desk import ADMIN, DOCTOR, OTHER, create, delete, named, page
from tests.domains.catalog.sheets import (
    HEADINGS,
    drain,
    exported,
    imported,
    job,
    read,
    result,
    uploaded,
    workbook,
)
from tests.kit.clock import StillClock
from tests.kit.house import one, recorded

GOOD = ("T-1", "血管造影", "检查费", "CT", 123.45, "次", "")


async def codes(house: House) -> set[str]:
    return {row.code for row in (await page(house, charge_item, limit=200)).rows}


async def notes(house: House, job_id: str) -> list[tuple[int, list[tuple[str, str]]]]:
    told = await house.dispatch.ask(ADMIN, ListJobNotes(job_id=job_id))
    return [(note.row, [(one["field_zh"], one["zh"]) for one in note.wrong]) for note in told.notes]


@pytest.mark.covers("ID-782")
async def test_the_template_has_headings_choices_and_limits(house: House) -> None:
    kind = shapes_of(charge_item).template
    assert kind is not None
    template = await house.dispatch.ask(ADMIN, kind())
    assert template.name == "收费项目导入模板.xlsx"
    assert read(template.content) == [list(HEADINGS)]
    with zipfile.ZipFile(io.BytesIO(template.content)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    strings = "".join(texts.values())
    assert all(word in strings for word in ("检查费", "材料费", "磁共振"))
    assert '<dataValidation type="list"' in texts["xl/worksheets/sheet1.xml"]
    assert "必填；最多 50 个字符" in strings
    with pytest.raises(Forbidden):
        await house.dispatch.ask(DOCTOR, kind())
    english = await house.dispatch.ask(ADMIN, kind(language="en"))
    assert read(english.content)[0][:2] == ["Charge code", "Charge item name"]


@pytest.mark.covers("ID-783", "SA-862")
async def test_every_row_is_checked_good_ones_are_taken_bad_ones_named(house: House) -> None:
    before = await codes(house)
    rows: list[tuple[Any, ...]] = [
        GOOD,
        ("T-2", "", "检查", "没有的模态", 1.234, "次", ""),  # rows as people count them: this is the third
        (None,) * 7,
        (210300009, "数字代码", "药品费", "磁共振", "12.10", None, "备注"),
        ("T 4", "空格代码", "其他", "CT", -1, "很长很长很长很长的单位啊", ""),
        ("T-1", "血管造影", "检查费", "CT", 123.45, "次", ""),
        ("T-1", "另一个", "检查费", "CT", 1, "次", ""),
        ("210200001", "名称不同", "检查费", "CT", 200, "次", ""),
    ]
    done = await imported(house, charge_item, workbook(rows))
    assert (done.state, done.counts) == ("done", {"added": 2, "kept": 0, "wrong": 5})
    assert (done.done, done.total) == (7, 7)
    assert await codes(house) == before | {"T-1", "210300009"}
    found = await named(house, charge_item, "数字代码")
    assert (found.price, found.type, found.modality_name, found.unit) == (1210, "drug", "磁共振", "")
    told = dict(await notes(house, done.job_id))
    assert set(told) == {3, 6, 7, 8, 9}
    assert told[3] == [
        ("收费项目名称", "必填"),
        ("收费项目类型", "只能是：检查费、药品费、材料费、其他"),
        ("模态", "没有“没有的模态”，或已停用"),
        ("价格", "金额最多两位小数"),
    ]
    assert [label for label, _ in told[6]] == ["收费代码", "价格", "计价单位"]
    assert told[7] == told[8] == [("收费代码", "在文件中重复")]
    assert told[9] == [("收费代码", "已存在，且内容不同")]
    book = read(await result(house, done.job_id))
    assert book[0] == ["行号", "错误", *HEADINGS]
    assert [row[0] for row in book[1:]] == [3, 6, 7, 8, 9]
    assert book[1][1].startswith("收费项目名称：必填；")
    assert book[5][2:4] == ["210200001", "名称不同"]


async def test_what_was_corrected_is_taken_from_the_list_of_errors(house: House) -> None:
    done = await imported(house, charge_item, workbook([("T-2", "", "检查费", "CT", 1, "", "")]))
    headings, row = read(await result(house, done.job_id))
    row[3] = "改好了"
    again = await imported(house, charge_item, workbook([row], headings))
    assert again.counts == {"added": 1, "kept": 0, "wrong": 0}
    assert again.file_id is None


async def test_importing_the_same_again_changes_nothing(house: House) -> None:
    book = workbook([GOOD, ("T-2", "二", "其他", "CT", 2, "", "")])
    await imported(house, charge_item, book)
    facts = len(await recorded(house, "catalog.charge_item_changed"))
    again = await imported(house, charge_item, book)
    assert again.counts == {"added": 0, "kept": 2, "wrong": 0}
    assert len(await recorded(house, "catalog.charge_item_changed")) == facts


async def test_what_the_list_exports_can_be_imported_elsewhere(house: House) -> None:
    exported_rows = await exported(house, modality)
    assert exported_rows[0][:3] == ["模态编码", "模态名称", "备注"]
    there = await imported(house, modality, workbook(exported_rows[1:], exported_rows[0]), OTHER)
    assert there.counts["added"] == len(exported_rows) - 1 == 10


async def test_a_kill_between_the_parts_neither_loses_nor_doubles_a_row(
    house: House, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 3)
    rows = [(f"K-{i}", f"第{i}", "其他" if i % 5 else "错", "CT", i, "", "") for i in range(10)]
    kind = shapes_of(charge_item).take_in
    assert kind is not None
    await drain(house)
    started = await house.dispatch(ADMIN, kind(file_id=await uploaded(house, workbook(rows))))

    class Power(BaseException):
        """The process is killed."""

    left = [2]

    async def dying(*args: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            left[0] = 100
            raise Power
        await judging.compare(*args)

    monkeypatch.setattr(importing, "compare", dying)
    with pytest.raises(BaseExceptionGroup):
        await work_once(house)
    assert len([c for c in await codes(house) if c.startswith("K-")]) == 4
    clock.forward(seconds=60)
    await drain(house)
    done = await job(house, started.job_id)
    assert (done.state, done.counts) == ("done", {"added": 8, "kept": 0, "wrong": 2})
    assert len([c for c in await codes(house) if c.startswith("K-")]) == 8
    assert [row for row, _ in await notes(house, started.job_id)] == [2, 7]
    assert await one(house, "select count(*) from catalog_charge_items where code like 'K-%'") == 8


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 no workbook", "无法读取该文件"),
        (workbook([], ("收费代码", "颜色")), "缺少 收费项目名称、收费项目类型、模态、价格；无法识别 颜色"),
        (workbook([], ()), "缺少 收费代码"),
    ],
)
async def test_a_workbook_that_will_not_do_at_all_says_why(house: House, content: bytes, words: str) -> None:
    done = await imported(house, charge_item, content)
    assert done.state == "failed"
    assert words in done.error_zh


async def test_an_archive_that_unpacks_to_too_much_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    book = workbook([GOOD])
    monkeypatch.setattr(opened, "LARGEST_UNPACKED", len(book))
    done = await imported(house, charge_item, book)
    assert (done.state, done.error_zh[:7]) == ("failed", "无法读取该文件")
    monkeypatch.setattr(opened, "LARGEST_UNPACKED", 100 * len(book))
    assert (await imported(house, charge_item, book)).counts["added"] == 1


async def test_importing_needs_its_right_and_an_upload_of_ones_own(house: House) -> None:
    kind = shapes_of(charge_item).take_in
    assert kind is not None
    file_id = await uploaded(house, workbook([GOOD]))
    with pytest.raises(Forbidden):
        await house.dispatch(DOCTOR, kind(file_id=file_id))
    for caller in (OTHER, replace(ADMIN, actor="colleague")):
        with pytest.raises(UploadGone):
            await house.dispatch(caller, kind(file_id=file_id))


async def test_an_export_has_what_the_list_shows_in_its_order(house: House) -> None:
    rows = await exported(house, exam_item, sort="-fee", name="平扫")
    listed = (await page(house, exam_item, sort="-fee", name="平扫")).rows
    assert [row[1] for row in rows[1:]] == [row.name for row in listed]
    own = ["项目编码", "项目名称", "模态", "部位", "检查费", "备注", "检查须知"]
    assert rows[0] == [*own, "是否启用", "创建时间", "更新时间"]
    first = rows[1]
    assert (first[2], first[4], first[7]) == (listed[0].modality_name, listed[0].fee / 100, "是")
    assert first[8].isoformat() == "2026-03-02T09:00:00"  # the institution's time
    ticked = await exported(house, exam_item, ids=(listed[0].id, listed[1].id), language="en")
    assert (len(ticked), ticked[0][0], ticked[1][7]) == (3, "Item code", "yes")
    assert len(await exported(house, exam_item, name="没有这样的")) == 1


async def test_a_deleted_row_and_another_institutions_are_not_exported(house: House) -> None:
    row = await create(house, modality, code="ZZ", name="零")
    theirs = await create(house, modality, caller=OTHER, code="YY", name="别家")
    await delete(house, modality, row)
    names = {cells[1] for cells in await exported(house, modality)}
    assert not names & {"零", "别家"}
    assert len(await exported(house, modality, ids=(theirs.id,))) == 1


async def test_a_text_that_looks_like_a_formula_stays_a_text(house: House) -> None:
    wild = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://x.test"]
    department = (await page(house, pages.ordering_department)).rows[0].id
    for name in wild:
        await create(house, ordering_doctor, name=name, department_id=department)
    kind = shapes_of(ordering_doctor).export
    assert kind is not None
    started = await house.dispatch(ADMIN, kind())
    await drain(house)
    content = await result(house, started.job_id)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert 'quotePrefix="1"' in styles
    assert {name.strip() for name in wild} <= {str(row[1]).strip() for row in read(content)}


async def test_who_exported_what_is_in_the_audit_and_the_file_is_its_owners(house: House) -> None:
    await exported(house, modality, name="CT")
    body = "select convert_from(body, 'UTF8') from hub_audit where command = 'catalog/export-modalities'"
    assert '"name":"CT"' in await one(house, body)
    kind = shapes_of(modality).export
    assert kind is not None
    with pytest.raises(Forbidden):
        await house.dispatch(DOCTOR, kind())


async def test_a_masked_account_exports_masked(house: House) -> None:
    field = ordering_doctor.field("name")
    masked = replace(ADMIN, masked=True)
    object.__setattr__(ordering_doctor, "fields", (ordering_doctor.fields[0], replace(field, mask="name")))
    try:
        rows = await exported(house, ordering_doctor, masked)
    finally:
        object.__setattr__(ordering_doctor, "fields", (ordering_doctor.fields[0], field))
    assert {row[1] for row in rows[1:]} == {"陈*远", "林*清", "高*博", "孟*峰"}


async def test_a_job_that_was_taken_keeps_the_mask_of_its_owner(house: House) -> None:
    await drain(house)
    kind = shapes_of(modality).export
    assert kind is not None
    await house.dispatch(replace(ADMIN, masked=True), kind())
    found = await take(house)
    assert found is not None
    assert found[0].caller.masked
    assert found[0].caller.permissions == {"catalog.modality.export"}
    async with house.engine.connect() as db:
        assert (await db.execute(sa.select(jobs.c.state).where(jobs.c.id == found[0].id))).scalar_one() == "running"
