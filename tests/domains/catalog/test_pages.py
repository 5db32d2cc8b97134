"""Each page of base data by the words of its row: filters, fields, order, adding, changing, deleting, switching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from domains.catalog import resources as pages
from domains.lists.queries import DescribePage
from hub.house import House
from hub.resources.description import Description
from hub.resources.errors import Wrong
from hub.resources.resource import Resource
from tests.domains.catalog.desk import ADMIN, create, delete, edit, enable, named, names, page
from tests.kit.clock import StillClock
from tests.kit.house import one, recorded

LIKE, PICK = "like", "is"


@dataclass(frozen=True)
class Told:
    """What a row says of a page: its filters by label and kind, in their order, and what it is sorted by."""

    resource: Resource
    filters: tuple[tuple[str, str], ...]
    sort: str = "-created_at"
    sorts: tuple[str, ...] = ()


def told(*rows: str, **words: Any) -> Any:
    return pytest.param(Told(**words), marks=pytest.mark.covers(*rows), id=words["resource"].name)


async def described(house: House, resource: Resource) -> Description:
    drawn = await house.dispatch.ask(ADMIN, DescribePage(path=resource.path))
    found: Description = drawn.description
    return found


@pytest.mark.parametrize(
    "row",
    [
        told(
            "ID-775",
            "SA-834",
            resource=pages.body_part,
            filters=(("部位编码", LIKE), ("部位名称", LIKE), ("模态", PICK)),
            sort="-updated_at",
            sorts=("创建时间", "更新时间"),
        ),
        told(
            "ID-776",
            "SA-835",
            resource=pages.modality,
            filters=(("模态编码", LIKE), ("模态名称", LIKE)),
            sort="-updated_at",
            sorts=("创建时间", "更新时间"),
        ),
        told(
            "ID-778",
            "SA-836",
            resource=pages.exam_item,
            filters=(("项目名称", LIKE), ("项目编码", LIKE), ("部位", PICK), ("模态", PICK), ("是否启用", PICK)),
            sort="-updated_at",
            sorts=("模态", "检查费", "创建时间", "更新时间"),
        ),
        told(
            "ID-780",
            "SA-837",
            resource=pages.charge_item,
            filters=(
                ("收费项目名称", LIKE),
                ("收费项目类型", PICK),
                ("模态", PICK),
                ("收费代码", LIKE),
                ("是否启用", PICK),
            ),
            sort="-updated_at",
            sorts=("模态", "价格", "创建时间", "更新时间"),
        ),
        told("SA-839", resource=pages.device, filters=(("所属类型", PICK), ("设备名称", LIKE)), sort="-updated_at"),
        told("SA-840", resource=pages.ordering_department, filters=(("科室名称", LIKE),)),
        told("SA-841", resource=pages.ordering_doctor, filters=(("所属科室", PICK), ("医生名称", LIKE))),
    ],
)
async def test_filters_and_order_are_those_of_the_row(house: House, row: Told) -> None:
    page_ = await described(house, row.resource)
    assert tuple((f.field.label.zh, f.kind) for f in page_.filters) == row.filters
    assert page_.sort == row.sort
    sortable = {f.label.zh for f in page_.fields if f.sortable}
    assert sortable >= set(row.sorts)
    for chosen in page_.filters:
        await _finds_itself(house, row.resource, chosen.field.name, chosen.kind)
    everything = await page(house, row.resource)
    assert everything.total == len(everything.rows) > 0
    nothing = await page(house, row.resource, name="没有这个")
    assert (nothing.rows, nothing.total) == ((), 0)


async def _finds_itself(house: House, resource: Resource, field: str, kind: str) -> None:
    """Asked for what its newest row has, the list shows that row and only rows that have it too."""
    first = next(r for r in (await page(house, resource)).rows if getattr(r, field) is not None)
    value = getattr(first, field)
    found = (await page(house, resource, **{field: value[:3] if kind == LIKE else value})).rows
    assert first.id in {r.id for r in found}
    assert all(value[:3] in getattr(r, field) if kind == LIKE else getattr(r, field) == value for r in found)


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


@pytest.mark.parametrize(
    "resource",
    [
        pytest.param(resource, marks=pytest.mark.covers(*rows), id=resource.name)
        for resource, rows in (
            (pages.hospital_type, ("ID-770",)),
            (pages.hospital_grade, ("ID-771",)),
            (pages.staff_type, ("ID-772",)),
            (pages.body_part, ("ID-773",)),
            (pages.modality, ("ID-777",)),
            (pages.exam_item, ("ID-779",)),
            (pages.charge_item, ("ID-781", "SA-863")),
            (pages.device, ("SA-839",)),
            (pages.ordering_department, ("SA-840",)),
            (pages.ordering_doctor, ("SA-841",)),
        )
    ],
)
async def test_saving_checks_what_is_mandatory_and_the_list_shows_the_new_row_first(
    house: House, clock: StillClock, resource: Resource
) -> None:
    values = await _new_values(house, resource)
    before = await names(house, resource, limit=200)
    with pytest.raises(Wrong) as refused:
        await create(house, resource, **{**values, "name": "  "})
    label = resource.field("name").zh
    assert refused.value.detail("zh") == f"请更正：{label}：必填"
    assert await names(house, resource, limit=200) == before
    clock.forward(seconds=1)
    await create(house, resource, **values)
    assert await names(house, resource, limit=200) == ["新的一条", *before]
    fact = (await recorded(house, f"catalog.{resource.snake}_changed"))[-1]
    assert msgspec.json.decode(fact.envelope.body)["operation"] == "created"
    shown = {f.label.zh: f.required for f in (await described(house, resource)).fields}
    assert shown[label] is True


@pytest.mark.parametrize(
    "resource",
    [
        pytest.param(pages.exam_item, marks=pytest.mark.covers("SA-860"), id="exam-item"),
        pytest.param(pages.charge_item, marks=pytest.mark.covers("SA-863"), id="charge-item"),
        pytest.param(pages.device, marks=pytest.mark.covers("SA-865"), id="device"),
        pytest.param(pages.ordering_department, marks=pytest.mark.covers("SA-840"), id="ordering-department"),
        pytest.param(pages.ordering_doctor, id="ordering-doctor"),
    ],
)
async def test_a_row_is_edited_switched_and_deleted_after_the_question(
    house: House, clock: StillClock, resource: Resource
) -> None:
    row = await create(house, resource, **await _new_values(house, resource))
    clock.forward(seconds=1)
    edited = await edit(house, resource, row, name="改过的一条")
    assert (edited.name, edited.v, edited.updated_at) == ("改过的一条", 2, clock())
    assert (await described(house, resource)).ask.zh == "您好，确定要删除吗？"
    await enable(house, resource, edited, enabled=False)
    assert (await named(house, resource, "改过的一条")).enabled is False
    await enable(house, resource, edited, enabled=True)
    assert (await named(house, resource, "改过的一条")).enabled is True
    await delete(house, resource, edited)
    assert "改过的一条" not in await names(house, resource, limit=200)


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
    for resource in pages.ALL:
        indexes = await one(house, query, t=resource.table.name)
        for sort in {*resource.sorts, resource.sort.lstrip("-")}:
            assert f"(tenant, {sort}, id)" in indexes, (resource.path, sort)
        for searched in (f.field for f in resource.filters if f.kind == LIKE):
            assert f"hub_grams({searched})" in indexes, (resource.path, searched)
