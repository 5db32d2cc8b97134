"""Synchronising base data with the management end (数据同步)."""

from __future__ import annotations

from typing import Any

import pytest

from domains.catalog import standard
from domains.catalog.resources import body_part, charge_item, exam_item, modality
from hub.caller import Caller
from hub.commands import Tx
from hub.house import House
from hub.resources.errors import SyncFailed
from hub.resources.resource import Resource
from hub.resources.shapes import Synced, shapes_of
from hub.resources.source import Source
from hub.resources.syncing import syncing
from tests.domains.catalog.desk import ADMIN, OTHER, create, delete, edit, enable, named, names, page
from tests.kit.house import recorded

ALL = (modality, body_part, exam_item, charge_item)


async def sync(house: House, resource: Resource, caller: Caller = ADMIN) -> Synced:
    kind = shapes_of(resource).sync
    assert kind is not None
    done: Synced = await house.dispatch(caller, kind())
    return done


@pytest.mark.covers("ID-774", "SA-857", "SA-858", "SA-859", "SA-861")
@pytest.mark.parametrize("resource", ALL, ids=lambda r: r.name)
async def test_a_hospital_with_nothing_gets_all_of_it_once(house: House, resource: Resource) -> None:
    for other in ALL:
        first = await sync(house, other, OTHER)
        assert first.added > 0
        assert (first.updated, first.kept) == (0, 0)
    again = await sync(house, resource, OTHER)
    assert (again.added, again.updated) == (0, 0)
    assert again.kept == len(await names(house, resource, limit=200))


@pytest.mark.covers("ID-774")
async def test_it_merges_what_is_there_with_what_comes(house: House) -> None:
    mine = await create(house, body_part, code="JAW", name="颌骨")
    edited = await edit(house, body_part, await named(house, body_part, "胸部"), name="胸廓")
    gone = await named(house, body_part, "踝关节")
    await delete(house, body_part, gone)
    done = await sync(house, body_part)
    assert (done.added, done.updated) == (1, 0)
    now = set(await names(house, body_part, limit=200))
    assert {"颌骨", "胸廓", "踝关节"} <= now
    assert "胸部" not in now
    assert (await named(house, body_part, "颌骨")).v == mine.v
    assert (await named(house, body_part, "胸廓")).v == edited.v


async def test_what_nobody_touched_follows_the_source_even_when_it_was_switched_off(house: House) -> None:
    knee = await named(house, body_part, "膝关节")
    await enable(house, body_part, knee, enabled=False)
    done = await _merge(house, [{"code": "KNEE", "name": "膝部"}])
    assert (done.added, done.updated, done.kept) == (0, 1, 0)
    now = await named(house, body_part, "膝部")
    assert (now.id, now.enabled) == (knee.id, False)
    assert (await recorded(house, "catalog.body_part_changed"))[-1].envelope.body


async def test_references_come_by_code(house: House) -> None:
    for resource in (modality, body_part, exam_item):
        await sync(house, resource, OTHER)
    row = (await house.dispatch.ask(OTHER, shapes_of(exam_item).list(code="MG-001"))).rows[0]
    assert (row.modality_name, row.body_part_name) == ("乳腺钼靶", "乳腺")


@pytest.mark.covers("SA-857", "SA-858", "SA-859", "SA-861")
@pytest.mark.parametrize("resource", ALL, ids=lambda r: r.name)
async def test_a_source_that_fails_is_told_and_nothing_is_changed(house: House, resource: Resource) -> None:
    async def broken(db: Any, tenant: str) -> Any:
        del db
        raise ConnectionError(tenant)

    before = await names(house, resource, limit=200)
    with pytest.raises(SyncFailed) as refused:
        await _run(house, resource, Source(broken))
    assert refused.value.detail("zh") == "同步失败，请联系管理员"
    assert await names(house, resource, limit=200) == before


async def test_a_source_with_one_bad_row_fails_as_a_whole(house: House) -> None:
    with pytest.raises(SyncFailed):
        await _merge(house, [{"code": "NEW", "name": "新部位"}, {"code": "X", "name": ""}])
    assert "新部位" not in await names(house, body_part, limit=200)


async def _merge(house: House, rows: list[dict[str, Any]]) -> Synced:
    async def give(db: Any, tenant: str) -> Any:
        del db, tenant
        return rows

    return await _run(house, body_part, Source(give))


async def _run(house: House, resource: Resource, source: Source) -> Synced:
    handler = syncing(resource, source)
    async with house.engine.begin() as db:
        done: Synced = await handler.run(handler.asks(), Tx(ADMIN, db, house.clock()))
        return done


def test_the_standard_has_no_code_twice_and_refers_to_what_it_has() -> None:
    for rows in (standard.MODALITIES, standard.BODY_PARTS, standard.EXAM_ITEMS, standard.CHARGE_ITEMS):
        codes = [row[0] for row in rows]
        assert len(codes) == len(set(codes))
    ways, parts = {m[0] for m in standard.MODALITIES}, {p[0] for p in standard.BODY_PARTS}
    assert {item[2] for item in standard.EXAM_ITEMS} <= ways
    assert {item[3] for item in standard.EXAM_ITEMS} <= parts
    assert {item[3] for item in standard.CHARGE_ITEMS} <= ways


@pytest.mark.covers("SA-834")
async def test_the_superior_institution_is_the_source_where_there_is_one(house: House) -> None:
    await create(house, modality, code="ZX", name="上级模态")
    ours = await named(house, modality, "超声")
    await edit(house, modality, ours, name="彩超")
    await enable(house, modality, await named(house, modality, "内镜"), enabled=False)
    await create(
        house, body_part, code="ZP", name="上级部位", modality_id=(await named(house, modality, "上级模态")).id
    )
    for resource in (modality, body_part):
        await sync(house, resource, OTHER)
    theirs = {row.name for row in (await page(house, modality, OTHER, limit=200)).rows}
    assert {"上级模态", "彩超"} <= theirs
    assert not theirs & {"超声", "内镜"}
    (part,) = [row for row in (await page(house, body_part, OTHER, limit=200)).rows if row.code == "ZP"]
    assert part.modality_name == "上级模态"
