"""Lists of base data: filters, order, pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domains.catalog.resources import body_part, exam_item, modality
from hub.house import House
from hub.resources import narrowing, reading
from hub.resources.errors import BadCursor
from tests.domains.catalog.desk import create, delete, edit, enable, named, names, page
from tests.kit.clock import StillClock


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("CT", {"头颅CT平扫", "胸部CT平扫", "上腹部CT增强"}),
        ("ct平", {"头颅CT平扫", "胸部CT平扫"}),
        ("膝", {"膝关节磁共振平扫"}),
        ("腰椎磁共振平扫", {"腰椎磁共振平扫"}),
        ("平扫CT", set()),
        ("%", set()),
        ("_", set()),
    ],
)
async def test_a_part_of_the_name_finds_it(house: House, typed: str, found: set[str]) -> None:
    assert set(await names(house, exam_item, name=typed)) == found


async def test_filters_narrow_down_together(house: House) -> None:
    way, part = await named(house, modality, "CT"), await named(house, body_part, "胸部")
    assert await names(house, exam_item, modality_id=way.id, body_part_id=part.id) == ["胸部CT平扫"]
    item = await named(house, exam_item, "胸部CT平扫")
    await enable(house, exam_item, item, enabled=False)
    assert await names(house, exam_item, body_part_id=part.id, enabled=False) == ["胸部CT平扫"]
    assert await names(house, exam_item, body_part_id=part.id, enabled=True) == ["胸部正侧位片"]


async def test_rows_carry_the_names_of_what_they_refer_to(house: House) -> None:
    row = await named(house, exam_item, "双侧乳腺钼靶摄影")
    assert (row.modality_name, row.body_part_name) == ("乳腺钼靶", "乳腺")
    assert (await named(house, body_part, "胸部")).modality_name == ""


async def test_the_newest_come_first_unless_asked_otherwise(house: House, clock: StillClock) -> None:
    for code in ("A1", "A2"):
        clock.forward(seconds=1)
        await create(house, body_part, code=code, name=code)
    assert (await names(house, body_part, sort="-created_at"))[:2] == ["A2", "A1"]
    clock.forward(seconds=1)
    await edit(house, body_part, await named(house, body_part, "A1"), name="A1x")
    assert (await names(house, body_part))[:2] == ["A1x", "A2"]
    assert (await names(house, body_part, sort="-created_at"))[:2] == ["A2", "A1x"]
    assert (await names(house, body_part, sort="created_at"))[-1] == "A2"
    fees = [row.fee for row in (await page(house, exam_item, sort="fee")).rows]
    assert fees == sorted(fees)


@pytest.mark.parametrize("sort", ["-fee", "fee", "-created_at", "modality_id"])
async def test_pages_show_every_row_once_in_order(house: House, sort: str) -> None:
    whole = [row.id for row in (await page(house, exam_item, sort=sort)).rows]
    seen, cursor = [], None
    while True:
        part = await page(house, exam_item, sort=sort, limit=3, cursor=cursor)
        seen += [row.id for row in part.rows]
        assert part.total == len(whole)
        cursor = part.next
        if cursor is None:
            break
    assert seen == whole
    assert len(whole) == 7


async def test_a_page_goes_on_where_it_was_whatever_was_added_or_deleted_before(house: House) -> None:
    first = await page(house, exam_item, limit=3)
    await delete(house, exam_item, first.rows[2])
    await create(house, exam_item, code="N", name="新", modality_id=first.rows[0].modality_id, fee=0)
    rest = await page(house, exam_item, limit=200, cursor=first.next)
    assert len(rest.rows) == 4
    assert not {r.id for r in first.rows} & {r.id for r in rest.rows}


@pytest.mark.parametrize("cursor", ["x", "", "ñ", "bnVsbA", "WyItZmVlIiwxLCJhIl0"])
async def test_a_cursor_of_another_list_is_refused(house: House, cursor: str) -> None:
    with pytest.raises(BadCursor):
        await page(house, exam_item, cursor=cursor)


async def test_the_count_ends_where_nobody_counts_any_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "COUNTED", 5)
    monkeypatch.setattr(narrowing, "COUNTED", 5)
    counted = await page(house, exam_item)
    assert (counted.total, counted.more) == (5, True)
    few = await page(house, exam_item, name="胸部")
    assert (few.total, few.more) == (2, False)


async def test_a_list_with_nothing_in_it_says_so(house: House) -> None:
    empty = await page(house, exam_item, name="没有这样的项目")
    assert (empty.rows, empty.next, empty.total, empty.more) == ((), None, 0, False)


async def test_deleted_rows_are_in_no_list(house: House, clock: StillClock) -> None:
    row = await create(house, modality, code="ECT", name="核素显像")
    clock.moment += timedelta(seconds=1)
    await delete(house, modality, row)
    assert "核素显像" not in await names(house, modality, limit=200)
