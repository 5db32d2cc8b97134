"""Exam items say how a patient prepares (rich text) and keep files: claimed and released with the row."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from domains.catalog import resources
from domains.catalog.resources import exam_item, modality
from domains.files.permissions import READ
from domains.files.queries import FindFile
from hub.errors import FieldError, NotFound
from hub.files.errors import UploadGone, WrongMedia
from hub.files.made import store
from hub.files.purpose import MEGABYTE, PDF, XLSX, FilePurpose
from hub.files.table import files
from hub.house import House
from hub.resources.description import describe
from hub.resources.errors import Wrong
from hub.resources.fields import File
from hub.resources.shapes import shapes_of
from tests.domains.catalog.desk import ADMIN, DOCTOR, OTHER, create, delete, edit, named, page
from tests.domains.catalog.sheets import exported
from tests.kit.house import person

ANY = FilePurpose("test.any", resources.exam_item.rights["view"], frozenset({"image/png", PDF, XLSX}), MEGABYTE)
USE = exam_item.purposes["attachments"]


async def upload(house: House, name: str, media_type: str = "image/png", caller: Any = ADMIN) -> str:
    """An upload that waits for something to keep it."""
    made = await store(house, (caller.tenant, caller.actor), name, media_type, io.BytesIO(name.encode()), ANY)
    async with house.engine.begin() as db:
        await db.execute(sa.update(files).where(files.c.id == made.file_id).values(whole=True))
    return made.file_id


async def item(house: House, code: str = "T-1", **values: Any) -> Any:
    """A new exam item."""
    way = await named(house, modality, "CT")
    return await create(house, exam_item, code=code, name=f"新项目{code}", modality_id=way.id, fee=0, **values)


async def kept(house: House, row_id: str) -> set[str]:
    """The names of the files that are kept for a row."""
    async with house.engine.connect() as db:
        mine = sa.and_(files.c.purpose == USE.name, files.c.key == row_id, files.c.expires_at.is_(None))
        return set((await db.execute(sa.select(files.c.name).where(mine))).scalars())


async def test_files_are_claimed_with_the_row_changed_with_it_and_released_with_it(house: House) -> None:
    one, two, three = [await upload(house, name) for name in ("1.png", "2.png", "3.png")]
    row = await item(house, attachments=(two, one))
    assert [(file.file_id, file.name, file.size) for file in row.attachments] == [(two, "2.png", 5), (one, "1.png", 5)]
    assert [file.name for file in (await named(house, exam_item, row.name)).attachments] == ["2.png", "1.png"]
    assert await kept(house, row.id) == {"1.png", "2.png"}
    changed = await edit(house, exam_item, row, attachments=(one, three))
    assert [file.name for file in changed.attachments] == ["1.png", "3.png"]
    assert await kept(house, row.id) == {"1.png", "3.png"}
    assert await edit(house, exam_item, changed, fee=5)
    assert await kept(house, row.id) == {"1.png", "3.png"}
    await delete(house, exam_item, changed)
    assert await kept(house, row.id) == set()


async def test_who_may_see_the_row_may_open_its_files_and_nobody_else(house: House) -> None:
    file_id = await upload(house, "1.png")
    await item(house, attachments=(file_id,))
    assert (await house.dispatch.ask(DOCTOR, FindFile(file_id=file_id))).name == "1.png"
    for stranger in (OTHER, replace(person("doctor"), permissions=frozenset({READ.name}))):
        with pytest.raises(NotFound):
            await house.dispatch.ask(stranger, FindFile(file_id=file_id))


async def test_what_may_not_be_kept_is_refused_at_its_field_and_nothing_is_written(house: House) -> None:
    sheet, foreign = await upload(house, "1.xlsx", XLSX), await upload(house, "1.png", caller=OTHER)
    for file_id, refusal in ((sheet, WrongMedia), (foreign, UploadGone), ("nothing", UploadGone)):
        with pytest.raises(refusal) as refused:
            await item(house, attachments=(file_id,))
        assert refused.value.fields[0].field == "attachments"
    with pytest.raises(Wrong) as wrong:
        await item(house, attachments=tuple(f"f{n}" for n in range(7)))
    assert wrong.value.fields == (FieldError("attachments", "最多 6 个文件 (at most 6 files)"),)
    assert not (await page(house, exam_item, code="T-1")).rows


async def test_another_rows_file_is_not_taken_away(house: House) -> None:
    file_id = await upload(house, "1.png")
    first = await item(house, attachments=(file_id,))
    with pytest.raises(UploadGone):
        await item(house, "T-2", attachments=(file_id,))
    assert await kept(house, first.id) == {"1.png"}


async def test_the_instructions_are_kept_without_what_could_run(house: House) -> None:
    sent = '<h2>检查前</h2><p>禁食 <b>6</b> 小时<img src=x onerror="alert(1)"><script>alert(1)</script></p>'
    row = await item(house, instructions=sent)
    assert row.instructions == "<h2>检查前</h2><p>禁食 <b>6</b> 小时</p>"


async def test_files_stay_out_of_workbooks_and_of_what_comes_down_from_above(house: House) -> None:
    row = await item(house, attachments=(await upload(house, "1.png"),), instructions="<p>禁食</p>")
    lines = await exported(house, exam_item, ids=(row.id,))
    assert "附件" not in lines[0]
    assert "<p>禁食</p>" in lines[1]
    assert exam_item.plain == tuple(f for f in exam_item.fields if not isinstance(f, File))
    sync = shapes_of(exam_item).sync
    assert sync is not None
    for resource in (modality, resources.body_part, exam_item):
        kind = shapes_of(resource).sync
        assert kind is not None
        await house.dispatch(OTHER, kind())
    (below,) = (await page(house, exam_item, OTHER, code="T-1")).rows
    assert (below.attachments, below.instructions) == ((), "<p>禁食</p>")


def test_the_page_learns_what_may_be_uploaded() -> None:
    (field,) = [f for f in describe(exam_item, ADMIN).fields if f.kind == "file"]
    assert (field.purpose, field.most, field.most_bytes) == ("catalog.exam_item.attachments", 6, 10 * MEGABYTE)
    assert field.accept == ("application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp")
    assert not USE.personal
