"""What the tests of algorithms do at the platform administrator's desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from domains.algorithms.commands import OpenAlgorithm, Opening
from domains.algorithms.queries import ListOpenedAlgorithms, OpenedAlgorithm
from domains.algorithms.resources import algorithm
from hub.caller import Caller
from hub.house import House
from hub.resources.known import resource_at
from hub.resources.shapes import shapes_of
from tests.kit.house import person

PLATFORM: Final = replace(person("admin"), reads=frozenset({"demo", "branch"}))
BRANCH: Final = person("admin", "branch")
TODAY: Final = date(2026, 3, 2)
"""The institution's day on the still clock."""
SHAPES: Final = shapes_of(algorithm)


async def base(house: House, path: str, code: str) -> str:
    """The id of a row of base data."""
    page = resource_at(path)
    assert page is not None
    listed = await house.dispatch.ask(PLATFORM, shapes_of(page).list(limit=200))
    return str(next(row.id for row in listed.rows if row.code == code))


async def values(house: House, **more: Any) -> dict[str, Any]:
    """A filled-in form of the register."""
    return {
        "name": "肝脏CT分割",
        "modality_id": await base(house, "catalog/modality", "CT"),
        "body_part_id": await base(house, "catalog/body-part", "ABDOMEN"),
        "vendor": "远山智能医疗",
        "description": "在上腹部CT增强图像中勾画肝脏。",
        "endpoint": "https://algorithms.example.com/v1",
        **more,
    }


async def registered(house: House, **more: Any) -> Any:
    """A new algorithm in the register."""
    return await house.dispatch(PLATFORM, SHAPES.create(**await values(house, **more)))


async def opened(house: House, algorithm_id: str, days: int | None, institution: str = "branch") -> Opening:
    """The algorithm opened for an institution until so many days from today (None: for good)."""
    ends = None if days is None else TODAY + timedelta(days=days)
    command = OpenAlgorithm(institution_id=institution, algorithm_id=algorithm_id, starts=TODAY, ends=ends)
    found: Opening = await house.dispatch(PLATFORM, command)
    return found


async def shown(house: House, caller: Caller, institution: str = "") -> dict[str, OpenedAlgorithm]:
    """What the view shows, by the names of the algorithms."""
    listed = await house.dispatch.ask(caller, ListOpenedAlgorithms(institution_id=institution))
    return {one.name: one for one in listed}
