"""Referring patients to another institution of the group (RIS-050 ... RIS-061, RIS-080 ... RIS-090)."""

from __future__ import annotations

from typing import Any

import pytest

from domains.access.commands.founding import CreateInstitution
from domains.patients.public import Kind
from domains.queue.commands.calls import CallTicket
from domains.queue.commands.steps import FinishExam, PassTicket, SignInAgain, StartExam
from domains.registration.carrying import Carrier
from domains.registration.commands.desk import EditRegistration, Registered
from domains.registration.commands.form import Request
from domains.registration.commands.moves import CancelRegistration
from domains.registration.commands.referring import OpenToReferrals, ReferPatient
from domains.registration.errors import NobodyToRefer, NotYoursToCancel
from domains.registration.model import Clinical, Item
from domains.registration.queries.looking import ListTargets, ShowRegistration
from domains.registration.queries.managing import ListRegistrations
from hub.demo import founder
from hub.firing import fire_next
from hub.house import House
from tests.domains.registration.desk import CT, MR, REGISTRAR, THERE, form, row_of, shown
from tests.kit.clock import StillClock
from tests.kit.house import one, person, recorded

CAMPUS = "东院区影像科"
THERE_TECHNICIAN = person("technician", "branch")


async def _refer(house: House, **fields: Any) -> Registered:
    usual: dict[str, Any] = {
        "patient": form("白转诊", numbers={Kind.IDENTITY: "110101199005061234", Kind.VISIT_CARD: "88009"}),
        "institution": "branch",
        "campus": CAMPUS,
        "requesting_campus": "本部影像中心",
        "items": (CT,),
        "clinical": Clinical(diagnosis="肺结节"),
        "request": Request(patient_class="emergency"),
    }
    done: Registered = await house.dispatch(REGISTRAR, ReferPatient(**{**usual, **fields}))
    return done


async def _carry(house: House, times: int = 1) -> None:
    """Let the facts go across, as the consumer of the facts does, perhaps more than once."""
    carrier = Carrier(house)
    for _ in range(times):
        await carrier.handle(await recorded(house, "registration."))
    await carrier.handle(await recorded(house, "registration."))


async def _there(house: House) -> Any:
    return next(row for row in await shown(house, tenant="branch") if row["direction"] == "received")


@pytest.mark.covers("RIS-060", "RIS-081", "RIS-088")
async def test_a_referral_is_pushed_to_the_other_institution_once(house: House) -> None:
    done = await _refer(house, items=(Item("CT-001", price=100), CT))
    await _carry(house, times=3)
    rows = [row for row in await shown(house, tenant="branch") if row["direction"] == "received"]
    assert len(rows) == 1
    row = rows[0]
    assert (row["name"], row["state"], row["exam_type"], row["campus"]) == ("白转诊", "registered", "CT", CAMPUS)
    assert (row["patient_class"], row["items"]) == ("emergency", ["头颅CT平扫", "胸部CT平扫"])
    sheet = await house.dispatch.ask(THERE, ShowRegistration(registration_id=row["id"]))
    assert (sheet.institution, sheet.requesting_campus) == ("示范医院", "本部影像中心")
    assert sheet.clinical.diagnosis == "肺结节"
    assert [(i.code, i.price) for i in sheet.items] == [("CT-001", 100), ("CT-002", 26000)]
    # Cards are numbered by each institution for itself; only the identity card is the same everywhere.
    assert [number.kind for number in sheet.patient.numbers] == [Kind.IDENTITY]
    mine = await row_of(house, done.registration_id)
    assert (mine["direction"], mine["state"], mine["exam_no"]) == ("sent", "registered", "")


@pytest.mark.slow
@pytest.mark.covers("RIS-054", "RIS-081")
async def test_what_happens_there_is_seen_here(house: House, clock: StillClock) -> None:
    done = await _refer(house)
    await _carry(house)
    row = await _there(house)
    sheet = await house.dispatch.ask(THERE, ShowRegistration(registration_id=row["id"]))
    edit = EditRegistration(
        registration_id=row["id"],
        edition=sheet.edition,
        patient=form("白转诊", patient_id=sheet.patient.id),
        items=sheet.items,
        room_id="east-ct1",
    )
    placed = await house.dispatch(THERE, edit)
    assert placed.exam_no
    await _carry(house)
    assert (await row_of(house, done.registration_id))["exam_no"] == placed.exam_no
    ticket = {"ticket_id": row["id"]}
    await house.dispatch(THERE_TECHNICIAN, CallTicket(**ticket))
    clock.forward(seconds=60)
    while await fire_next(house.dispatch):
        continue
    await house.dispatch(THERE_TECHNICIAN, PassTicket(**ticket))
    await _carry(house)
    assert (await row_of(house, done.registration_id))["ticket_state"] == "passed"
    await house.dispatch(THERE, SignInAgain(**ticket))
    await _carry(house)
    assert (await row_of(house, done.registration_id))["ticket_state"] == "waiting"
    for step, state in ((CallTicket, "registered"), (StartExam, "examining"), (FinishExam, "examined")):
        await house.dispatch(THERE_TECHNICIAN, step(**ticket))
        await _carry(house)
        assert (await row_of(house, done.registration_id))["state"] == state


@pytest.mark.covers("RIS-086")
async def test_a_corrected_referral_is_corrected_there(house: House) -> None:
    done = await _refer(house)
    await _carry(house)
    sheet = await house.dispatch.ask(REGISTRAR, ShowRegistration(registration_id=done.registration_id))
    edit = EditRegistration(
        registration_id=done.registration_id,
        edition=sheet.edition,
        patient=form("白改名", patient_id=sheet.patient.id),
        items=sheet.items,
        clinical=Clinical(diagnosis="肺癌待排"),
    )
    await house.dispatch(REGISTRAR, edit)
    await _carry(house)
    row = await _there(house)
    assert row["name"] == "白改名"
    assert (
        await house.dispatch.ask(THERE, ShowRegistration(registration_id=row["id"]))
    ).clinical.diagnosis == "肺癌待排"
    assert await one(house, "select count(*) from registration_registrations where tenant = 'branch'") == 1


@pytest.mark.covers("RIS-056")
async def test_only_institutions_of_the_group_that_take_such_patients_can_be_chosen(house: House) -> None:
    targets = await house.dispatch.ask(REGISTRAR, ListTargets())
    assert [(t.group, t.institution, t.campus, t.exam_types) for t in targets] == [
        ("示范医院", "示范医院东院区", CAMPUS, ("CT",))
    ]
    with pytest.raises(NobodyToRefer):
        await _refer(house, items=(MR,))
    with pytest.raises(NobodyToRefer):
        await _refer(house, campus="没有的院区")
    await house.dispatch(founder(house, "alone"), CreateInstitution(name="外院", roles=("admin",)))
    await house.dispatch(founder(house, "alone"), OpenToReferrals(campus="外院放射科", exam_types=("CT",)))
    with pytest.raises(NobodyToRefer):
        await _refer(house, institution="alone", campus="外院放射科")
    await house.dispatch(founder(house, "branch"), OpenToReferrals(campus=CAMPUS, exam_types=()))
    with pytest.raises(NobodyToRefer):
        await _refer(house)


async def test_a_referral_is_cancelled_where_it_was_received(house: House) -> None:
    done = await _refer(house)
    await _carry(house)
    with pytest.raises(NotYoursToCancel) as refused:
        await house.dispatch(REGISTRAR, CancelRegistration(registration_id=done.registration_id))
    assert "示范医院东院区" in refused.value.detail("zh")
    row = await _there(house)
    await house.dispatch(THERE, CancelRegistration(registration_id=row["id"]))
    await _carry(house)
    assert (await row_of(house, done.registration_id))["state"] == "cancelled"


@pytest.mark.covers("RIS-090")
async def test_a_referral_is_found_in_registration_management(house: House) -> None:
    await _refer(house)
    await _carry(house)
    for caller in (REGISTRAR, THERE):
        page = await house.dispatch.ask(caller, ListRegistrations(name="白转诊"))
        assert [row.name for row in page.rows] == ["白转诊"]


@pytest.mark.covers("RIS-055", "RIS-057", "RIS-058", "RIS-087", "RIS-089")
async def test_all_that_is_filled_in_is_kept(house: House) -> None:
    more: dict[str, Any] = {
        "phone": "13812345678",
        "address": "和平路 1 号",
        "height": 165.5,
        "weight": 50.0,
        "pinyin": "bai",
    }
    numbers = {Kind.VISIT_CARD: "88001", Kind.INPATIENT: "ZY77", Kind.IDENTITY: "110101199005061234"}
    clinical = Clinical(diagnosis="肺炎", purpose="排除结核", history="发热三天", signs="湿啰音")
    done = await _refer(house, patient=form("白转诊", numbers=numbers, **more), clinical=clinical)
    sheet = await house.dispatch.ask(REGISTRAR, ShowRegistration(registration_id=done.registration_id))
    known = sheet.patient
    assert (known.name, known.sex, str(known.birth_date)) == ("白转诊", "female", "1990-05-06")
    assert {n.kind: n.number for n in known.numbers} == numbers
    assert {name: getattr(known, name) for name in more} == more
    assert sheet.clinical == clinical
    assert [(i.code, i.name, i.part, i.price) for i in sheet.items] == [("CT-002", "胸部CT平扫", "胸部", 26000)]
