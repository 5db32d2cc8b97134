"""Exam rooms as a list page: found, kept, synchronised, switched off, and not deleted while something names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa

from domains.catalog.resources import modality
from domains.lists.queries import DescribePage
from domains.queue.channel import room_screen, screen_place
from domains.queue.commands.rooms import OpenRoom, RoomName
from domains.queue.commands.steps import ChangeRoom
from domains.queue.errors import RoomClosed, RoomShown, RoomUnfit
from domains.queue.public import rooms
from domains.queue.queries import ListRooms
from domains.queue.resources import exam_room
from hub.errors import HubError
from hub.house import House
from hub.resources.errors import InUse, NotOffered, SyncFailed, Taken, Wrong
from hub.resources.known import resource_at
from hub.resources.shapes import Synced, shapes_of
from tests.domains.catalog.desk import ADMIN, OTHER, create, delete, edit, enable, named, names, page
from tests.domains.queue.desk import HEAD, TECHNICIAN, admit, deltas, newest, ticket_of
from tests.kit.clock import StillClock
from tests.kit.house import one


async def way(house: House, name: str = "CT") -> str:
    """A modality's id."""
    return str((await named(house, modality, name)).id)


async def synced(house: House) -> Synced:
    """What a synchronisation did in the branch."""
    kind = shapes_of(exam_room).sync
    assert kind is not None
    done: Synced = await house.dispatch(OTHER, kind())
    return done


async def known(house: House, tenant: str = "demo") -> Mapping[str, Any]:
    """The rooms by name, as other domains get them."""
    async with house.engine.connect() as db:
        return {room.name: room for room in (await rooms(db, tenant)).values()}


@pytest.mark.covers("SA-838")
async def test_rooms_are_found_by_name_and_modality_the_last_changed_first(house: House, clock: StillClock) -> None:
    shown = (await house.dispatch.ask(ADMIN, DescribePage(path=exam_room.path))).description
    assert [(f.field.label.zh, f.kind) for f in shown.filters] == [("检查室名称", "like"), ("模态", "is")]
    assert {f.label.zh for f in shown.fields if f.sortable} == {"创建时间", "更新时间"}
    assert set(await names(house, exam_room, name="ct")) == {"CT1 室", "CT2 室"}
    assert await names(house, exam_room, modality_id=await way(house, "磁共振")) == ["MR1 室"]
    clock.forward(seconds=1)
    await edit(house, exam_room, await named(house, exam_room, "DR1 室"), note="一层")
    assert (await names(house, exam_room))[0] == "DR1 室"
    clock.forward(seconds=1)
    await create(house, exam_room, name="新检查室", modality_id=await way(house), campus="本部")
    assert (await names(house, exam_room, sort="created_at"))[-1] == "新检查室"
    assert (await names(house, exam_room, sort="-updated_at"))[:2] == ["新检查室", "DR1 室"]
    empty = await page(house, exam_room, name="没有")
    assert (empty.rows, empty.total) == ((), 0)


@pytest.mark.covers("SA-864")
async def test_rooms_come_down_from_the_superior_institution(house: House) -> None:
    with pytest.raises(SyncFailed) as refused:
        await synced(house)  # the branch has no modalities yet
    assert refused.value.detail("zh") == "同步失败，请联系管理员"
    assert await names(house, exam_room) == [*await names(house, exam_room, name="室")]
    ways = shapes_of(modality).sync
    assert ways is not None
    await house.dispatch(OTHER, ways())
    done = await synced(house)
    assert (done.added, done.updated) == (4, 0)  # the branch has a CT1 of its own
    there = await known(house, "branch")
    assert {name: room.exam_types for name, room in there.items()} == {
        "CT1 室": ("CT",),
        "CT2 室": ("CT",),
        "MR1 室": ("MR",),
        "DR1 室": ("DR",),
        "DR2 室": ("DR",),
    }
    assert (await synced(house)).kept == 5


async def test_a_room_is_checked_and_does_what_its_modality_says(house: House) -> None:
    with pytest.raises(Wrong) as refused:
        await create(house, exam_room, name=" ", modality_id=await way(house), campus="")
    assert refused.value.detail("zh") == "请更正：检查室名称：必填；院区：必填"
    with pytest.raises(Taken):
        await create(house, exam_room, name="CT1 室", modality_id=await way(house), campus="东院")
    made = await create(house, exam_room, name="DR3 室", modality_id=await way(house, "数字X线摄影"), campus="东院")
    assert (await known(house))["DR3 室"].exam_types == ("DR",)
    with pytest.raises(RoomUnfit):
        await admit(house, room_id=made.id)
    assert (await admit(house, room_id=made.id, exam_type="DR")).number.startswith("DR")
    await edit(house, exam_room, made, modality_id=await way(house))
    await admit(house, room_id=made.id)


async def test_a_room_that_is_switched_off_takes_nobody_more(house: House) -> None:
    ticket = await ticket_of(house, "李晓红")
    await enable(house, exam_room, await named(house, exam_room, "CT2 室"), enabled=False)
    for refusing in (
        admit(house, room_id="ct2"),
        house.dispatch(TECHNICIAN, ChangeRoom(ticket_id=ticket, room_id="ct2")),
    ):
        with pytest.raises(RoomClosed) as refused:
            await refusing
        assert refused.value.detail("zh") == "CT2 室 已停用，请选择其他检查室。"
    listed = await house.dispatch.ask(HEAD, ListRooms())
    assert {room.id: room.enabled for room in listed.rooms} == {
        **dict.fromkeys(("ct1", "mr1", "dr1", "dr2"), True),
        "ct2": False,
    }
    # Who stands in its line is sent elsewhere.
    there = await ticket_of(house, "吴桂芳")
    assert (await house.dispatch(TECHNICIAN, ChangeRoom(ticket_id=there, room_id="ct1"))).state == "waiting"


@pytest.mark.parametrize(
    ("name", "refusal", "told"),
    [
        ("CT1 室", InUse, "“CT1 室”正被 7 条检查室排班使用，不能删除；可将其停用。"),
        ("空房间", RoomShown, "空房间 正在叫号屏“CT 候诊大厅”上显示"),
        ("有人", InUse, "“有人”正被 1 条排队记录使用，不能删除；可将其停用。"),
    ],
)
async def test_a_room_that_something_names_is_not_deleted(
    house: House, name: str, refusal: type[HubError], told: str
) -> None:
    empty = await create(house, exam_room, name="空房间", modality_id=await way(house), campus="本部")
    busy = await create(house, exam_room, name="有人", modality_id=await way(house), campus="本部")
    await admit(house, room_id=busy.id)
    async with house.engine.begin() as db:
        shown = "update queue_screens set room_ids = array_append(room_ids, :r) where code = 'ct'"
        await db.execute(sa.text(shown), {"r": empty.id})
    with pytest.raises(refusal) as refused:
        await delete(house, exam_room, await named(house, exam_room, name))
    assert refused.value.detail("zh").startswith(told)


async def test_a_room_that_nothing_names_is_deleted_and_gone(house: House) -> None:
    made = await create(house, exam_room, name="多余", modality_id=await way(house), campus="本部")
    assert "多余" in await known(house)
    await delete(house, exam_room, made)
    assert "多余" not in await known(house)
    with pytest.raises(HubError):
        await admit(house, room_id=made.id)


async def test_screens_show_a_rooms_new_name_at_once(house: House) -> None:
    before = await newest(house)
    room = await named(house, exam_room, "CT1 室")

    async def version() -> int:
        async with house.engine.connect() as db:
            (row,) = await screen_place.rows(db, screen_place.place("demo", {"code": "ct1"}), house.clock(), None)
            return row.version

    old = await version()
    await edit(house, exam_room, room, name="CT 一号室")
    assert await version() > old
    assert [delta["op"] for delta in await deltas(house, room_screen, before)] == ["reset"]
    place = screen_place.place("demo", {"code": "ct1"})
    async with house.engine.connect() as db:
        (row,) = await screen_place.rows(db, place, house.clock(), None)
    assert row.row.rooms[0].name == "CT 一号室"


async def test_the_first_room_of_an_institution_sees_to_it_that_its_day_turns(house: House) -> None:
    async with house.engine.begin() as db:
        await db.execute(sa.text("delete from hub_timers where name = 'queue.midnight' and tenant = 'demo'"))
    await create(house, exam_room, name="新检查室", modality_id=await way(house), campus="本部")
    armed = "select count(*) from hub_timers where name = 'queue.midnight' and tenant = 'demo'"
    assert await one(house, armed) == 1


async def test_a_room_of_an_older_installation_keeps_what_it_was_opened_for(house: House) -> None:
    async with house.engine.begin() as db:
        old = "update queue_rooms set modality_id = null, exam_types = '{CT,MR}' where id = 'ct1' and tenant = 'demo'"
        await db.execute(sa.text(old))
    assert (await known(house))["CT1 室"].exam_types == ("CT", "MR")
    row = await named(house, exam_room, "CT1 室")
    assert (row.modality_id, row.modality_name) == (None, "")
    await edit(house, exam_room, row, modality_id=await way(house))
    assert (await known(house))["CT1 室"].exam_types == ("CT",)


async def test_opening_a_room_that_is_there_leaves_it_as_it_is(house: House) -> None:
    def opening(room_id: str, name: str) -> OpenRoom:
        return OpenRoom(id=room_id, name=name, campus="别处", exam_types=("MR",))

    for room_id, name in (("ct1", "另一个名字"), ("new", "CT1 室")):
        assert await house.dispatch(ADMIN, opening(room_id, name)) == RoomName("ct1", "CT1 室")
    assert (await known(house))["CT1 室"].campus == "本部影像中心"
    await house.dispatch(ADMIN, opening("new", "新房间"))
    assert await one(house, "select modality_id is not null from queue_rooms where id = 'new'") is True
    await delete(house, exam_room, await named(house, exam_room, "新房间"))
    with pytest.raises(Taken):
        await house.dispatch(ADMIN, opening("new", "新房间"))


async def test_the_schedule_calls_rooms_by_their_names(house: House) -> None:
    schedule = resource_at("registration/room-schedule")
    assert schedule is not None
    assert (await house.dispatch.ask(ADMIN, DescribePage(path=schedule.path))).description.shows == "room_name"
    room = await named(house, exam_room, "CT1 室")
    rows = (await page(house, schedule, room_id=room.id)).rows
    assert {row.room_name for row in rows} == {"CT1 室"}
    await enable(house, exam_room, room, enabled=False)
    line: dict[str, Any] = {"weekday": "1", "opens": "08:00", "closes": "12:00", "minutes": 30, "places": 1}
    with pytest.raises(NotOffered):
        await create(house, schedule, room_id=room.id, **line)
