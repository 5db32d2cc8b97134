"""The calling page and the lobby screen, row by row of the requirements: what is listed and shown."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from domains.queue.commands.calls import CallFirst, CallTicket
from domains.queue.commands.steps import FinishExam, PassTicket, SignInAgain, StartExam
from domains.queue.queries import ListRooms, TicketDetail
from hub.errors import NotFound
from hub.house import House
from tests.domains.queue.desk import (
    HEAD,
    LINES,
    REGISTRAR,
    SCREENS,
    TECHNICIAN,
    admit,
    deltas,
    names,
    newest,
    pass_time,
    put,
    row_of,
    shown,
    ticket_of,
)
from tests.kit.clock import MORNING, StillClock
from tests.kit.house import one
from tests.kit.reducer import Rows


@pytest.mark.covers("RIS-100")
async def test_only_today_and_only_to_be_examined(house: House, clock: StillClock) -> None:
    await admit(house, name="昨天", pre_exam_time=MORNING - timedelta(hours=9, minutes=1))
    await admit(house, name="零点", pre_exam_time=MORNING - timedelta(hours=9))
    await admit(house, name="末班", pre_exam_time=MORNING + timedelta(hours=14, minutes=59))
    await admit(house, name="明天", pre_exam_time=MORNING + timedelta(hours=15))
    listed = await names(house)
    assert {"零点", "末班"} < set(listed)
    assert not {"昨天", "明天"} & set(listed)
    done = await ticket_of(house, "张小三")
    await put(house, done, "examining")
    assert "张小三" in await names(house)
    await house.dispatch(TECHNICIAN, FinishExam(ticket_id=done))
    assert "张小三" not in await names(house)
    before = await newest(house)
    await pass_time(house, clock, hours=15)
    assert await names(house) == ["明天"]
    for channel in (LINES, SCREENS):
        for room_id in ("ct1", "ct2", "mr1"):
            assert [d["op"] for d in await deltas(house, channel, before, room_id)] == ["reset"]


@pytest.mark.covers("RIS-101")
async def test_the_filters_and_the_room_that_they_lead_to(house: House) -> None:
    await admit(house, room_id="ct2", patient_class="emergency")
    found = await house.dispatch.ask(TECHNICIAN, ListRooms())
    assert found.today.isoformat() == "2026-03-02"
    filters = {r.id: (r.name, r.campus, r.exam_types) for r in found.rooms}
    assert filters["ct1"] == ("CT1 室", "本部影像中心", ("CT",))
    assert filters["dr2"] == ("DR2 室", "门诊楼放射科", ("DR",))
    assert set(filters) == {"ct1", "ct2", "mr1", "dr1", "dr2"}
    assert await names(house, "ct2") == ["钱多多", "孙思源", "吴桂芳", "郑大伟"]
    row = (await shown(house, LINES, "ct2"))[0]
    assert (row["state"], row["calls"], row["number"], row["patient_class"]) == ("waiting", 0, "CT010", "emergency")
    assert (row["sex"], row["age"], row["items"], row["room_id"]) == ("female", 35, ["胸部平扫"], "ct2")


@pytest.mark.covers("RIS-102")
async def test_by_pre_exam_time_with_the_emergency_on_top(house: House) -> None:
    assert await names(house) == ["赵一鸣", "王建设", "张小三", "李晓红", "欧阳若兰", "周子轩"]
    await admit(house, name="早到", pre_exam_time=MORNING + timedelta(minutes=2))
    late = await admit(house, name="急诊", patient_class="emergency", pre_exam_time=MORNING + timedelta(hours=9))
    assert await names(house) == ["赵一鸣", "急诊", "王建设", "张小三", "早到", "李晓红", "欧阳若兰", "周子轩"]
    assert [r["ticket_id"] for r in await shown(house, SCREENS)][1] == late.ticket_id
    await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await put(house, await ticket_of(house, "赵一鸣"), "examining")
    called = await house.dispatch(HEAD, CallFirst(room_id="ct1"))
    assert called.ticket_id == late.ticket_id


@pytest.mark.covers("RIS-103")
async def test_the_system_numbers_examinations_and_images(house: House) -> None:
    admitted = await asyncio.gather(*(admit(house, patient_id=f"p{i}") for i in range(12)))
    exams, images, numbers = ({getattr(a, f) for a in admitted} for f in ("exam_no", "image_no", "number"))
    assert exams == {f"20260302{n:04}" for n in range(18, 30)}
    assert images == {f"CT260302{n:04}" for n in range(10, 22)}
    assert len(numbers) == 12
    row = await row_of(house, admitted[0].ticket_id)
    assert (row["exam_no"], row["image_no"], row["number"]) == (
        admitted[0].exam_no,
        admitted[0].image_no,
        admitted[0].number,
    )


@pytest.mark.covers("RIS-103")
async def test_the_numbers_of_a_day_begin_anew(house: House, clock: StillClock) -> None:
    await pass_time(house, clock, hours=15)
    assert (await admit(house)).exam_no == "202603030001"


@pytest.mark.covers("RIS-104")
async def test_all_who_look_at_the_room_see_the_states(house: House, clock: StillClock) -> None:
    ticket_id = await ticket_of(house, "赵一鸣")
    lines, screens = [], []

    async def look() -> None:
        line, screen = await row_of(house, ticket_id), await row_of(house, ticket_id, SCREENS)
        lines.append(line and line["state"])
        screens.append(screen and screen["state"])

    await look()
    await house.dispatch(TECHNICIAN, CallTicket(ticket_id=ticket_id))
    await look()
    await pass_time(house, clock, seconds=8)
    await look()
    for command in (PassTicket, SignInAgain):
        await house.dispatch(TECHNICIAN, command(ticket_id=ticket_id))
        await look()
    await put(house, ticket_id, "called")
    for after_the_call in (StartExam, FinishExam):
        await house.dispatch(TECHNICIAN, after_the_call(ticket_id=ticket_id))
        await look()
    assert lines == ["waiting", "calling", "called", "passed", "waiting", "examining", None]
    assert screens == ["waiting", "calling", "called", "passed", "waiting", None, None]


@pytest.mark.covers("RIS-105")
async def test_the_registration_behind_a_row(house: House, clock: StillClock) -> None:
    registrar_id = await one(house, "select id from access_accounts where login = 'registrar'")
    who = type(REGISTRAR)("demo", registrar_id, REGISTRAR.permissions, REGISTRAR.reads)
    admitted = await admit(
        house, phone="13812345678", clinical_diagnosis="咳嗽", requesting_department="呼吸内科", arrears=True
    )
    await put(house, admitted.ticket_id, "passed")
    await house.dispatch(who, SignInAgain(ticket_id=admitted.ticket_id))
    sheet = await house.dispatch.ask(TECHNICIAN, TicketDetail(ticket_id=admitted.ticket_id))
    assert (sheet.name, sheet.sex, sheet.age, sheet.phone) == ("钱多多", "female", 35, "138****5678")
    assert (sheet.exam_type, sheet.items, sheet.patient_class) == ("CT", ("胸部平扫",), "normal")
    assert (sheet.clinical_diagnosis, sheet.requesting_department, sheet.arrears) == ("咳嗽", "呼吸内科", True)
    assert (sheet.room_name, sheet.state, sheet.pre_exam_time) == ("CT1 室", "waiting", clock())
    assert (sheet.number, sheet.exam_no, sheet.image_no) == (admitted.number, admitted.exam_no, admitted.image_no)
    assert [(e.action, e.actor) for e in sheet.history] == [
        ("queue.ticket_admitted", "registrar@demo"),
        ("queue.ticket_signed_in_again", "登记员小林"),
    ]
    with pytest.raises(NotFound):
        await house.dispatch.ask(TECHNICIAN, TicketDetail(ticket_id="nobody"))


@pytest.mark.covers("RIS-113")
async def test_open_pages_follow_without_asking(house: House, clock: StillClock) -> None:
    async with house.engine.connect() as db:
        place = LINES.place("demo", {"room_id": "ct1"})
        rows = await LINES.rows(db, place, house.clock(), None)
    page = Rows({"rows": [{"key": r.key, "version": r.version, "row": {"state": r.row.state}} for r in rows]})
    before = await newest(house)
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await pass_time(house, clock, seconds=8)
    await house.dispatch(TECHNICIAN, StartExam(ticket_id=called.ticket_id))
    await admit(house)
    for delta in await deltas(house, LINES, before):
        page.apply(delta)
    fresh = {row["ticket_id"]: row["state"] for row in await shown(house, LINES)}
    assert {key: row["state"] for key, row in page.present().items()} == fresh
    assert fresh[called.ticket_id] == "examining"
    assert len(fresh) == 7


@pytest.mark.covers("RIS-117")
async def test_the_screen_shows_who_is_called_where_and_hides_the_rest(house: House) -> None:
    before = await newest(house)
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    sent = await deltas(house, SCREENS, before)
    assert [(d["op"], d["row"]["state"], d["row"]["room_name"]) for d in sent] == [("upsert", "calling", "CT1 室")]
    row = await row_of(house, called.ticket_id, SCREENS)
    assert (row["name"], row["number"], row["room_name"], row["calls"]) == ("赵*鸣", "CT004", "CT1 室", 1)
    assert row["called_at"] is not None
    everything = await shown(house, SCREENS)
    assert {r["name"] for r in everything} == {"赵*鸣", "王*设", "张*三", "李*红", "欧**兰", "周*轩"}
    personal = {"sex", "age", "phone", "items", "exam_no", "image_no", "patient_id", "arrears"}
    assert not personal & set(row)
    before = await newest(house)
    await house.dispatch(TECHNICIAN, StartExam(ticket_id=called.ticket_id))
    assert [(d["op"], d["key"]) for d in await deltas(house, SCREENS, before)] == [("remove", called.ticket_id)]
