"""The register of algorithms (算法列表)."""

from __future__ import annotations

from typing import Any

import pytest

from domains.algorithms.errors import StillOpened
from domains.algorithms.resources import algorithm
from hub.house import House
from hub.resources.description import describe
from hub.resources.errors import Wrong
from tests.domains.algorithms.desk import PLATFORM, SHAPES, base, opened, registered, values


async def names(house: House, **asked: Any) -> list[str]:
    listed = await house.dispatch.ask(PLATFORM, SHAPES.list(sort="created_at", **asked))
    return [row.name for row in listed.rows]


async def test_it_is_searched_by_a_part_of_the_name_the_device_type_and_the_body_part(house: House) -> None:
    head, mr = await base(house, "catalog/body-part", "HEAD"), await base(house, "catalog/modality", "MR")
    await registered(house, name="肝脏CT分割")
    await registered(house, name="颅内出血提示", body_part_id=head)
    await registered(house, name="颅内血管MR", body_part_id=head, modality_id=mr)
    assert await names(house) == ["肝脏CT分割", "颅内出血提示", "颅内血管MR"]
    assert await names(house, name="颅内") == ["颅内出血提示", "颅内血管MR"]
    assert await names(house, body_part_id=head, modality_id=mr) == ["颅内血管MR"]


async def test_all_that_is_mandatory_has_to_be_filled_in_and_the_address_is_secure(house: House) -> None:
    empty = {"name": "", "vendor": " ", "description": "", "modality_id": "", "body_part_id": ""}
    with pytest.raises(Wrong) as refused:
        await registered(house, **empty, endpoint="http://algorithms.example.com")
    told = {error.field for error in refused.value.fields}
    assert told == {*empty, "endpoint"}
    row = await registered(house)
    with pytest.raises(Wrong):
        await house.dispatch(PLATFORM, SHAPES.edit(algorithm_id=row.id, v=1, **await values(house, description="")))


@pytest.mark.covers("AI-605")
async def test_deleting_asks_first_and_what_an_institution_has_stays(house: House) -> None:
    assert describe(algorithm, PLATFORM).ask.zh == "确定是否要删除？"
    kept, gone = [await registered(house, name=name) for name in ("肝脏", "脊柱")]
    await opened(house, kept.id, 30)
    with pytest.raises(StillOpened):
        await house.dispatch(PLATFORM, SHAPES.delete(algorithm_ids=(gone.id, kept.id)))
    await house.dispatch(PLATFORM, SHAPES.delete(algorithm_ids=(gone.id,)))
    assert await names(house) == ["肝脏"]
