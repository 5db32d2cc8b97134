"""Registering a patient at the desk (RIS-031 ... RIS-043): what is written down, and what the room sees of it."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from domains.patients.public import Kind
from domains.queue.commands.calls import CallTicket
from domains.queue.commands.steps import FinishExam, PassTicket, SignInAgain, StartExam
from domains.queue.errors import RoomUnfit
from domains.registration.channel import room_slots, today_list
from domains.registration.commands.desk import EditRegistration
from domains.registration.commands.moves import CancelRegistration, PushRegistration
from domains.registration.errors import CannotNow, EditedElsewhere, ItemsWrong, NoSuchSlot, SlotFull
from domains.registration.model import Clinical, Item
from domains.registration.queries.looking import ListSlots, Sheet, ShowRegistration
from hub.errors import Invalid
from hub.firing import fire_next
from hub.house import House
from tests.domains.queue.desk import LINES, names, newest
from tests.domains.queue.desk import deltas as line_deltas
from tests.domains.queue.desk import row_of as line_row
from tests.domains.registration.desk import (
    CT,
    MR,
    REGISTRAR,
    TECHNICIAN,
    deltas,
    form,
    register,
    row_of,
    shown,
    urgent,
)
from tests.kit.clock import MORNING, StillClock
from tests.kit.house import one


async def _sheet(house: House, registration_id: str) -> Sheet:
    sheet: Sheet = await house.dispatch.ask(REGISTRAR, ShowRegistration(registration_id=registration_id))
    return sheet


@pytest.mark.covers("RIS-041")
async def test_submitting_pushes_the_exam_to_the_room(house: House) -> None:
    before = await newest(house)
    done = await register(house, arrears=True)
    row = await line_row(house, done.registration_id)
    assert (row["name"], row["exam_no"], row["state"]) == ("钱多多", done.exam_no, "waiting")
    assert (row["items"], row["arrears"]) == (["胸部CT平扫"], True)
    assert [(d["op"], d["key"]) for d in await line_deltas(house, LINES, before)] == [("upsert", done.registration_id)]


@pytest.mark.covers("RIS-012", "RIS-035")
async def test_the_list_of_today_shows_patient_state_type_number_items_and_arrears(house: House) -> None:
    done = await register(house, arrears=True)
    row = await row_of(house, done.registration_id)
    assert (row["name"], row["sex"], row["age"]) == ("钱多多", "female", 35)
    assert (row["state"], row["exam_type"], row["exam_no"]) == ("registered", "CT", done.exam_no)
    assert (row["items"], row["arrears"]) == (["胸部CT平扫"], True)
    assert done.exam_no.startswith("20260302")


async def test_every_desk_hears_of_a_new_registration_and_of_each_step(house: House) -> None:
    before = await newest(house)
    done = await register(house)
    ticket = {"ticket_id": done.registration_id}
    for step, state, stand in (
        (CallTicket(**ticket), "registered", "calling"),
        (StartExam(**ticket), "examining", "examining"),
        (FinishExam(**ticket), "examined", "examined"),
    ):
        await house.dispatch(TECHNICIAN, step)
        row = await row_of(house, done.registration_id)
        assert (row["state"], row["ticket_state"]) == (state, stand)
    sent = await deltas(house, today_list, before)
    assert {d["key"] for d in sent} == {done.registration_id}
    assert sent[-1]["row"]["state"] == "examined"


@pytest.mark.covers("RIS-034")
async def test_emergency_and_vip_are_on_top_of_the_list_and_of_the_line(house: House) -> None:
    normal = await register(house, patient=form("普通"))
    vip = await register(house, patient=form("贵宾"), request=urgent("vip"))
    emergency = await register(house, patient=form("急诊"), request=urgent("emergency"))
    order = [row["id"] for row in await shown(house)]
    mine = [done.registration_id for done in (emergency, vip, normal)]
    assert [row_id for row_id in order if row_id in mine] == mine
    assert [name for name in await names(house) if name in {"普通", "贵宾", "急诊"}] == ["急诊", "贵宾", "普通"]


@pytest.mark.covers("RIS-032")
async def test_the_pre_exam_time_is_now_unless_it_is_given(house: House) -> None:
    now = await register(house)
    later = await register(house, pre_exam_time=MORNING + timedelta(hours=3))
    assert (await _sheet(house, now.registration_id)).pre_exam_time == MORNING
    sheet = await _sheet(house, later.registration_id)
    assert sheet.pre_exam_time == MORNING + timedelta(hours=3)
    assert (sheet.campus, sheet.room_name) == ("本部影像中心", "CT1 室")
    with pytest.raises(RoomUnfit):
        await register(house, items=(MR,))


@pytest.mark.covers("RIS-031", "RIS-038", "RIS-039")
async def test_everything_that_is_filled_in_is_kept_and_can_be_changed_and_deleted(house: House) -> None:
    numbers = {Kind.VISIT_CARD: "88001", Kind.INPATIENT: "ZY77", Kind.IDENTITY: "110101199005061234"}
    more: dict[str, Any] = {
        "phone": "13812345678",
        "address": "和平路 1 号",
        "height": 165.5,
        "weight": 50.0,
        "pinyin": "qian duo",
    }
    clinical = Clinical(diagnosis="肺炎", purpose="排除结核", history="发热三天", signs="湿啰音")
    done = await register(house, patient=form(numbers=numbers, **more), clinical=clinical)
    sheet = await _sheet(house, done.registration_id)
    known = sheet.patient
    assert (known.name, known.sex, known.birth_date) == ("钱多多", "female", date(1990, 5, 6))
    assert {n.kind: n.number for n in known.numbers} == numbers
    assert {name: getattr(known, name) for name in more} == more
    assert sheet.clinical == clinical
    await _edit(
        house,
        sheet,
        patient=form("钱少少", patient_id=known.id, phone="13900000000", numbers={Kind.VISIT_CARD: "88001"}),
        clinical=Clinical(diagnosis="肺结核"),
    )
    sheet = await _sheet(house, done.registration_id)
    assert (sheet.patient.name, sheet.patient.phone) == ("钱少少", "13900000000")
    assert (sheet.patient.address, sheet.patient.height, sheet.patient.weight) == ("", None, None)
    assert Kind.IDENTITY not in {n.kind for n in sheet.patient.numbers}
    assert sheet.clinical == Clinical(diagnosis="肺结核")
    # What is about a person lies enciphered.
    assert await one(house, "select count(*) from patients_people where id = :id and sealed is not null", id=known.id)


@pytest.mark.covers("RIS-036", "RIS-037")
async def test_items_come_from_the_catalogue_at_a_price_that_may_be_changed(house: House) -> None:
    done = await register(house, items=(Item("CT-001", price=10000), CT))
    sheet = await _sheet(house, done.registration_id)
    assert [(i.code, i.name, i.part, i.price) for i in sheet.items] == [
        ("CT-001", "头颅CT平扫", "头颅", 10000),
        ("CT-002", "胸部CT平扫", "胸部", 26000),
    ]
    await _edit(house, sheet, items=(Item("CT-001", price=9900),))
    assert [(i.code, i.price) for i in (await _sheet(house, done.registration_id)).items] == [("CT-001", 9900)]
    assert (await line_row(house, done.registration_id))["items"] == ["头颅CT平扫"]
    with pytest.raises(ItemsWrong) as refused:
        await register(house, items=(CT, MR))
    assert refused.value.fields[0].field == "items"
    with pytest.raises(ItemsWrong) as refused:
        await register(house, items=(CT, Item("NONE")))
    assert refused.value.fields[0].field == "items[1].code"


async def test_a_patient_needs_a_birth_date(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        await register(house, patient=form(born=None))
    assert refused.value.fields[0].field == "patient.details.birth_date"


@pytest.mark.covers("RIS-024", "RIS-025")
async def test_a_slot_that_is_picked_is_taken_for_other_desks_and_sets_the_time(house: House) -> None:
    slots = (await house.dispatch.ask(REGISTRAR, ListSlots(room_id="ct1"))).slots
    assert (slots[0].at, slots[0].places, slots[0].taken) == (MORNING, 2, 0)
    before = await newest(house)
    done = await register(house, slot_at=slots[1].at, pre_exam_time=MORNING)
    assert (await _sheet(house, done.registration_id)).pre_exam_time == slots[1].at
    sent = await deltas(house, room_slots, before, room_id="ct1")
    assert [d["row"]["taken"] for d in sent] == [1]
    await register(house, slot_at=slots[1].at, patient=form("第二"))
    with pytest.raises(SlotFull) as refused:
        await register(house, slot_at=slots[1].at, patient=form("第三"))
    assert "CT1 室" in refused.value.detail("zh")
    with pytest.raises(NoSuchSlot):
        await register(house, slot_at=MORNING + timedelta(minutes=7))
    taken = (await house.dispatch.ask(REGISTRAR, ListSlots(room_id="ct1"))).slots
    assert [slot.taken for slot in taken[:3]] == [0, 2, 0]


@pytest.mark.covers("RIS-024")
async def test_of_many_desks_that_want_the_last_places_just_so_many_get_one(house: House) -> None:
    at = MORNING + timedelta(hours=5)

    async def desk(number: int) -> bool:
        try:
            await register(house, slot_at=at, patient=form(f"人{number}"))
        except SlotFull:
            return False
        return True

    assert sorted(await asyncio.gather(*(desk(n) for n in range(8)))) == [False] * 6 + [True] * 2
    assert await one(house, "select taken from registration_slots where tenant = 'demo' and at = :at", at=at) == 2
    assert await one(house, "select count(*) from registration_registrations where slot_at = :at", at=at) == 2


async def _edit(house: House, sheet: Sheet, **fields: object) -> None:
    same = {
        "patient": form(patient_id=sheet.patient.id),
        "items": sheet.items,
        "clinical": sheet.clinical,
        "room_id": sheet.room_id,
        "slot_at": sheet.slot_at,
        "pre_exam_time": sheet.pre_exam_time,
        "arrears": sheet.arrears,
    }
    edit = EditRegistration(registration_id=sheet.registration_id, edition=sheet.edition, **{**same, **fields})  # type: ignore[arg-type]
    await house.dispatch(REGISTRAR, edit)


@pytest.mark.covers("RIS-019", "RIS-092")
async def test_an_edited_registration_is_seen_by_its_room_and_by_the_next_one(house: House) -> None:
    at = MORNING + timedelta(hours=2)
    done = await register(house, slot_at=at)
    sheet = await _sheet(house, done.registration_id)
    before = await newest(house)
    await _edit(house, sheet, patient=form("钱改名", patient_id=sheet.patient.id))
    sent = await line_deltas(house, LINES, before)
    assert [d["row"]["name"] for d in sent] == ["钱改名"]
    with pytest.raises(EditedElsewhere):
        await _edit(house, sheet)
    sheet = await _sheet(house, done.registration_id)
    await _edit(house, sheet, room_id="ct2", slot_at=None)
    assert await line_row(house, done.registration_id) is None
    assert (await line_row(house, done.registration_id, LINES, "ct2"))["room_id"] == "ct2"
    assert await one(house, "select taken from registration_slots where room_id = 'ct1' and at = :at", at=at) == 0


@pytest.mark.covers("RIS-020", "RIS-093")
async def test_pushing_sends_the_exam_to_the_room_once_more(house: House) -> None:
    done = await register(house)
    before = await newest(house)
    await house.dispatch(REGISTRAR, PushRegistration(registration_id=done.registration_id))
    sent = await line_deltas(house, LINES, before)
    assert [(d["op"], d["key"]) for d in sent] == [("upsert", done.registration_id)]
    await house.dispatch(REGISTRAR, CancelRegistration(registration_id=done.registration_id))
    with pytest.raises(CannotNow) as refused:
        await house.dispatch(REGISTRAR, PushRegistration(registration_id=done.registration_id))
    assert "已取消" in refused.value.detail("zh")


@pytest.mark.covers("RIS-021", "RIS-094")
async def test_a_cancelled_booking_vanishes_from_the_queue_and_frees_its_slot(house: House) -> None:
    at = MORNING + timedelta(hours=2)
    done = await register(house, slot_at=at)
    before = await newest(house)
    await house.dispatch(REGISTRAR, CancelRegistration(registration_id=done.registration_id))
    assert (await row_of(house, done.registration_id))["state"] == "cancelled"
    assert await line_row(house, done.registration_id) is None
    assert [(d["op"], d["key"]) for d in await line_deltas(house, LINES, before)] == [("remove", done.registration_id)]
    assert await one(house, "select taken from registration_slots where room_id = 'ct1' and at = :at", at=at) == 0


async def test_what_has_begun_cannot_be_cancelled_and_the_reason_is_told(house: House) -> None:
    done = await register(house)
    await house.dispatch(TECHNICIAN, CallTicket(ticket_id=done.registration_id))
    await house.dispatch(TECHNICIAN, StartExam(ticket_id=done.registration_id))
    with pytest.raises(CannotNow) as refused:
        await house.dispatch(REGISTRAR, CancelRegistration(registration_id=done.registration_id))
    assert "检查中" in refused.value.detail("zh")


@pytest.mark.covers("RIS-022")
async def test_a_passed_patient_signs_in_again_from_the_list_of_today(house: House, clock: StillClock) -> None:
    done = await register(house)
    ticket = {"ticket_id": done.registration_id}
    await house.dispatch(TECHNICIAN, CallTicket(**ticket))
    clock.forward(seconds=60)
    while await fire_next(house.dispatch):
        continue
    await house.dispatch(TECHNICIAN, PassTicket(**ticket))
    assert (await row_of(house, done.registration_id))["ticket_state"] == "passed"
    before = await newest(house)
    await house.dispatch(REGISTRAR, SignInAgain(**ticket))
    assert (await row_of(house, done.registration_id))["ticket_state"] == "waiting"
    sent = await line_deltas(house, LINES, before)
    assert [d["row"]["state"] for d in sent] == ["waiting"]
