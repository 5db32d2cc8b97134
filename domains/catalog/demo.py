"""The demo hospital's base data: the standard, and a few things of its own. All people are invented."""

from __future__ import annotations

from typing import Any, Final

from domains.catalog import resources as pages
from hub.caller import Caller
from hub.commands import Command
from hub.demo import DemoSeed, founder
from hub.house import House
from hub.resources.resource import Resource
from hub.resources.shapes import shapes_of

SYNCED: Final = (pages.modality, pages.body_part, pages.exam_item, pages.charge_item)

NAMED: Final = (
    (pages.hospital_type, ("综合医院", "专科医院", "体检中心", "独立影像中心")),
    (pages.hospital_grade, ("三级甲等", "三级乙等", "二级甲等", "未定级")),
    (pages.staff_type, ("医师", "技师", "护士", "登记员", "工程师")),
)

DEPARTMENTS: Final = {"呼吸内科": ("陈志远", "林婉清"), "骨科": ("高文博",), "急诊科": ("孟晓峰",)}

DEVICES: Final = (("CT1 西门子双源", "CT", "10.8.1.11"), ("MR1 三点零", "MR", "10.8.1.21"), ("DR1", "DX", "10.8.1.31"))


async def _seed(house: House, _: str) -> None:
    caller = founder(house, "demo")
    for page in SYNCED:
        await house.dispatch(caller, _sync(page))
    if (await house.dispatch.ask(caller, shapes_of(pages.device).list(limit=1))).rows:
        return
    await _fill(house, caller)
    export = shapes_of(pages.exam_item).export
    if export is not None:
        await house.dispatch(caller, export())


async def _fill(house: House, caller: Caller) -> None:
    for page, names in NAMED:
        for name in names:
            await _add(house, caller, page, name=name)
    for department, doctors in DEPARTMENTS.items():
        department_id = await _add(house, caller, pages.ordering_department, name=department)
        for doctor in doctors:
            await _add(house, caller, pages.ordering_doctor, name=doctor, department_id=department_id)
    listed = await house.dispatch.ask(caller, shapes_of(pages.modality).list(limit=200))
    ways = {row.code: row.id for row in listed.rows}
    for name, way, ip in DEVICES:
        await _add(house, caller, pages.device, name=name, modality_id=ways[way], ip=ip)


def _sync(page: Resource) -> Command:
    kind = shapes_of(page).sync
    if kind is None:
        raise ValueError(f"{page.path} has no source")
    return kind()


async def _add(house: House, caller: Caller, page: Resource, **values: Any) -> str:
    row = await house.dispatch(caller, shapes_of(page).create(**values))
    return str(row.id)


seed = DemoSeed(5, _seed)
