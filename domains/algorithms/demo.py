"""The demo platform's register, and what the second institution may use. All vendors are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domains.access.public import institution
from domains.algorithms.commands import OpenAlgorithm
from domains.algorithms.resources import algorithm
from hub.clock import day_of
from hub.demo import DemoSeed, founder
from hub.house import House
from hub.resources.known import resource_at
from hub.resources.shapes import shapes_of

# name, modality, body part, vendor, what it does, how many days the second institution has it (None: it has not)
REGISTER: Final = (
    ("肺结节CT辅助检测", "CT", "CHEST", "晨光影像科技", "在胸部CT薄层图像中标出疑似肺结节并测量大小。", 364),
    ("颅内出血CT提示", "CT", "HEAD", "晨光影像科技", "提示头颅CT平扫中疑似出血的区域。", 44),
    ("膝关节MR半月板分析", "MR", "KNEE", "远山智能医疗", "对膝关节磁共振图像中的半月板损伤分级。", None),
)


async def _seed(house: House, _: str) -> None:
    caller, shapes = founder(house, "demo"), shapes_of(algorithm)
    if (await house.dispatch.ask(caller, shapes.list(limit=1))).rows:
        return
    ways, parts = [await _ids(house, path) for path in ("catalog/modality", "catalog/body-part")]
    async with house.dispatch.reads.connect() as db:
        zone = (await institution(db, "branch")).time_zone
    today = day_of(house.clock(), zone)
    granting = replace(caller, reads=caller.reads | {"branch"})
    for name, way, part, vendor, description, days in REGISTER:
        values = {"name": name, "modality_id": ways[way], "body_part_id": parts[part], "vendor": vendor}
        endpoint = "https://algorithms.example.com/v1"
        row = await house.dispatch(caller, shapes.create(**values, description=description, endpoint=endpoint))
        if days is not None:
            ends = today + timedelta(days=days)
            opening = OpenAlgorithm(institution_id="branch", algorithm_id=row.id, starts=today, ends=ends)
            await house.dispatch(granting, opening)


async def _ids(house: House, path: str) -> dict[str, str]:
    """Ids of base data by their codes."""
    page = resource_at(path)
    if page is None:
        raise LookupError(path)
    listed = await house.dispatch.ask(founder(house, "demo"), shapes_of(page).list(limit=200))
    return {row.code: row.id for row in listed.rows}


seed: Final = DemoSeed(30, _seed)
