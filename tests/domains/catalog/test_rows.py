"""Adding, changing, deleting and switching rows of base data."""

from __future__ import annotations

from typing import Any

import pytest

from domains.catalog.resources import body_part, exam_item, modality
from hub.errors import Forbidden, NotFound
from hub.house import House
from hub.resources.errors import EditedMeanwhile, InUse, NotOffered, Taken, Wrong
from tests.domains.catalog.desk import ADMIN, DOCTOR, OTHER, create, delete, edit, enable, named, names, page
from tests.kit.clock import StillClock
from tests.kit.house import one, recorded


async def test_a_new_row_is_in_the_list_with_who_and_when(house: House, clock: StillClock) -> None:
    clock.forward(minutes=1)
    row = await create(house, body_part, code="JAW", name="  颌骨  ")
    assert (row.name, row.v, row.enabled) == ("颌骨", 1, True)
    assert (row.created_at, row.created_by) == (clock(), ADMIN.actor)
    assert (await names(house, body_part))[0] == "颌骨"
    facts = await recorded(house, "catalog.body_part_changed")
    assert facts[-1].envelope.aggregate == row.id


@pytest.mark.parametrize(
    ("values", "told", "field"),
    [
        ({"code": "X1", "name": " "}, "部位名称：必填", "name"),
        ({"code": "X1", "name": "名" * 51}, "部位名称：最多 50 个字符", "name"),
        ({"code": "编码", "name": "颌骨"}, "部位编码：只能包含字母、数字、点、横线和下划线", "code"),
    ],
)
async def test_the_message_names_the_failing_field(house: House, values: dict[str, Any], told: str, field: str) -> None:
    with pytest.raises(Wrong) as refused:
        await create(house, body_part, **values)
    assert refused.value.detail("zh") == f"请更正：{told}"
    assert [f.field for f in refused.value.fields] == [field]
    assert "颌骨" not in await names(house, body_part)


async def test_all_that_is_wrong_is_told_at_once_in_both_languages(house: House) -> None:
    way = await named(house, modality, "CT")
    with pytest.raises(Wrong) as refused:
        await create(house, exam_item, code="", name="", modality_id=way.id, fee=-1)
    told = "请更正：项目编码：必填；项目名称：必填；检查费：应在 0.00 到 100000000.00 元之间"
    assert refused.value.detail("zh") == told
    told = "Please correct: Item code: required; Item name: required; Exam fee: must be"
    assert refused.value.detail("en").startswith(told)
    assert len(refused.value.fields) == 3


async def test_two_rows_cannot_share_what_is_unique_until_one_is_deleted(house: House) -> None:
    row = await create(house, modality, code="ECT", name="核素显像")
    with pytest.raises(Taken) as refused:
        await create(house, modality, code="ECT", name="核素")
    assert refused.value.detail("zh") == "模态编码“ECT”已存在，请更换后重试。"
    assert refused.value.fields[0].field == "code"
    await delete(house, modality, row)
    assert (await create(house, modality, code="ECT", name="核素显像")).id != row.id


async def test_an_edit_over_somebody_elses_edit_is_refused_and_names_him(house: House) -> None:
    admin = await one(house, "select id from access_accounts where login = 'admin'")
    somebody = type(ADMIN)("demo", admin, ADMIN.permissions, ADMIN.reads)
    row = await named(house, body_part, "胸部")
    await edit(house, body_part, row, somebody, name="胸廓")
    with pytest.raises(EditedMeanwhile) as refused:
        await edit(house, body_part, row, name="胸腔")
    assert "系统管理员" in refused.value.detail("zh")
    assert (await named(house, body_part, "胸廓")).v == 2


async def test_what_others_use_is_not_deleted_but_can_be_disabled(house: House) -> None:
    way = await named(house, modality, "CT")
    with pytest.raises(InUse) as refused:
        await delete(house, modality, way)
    assert refused.value.detail("zh") == "“CT”正被 2 条算法使用，不能删除；可将其停用。"
    assert (await enable(house, modality, way, enabled=False)).count == 1
    assert (await enable(house, modality, way, enabled=False)).count == 0
    assert not (await named(house, modality, "CT")).enabled


async def test_nothing_can_refer_to_what_is_disabled_or_gone_but_old_rows_keep_it(house: House) -> None:
    item, way = await named(house, exam_item, "胸部CT平扫"), await named(house, modality, "CT")
    await enable(house, modality, way, enabled=False)
    with pytest.raises(NotOffered):
        await create(house, exam_item, code="CT-9", name="新项目", modality_id=way.id, fee=100)
    edited = await edit(house, exam_item, item, fee=27000)
    assert (edited.fee, edited.modality_id) == (27000, way.id)
    with pytest.raises(NotOffered):
        await edit(house, exam_item, edited, fee=1, body_part_id="nothing")


async def test_a_batch_is_deleted_as_a_whole_or_not_at_all(house: House) -> None:
    item, used = await create(house, modality, code="ECT", name="核素显像"), await named(house, modality, "CT")
    with pytest.raises(InUse):
        await delete(house, modality, item, used)
    assert "核素显像" in await names(house, modality)
    other = await create(house, modality, code="OPT", name="光学相干")
    assert (await delete(house, modality, item, other)).count == 2
    assert not {"核素显像", "光学相干"} & set(await names(house, modality))


async def test_rows_of_another_institution_are_not_there(house: House) -> None:
    row = await named(house, body_part, "胸部")
    assert await page(house, body_part, OTHER) == await page(house, body_part, OTHER, name="胸部")
    with pytest.raises(NotFound):
        await edit(house, body_part, row, OTHER, name="胸腔")
    with pytest.raises(NotFound):
        await delete(house, body_part, row, caller=OTHER)
    with pytest.raises(NotOffered):
        await create(house, body_part, OTHER, code="A", name="甲", modality_id=(await named(house, modality, "CT")).id)


async def test_readers_look_and_do_not_touch(house: House) -> None:
    assert (await page(house, exam_item, DOCTOR)).rows
    with pytest.raises(Forbidden, match="forbidden") as refused:
        await create(house, body_part, DOCTOR, code="A", name="甲")
    assert refused.value.params == {"permission": "catalog.body_part.create"}


async def test_every_change_is_in_the_audit(house: House) -> None:
    row = await create(house, modality, code="ECT", name="核素显像")
    await delete(house, modality, row)
    query = "select string_agg(command, ' ' order by id) from hub_audit where command like 'catalog/%' and actor = :who"
    assert await one(house, query, who=ADMIN.actor) == "catalog/create-modality catalog/delete-modalities"
