"""Each page of base data by the words of its row: filters, order, adding, changing, deleting, switching, merging."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domains.catalog import resources as pages
from domains.lists.queries import DescribePage
from hub.house import House
from hub.menus import Menu
from hub.module import discover
from hub.resources.description import Description
from hub.resources.errors import Wrong
from hub.resources.resource import Resource
from hub.resources.shapes import Synced, shapes_of
from tests.domains.catalog.desk import ADMIN, OTHER, create, delete, edit, enable, named, names, page
from tests.kit.clock import StillClock
from tests.kit.house import one, recorded

LIKE, PICK = "like", "is"


async def described(house: House, resource: Resource) -> Description:
    drawn = await house.dispatch.ask(ADMIN, DescribePage(path=resource.path))
    found: Description = drawn.description
    return found


async def searches(house: House, resource: Resource, *filters: tuple[str, str]) -> None:
    """The page has just these filters, in this order; each finds by it, and left alone stands for all."""
    page_ = await described(house, resource)
    assert tuple((f.field.label.zh, f.kind) for f in page_.filters) == filters
    for chosen in page_.filters:
        await _finds_itself(house, resource, chosen.field.name, chosen.kind)
    everything = await page(house, resource)
    assert everything.total == len(everything.rows) > 0
    nothing = await page(house, resource, name="没有这个")
    assert (nothing.rows, nothing.total) == ((), 0)


async def _finds_itself(house: House, resource: Resource, field: str, kind: str) -> None:
    """Asked for what its newest row has, the list shows that row and only rows that have it too."""
    first = next(r for r in (await page(house, resource)).rows if getattr(r, field) is not None)
    value = getattr(first, field)
    found = (await page(house, resource, **{field: value[:3] if kind == LIKE else value})).rows
    assert first.id in {r.id for r in found}
    assert all(value[:3] in getattr(r, field) if kind == LIKE else getattr(r, field) == value for r in found)


async def sorts(house: House, clock: StillClock, resource: Resource, *by: str) -> None:
    """What was changed last comes first; by each of these columns the page sorts, both ways."""
    last = (await page(house, resource)).rows[-1]
    clock.forward(seconds=1)
    await edit(house, resource, last, name="刚刚改过")
    assert (await names(house, resource))[0] == "刚刚改过"
    fields = {f.label.zh: f.name for f in (await described(house, resource)).fields if f.sortable}
    assert set(by) <= set(fields)
    for label in by:
        name = fields[label]
        values = [getattr(r, name) for r in (await page(house, resource, sort=name, limit=200)).rows]
        assert values == sorted(values)
        back = [getattr(r, name) for r in (await page(house, resource, sort=f"-{name}", limit=200)).rows]
        assert back == values[::-1]


async def _new_values(house: House, resource: Resource) -> dict[str, Any]:
    """What a person would fill in."""
    ways = await named(house, pages.modality, "超声")
    departments = (await page(house, pages.ordering_department)).rows
    known = {
        "code": "NEW-1",
        "name": "新的一条",
        "modality_id": ways.id,
        "department_id": departments[0].id,
        "fee": 12345,
        "price": 12345,
        "type": "exam",
        "ip": "10.8.2.1",
    }
    return {f.name: known[f.name] for f in resource.fields if f.name in known}


async def adds(house: House, clock: StillClock, resource: Resource) -> None:
    """Mandatory fields are marked and checked, each by its name; what was saved stands first in the list at once."""
    values = await _new_values(house, resource)
    before = await names(house, resource, limit=200)
    label = resource.field("name").zh
    marked = {f.label.zh for f in (await described(house, resource)).fields if f.required}
    assert {resource.field(name).zh for name in values if resource.field(name).required} <= marked
    assert label in marked
    with pytest.raises(Wrong) as refused:
        await create(house, resource, **{**values, "name": "  "})
    assert refused.value.detail("zh") == f"请更正：{label}：必填"
    assert await names(house, resource, limit=200) == before
    clock.forward(seconds=1)
    await create(house, resource, **values)
    assert await names(house, resource, limit=200) == ["新的一条", *before]
    fact = (await recorded(house, f"catalog.{resource.snake}_changed"))[-1]
    assert msgspec.json.decode(fact.envelope.body)["operation"] == "created"


async def merges(house: House, *resources: Resource) -> None:
    """Synchronising the last of these (after what it refers to) keeps what is there and adds what is missing."""
    last = resources[-1]
    for resource in resources:
        kind = shapes_of(resource).sync
        assert kind is not None
        done: Synced = await house.dispatch(OTHER, kind())
        assert (done.added > 0, done.updated) == (True, 0)
    mine = (await page(house, last, OTHER)).rows[0]
    edited = await edit(house, last, mine, OTHER, name="本院自己的名称")
    await delete(house, last, (await page(house, last, OTHER)).rows[-1], caller=OTHER)
    kind = shapes_of(last).sync
    assert kind is not None
    again: Synced = await house.dispatch(OTHER, kind())
    assert (again.added, again.updated) == (1, 0)
    assert next(r for r in (await page(house, last, OTHER, limit=200)).rows if r.id == mine.id) == edited


async def changes(house: House, clock: StillClock, resource: Resource) -> None:
    """A row is edited, switched off and on, and deleted after the seeds' question."""
    row = await create(house, resource, **await _new_values(house, resource))
    clock.forward(seconds=1)
    edited = await edit(house, resource, row, name="改过的一条")
    assert (edited.name, edited.v, edited.updated_at) == ("改过的一条", 2, clock())
    assert (await described(house, resource)).ask.zh == "您好，确定要删除吗？"
    for enabled in (False, True):
        await enable(house, resource, edited, enabled=enabled)
        assert (await named(house, resource, "改过的一条")).enabled is enabled
    await delete(house, resource, edited)
    assert "改过的一条" not in await names(house, resource, limit=200)


@pytest.mark.covers("ID-770")
async def test_hospital_types_are_added_newest_first(house: House, clock: StillClock) -> None:
    await adds(house, clock, pages.hospital_type)


@pytest.mark.covers("ID-771")
async def test_hospital_grades_are_added(house: House, clock: StillClock) -> None:
    await adds(house, clock, pages.hospital_grade)


@pytest.mark.covers("ID-772")
async def test_staff_types_are_added(house: House, clock: StillClock) -> None:
    await adds(house, clock, pages.staff_type)


@pytest.mark.covers("ID-773")
async def test_body_parts_are_added(house: House, clock: StillClock) -> None:
    await adds(house, clock, pages.body_part)


@pytest.mark.covers("ID-775", "SA-834")
async def test_body_parts_are_found_and_sorted(house: House, clock: StillClock) -> None:
    await searches(house, pages.body_part, ("部位编码", LIKE), ("部位名称", LIKE), ("模态", PICK))
    await sorts(house, clock, pages.body_part, "创建时间", "更新时间")


@pytest.mark.covers("ID-776", "SA-835")
async def test_modalities_are_found_and_sorted(house: House, clock: StillClock) -> None:
    await searches(house, pages.modality, ("模态编码", LIKE), ("模态名称", LIKE))
    await sorts(house, clock, pages.modality, "创建时间", "更新时间")


@pytest.mark.covers("ID-777")
async def test_modalities_are_added_and_merged(house: House, clock: StillClock) -> None:
    await adds(house, clock, pages.modality)
    await merges(house, pages.modality)


@pytest.mark.covers("ID-778", "SA-836")
async def test_exam_items_are_found_and_sorted(house: House, clock: StillClock) -> None:
    filters = (("项目名称", LIKE), ("项目编码", LIKE), ("部位", PICK), ("模态", PICK), ("是否启用", PICK))
    await searches(house, pages.exam_item, *filters)
    await sorts(house, clock, pages.exam_item, "模态", "检查费", "创建时间", "更新时间")


@pytest.mark.covers("ID-779")
async def test_exam_items_are_added_and_merged(house: House, clock: StillClock) -> None:
    await adds(house, clock, pages.exam_item)
    await merges(house, pages.modality, pages.body_part, pages.exam_item)


@pytest.mark.covers("ID-780", "SA-837")
async def test_charge_items_are_found_and_sorted(house: House, clock: StillClock) -> None:
    told = (("收费项目名称", LIKE), ("收费项目类型", PICK), ("模态", PICK), ("收费代码", LIKE), ("是否启用", PICK))
    await searches(house, pages.charge_item, *told)
    await sorts(house, clock, pages.charge_item, "模态", "价格", "更新时间")


@pytest.mark.covers("ID-781")
async def test_charge_items_are_added_and_merged(house: House, clock: StillClock) -> None:
    await adds(house, clock, pages.charge_item)
    await merges(house, pages.modality, pages.charge_item)


@pytest.mark.covers("SA-839")
async def test_devices_are_found_and_added(house: House, clock: StillClock) -> None:
    await searches(house, pages.device, ("所属类型", PICK), ("设备名称", LIKE))
    await adds(house, clock, pages.device)


@pytest.mark.covers("SA-840")
async def test_ordering_departments_are_found_added_edited_and_deleted(house: House, clock: StillClock) -> None:
    await searches(house, pages.ordering_department, ("科室名称", LIKE))
    await changes(house, clock, pages.ordering_department)
    await adds(house, clock, pages.ordering_department)


@pytest.mark.covers("SA-841")
async def test_ordering_doctors_are_found_and_added(house: House, clock: StillClock) -> None:
    await searches(house, pages.ordering_doctor, ("所属科室", PICK), ("医生名称", LIKE))
    await adds(house, clock, pages.ordering_doctor)


@pytest.mark.covers("SA-860")
async def test_exam_items_are_edited_switched_and_deleted(house: House, clock: StillClock) -> None:
    await changes(house, clock, pages.exam_item)


@pytest.mark.covers("SA-863")
async def test_charge_items_are_added_edited_switched_and_deleted(house: House, clock: StillClock) -> None:
    await changes(house, clock, pages.charge_item)
    await adds(house, clock, pages.charge_item)


@pytest.mark.covers("SA-865")
async def test_devices_are_edited_and_deleted(house: House, clock: StillClock) -> None:
    await changes(house, clock, pages.device)


async def test_no_two_doctors_of_a_department_share_a_name_but_of_two_departments_they_may(house: House) -> None:
    first, second = (await page(house, pages.ordering_department, limit=2)).rows
    for department in (first, second):
        await create(house, pages.ordering_doctor, name="同名医生", department_id=department.id)
    assert (await names(house, pages.ordering_doctor, name="同名")) == ["同名医生", "同名医生"]


@pytest.mark.parametrize("ip", ["10.8.2.256", "10.8.2", "设备", "10.8.2.1.", "1.2.3.4.5", ""])
@pytest.mark.covers("SA-839")
async def test_a_device_has_an_address_that_can_be_one(house: House, ip: str) -> None:
    values = await _new_values(house, pages.device)
    with pytest.raises(Wrong) as refused:
        await create(house, pages.device, **{**values, "ip": ip})
    assert refused.value.fields[0].field == "ip"


async def test_every_sort_and_every_search_has_its_index(house: House) -> None:
    query = "select string_agg(indexdef, ';') from pg_indexes where tablename = :t"
    for resource in discover().of(Resource):
        indexes = await one(house, query, t=resource.table.name)
        for sort in {*resource.sorts, resource.sort.lstrip("-")} if resource.changes else ():
            assert f"(tenant, {sort}, id)" in indexes, (resource.path, sort)
        for searched in (f.field for f in resource.filters if f.kind == LIKE):
            assert f"hub_grams({searched})" in indexes, (resource.path, searched)


def test_every_page_has_a_menu_of_its_own_with_a_button_for_each_right() -> None:
    menus = {menu.id: menu for menu in discover().of(Menu)}
    for resource in pages.ALL:
        menu = menus[f"list.catalog.{resource.snake}"]
        assert (menu.zh, menu.page, menu.parent) == (resource.zh, f"base/{resource.path}", "base-data")
        buttons = {m.permission for m in menus.values() if m.parent == menu.id}
        assert buttons == {r.name for verb, r in resource.rights.items() if verb != "view"}
