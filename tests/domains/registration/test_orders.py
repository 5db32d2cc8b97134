"""Orders by HL7: taken, changed, cancelled, refused with a reason that can be mended (RIS-030, radiology 8)."""

from __future__ import annotations

from typing import Any

import pytest

from domains.catalog import resources
from domains.gateway.commands.taking import ReplayMessage
from domains.patients.errors import NobodyFound
from domains.queue.commands.calls import CallTicket
from domains.queue.commands.steps import StartExam
from domains.registration.channel import today_list
from domains.registration.commands.moves import CancelRegistration
from domains.registration.errors import OrderTaken
from domains.registration.queries.looking import FindRequest, FoundRequest, ShowOrder, ShowRegistration
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.domains.gateway.his import message
from tests.domains.queue.desk import newest
from tests.domains.queue.desk import row_of as line_row
from tests.domains.registration.desk import ADMIN, REGISTRAR, TECHNICIAN, deltas, form, receive, register, row_of, shown
from tests.kit.house import one

PID = "PID|1||P77^^^HIS^PI~99077^^^HIS^VC~TJ77^^^TJ^PEN~110101198004021238^^^GA^NNCHN||顾^长卫||19800402|M"


def orm(control: str = "NW", number: str = "H1", item: str = "CT-002", **other: Any) -> str:
    """An order as a hospital information system writes it; ``other``: kind, control_id, more segments, charset."""
    return message(
        other.get("kind", "ORM^O01"),
        other.get("control_id", f"{control}{number}{item}"),
        PID,
        "PV1|1|O|呼吸内科",
        f"ORC|{control}|{number}|||||||20260302083000|||D1^陈志远",
        f"OBR|1|{number}||{item}^胸部^L|||||||||发热三天||||||||||||||||||排除结核",
        "DG1|1||R05^咳嗽",
        *other.get("more", ()),
        charset=other.get("charset", "UNICODE UTF-8"),
    )


async def _take(house: House, text: str, encoding: str = "utf-8") -> str:
    return (await receive(house, text.encode(encoding))).answer


async def _find(house: House, kind: str = "visit_card", number: str = "99077") -> FoundRequest:
    found: FoundRequest = await house.dispatch.ask(REGISTRAR, FindRequest(kind=kind, number=number))  # type: ignore[arg-type]
    return found


@pytest.mark.covers("RIS-030")
@pytest.mark.parametrize(
    ("kind", "number"), [("visit_card", "99077"), ("checkup", "TJ77"), ("identity", "110101198004021238")]
)
async def test_a_number_loads_the_request_with_basic_clinical_and_other_information(
    house: House, kind: str, number: str
) -> None:
    assert await _take(house, orm()) == "AA"
    found = await _find(house, kind, number)
    assert (found.patient.name, found.patient.sex) == ("顾长卫", "male")
    order = found.orders[0]
    assert [(i.code, i.name, i.part, i.price) for i in order.items] == [("CT-002", "胸部CT平扫", "胸部", 26000)]
    clinical = order.clinical
    assert (clinical.diagnosis, clinical.purpose, clinical.history) == ("咳嗽", "排除结核", "发热三天")
    assert (order.order_no, order.requesting_department, order.requesting_doctor) == ("H1", "呼吸内科", "陈志远")
    with pytest.raises(NobodyFound):
        await _find(house, kind, "nobody")


@pytest.mark.slow
async def test_an_order_appears_at_every_desk_and_moves_on_when_it_is_registered(house: House) -> None:
    before = await newest(house)
    assert await _take(house, orm()) == "AA"
    sent = await deltas(house, today_list, before)
    assert [(d["op"], d["row"]["kind"], d["row"]["state"], d["row"]["name"]) for d in sent] == [
        ("upsert", "order", "waiting", "顾长卫")
    ]
    found = await _find(house)
    before = await newest(house)
    order_id = found.orders[0].order_id
    done = await register(house, patient=form("顾长卫", patient_id=found.patient.id), order_id=order_id)
    sent = await deltas(house, today_list, before)
    assert {(d["op"], d["key"]) for d in sent} == {("remove", f"order-{order_id}"), ("upsert", done.registration_id)}
    sheet = await house.dispatch.ask(REGISTRAR, ShowRegistration(registration_id=done.registration_id))
    assert sheet.order_no == "H1"
    with pytest.raises(OrderTaken):
        await register(house, order_id=order_id)
    await house.dispatch(REGISTRAR, CancelRegistration(registration_id=done.registration_id))
    assert (await row_of(house, order_id))["state"] == "waiting"
    assert (await house.dispatch.ask(REGISTRAR, ShowOrder(order_id=order_id))).orders[0].order_no == "H1"


@pytest.mark.parametrize("kind", ["ORM^O01", "OMI^O23", "OMG^O19"])
async def test_the_three_kinds_of_orders(house: House, kind: str) -> None:
    more = (
        ("TQ1|1||||||||S", "IPC|A1|RP1|1.2.840.99.7|SPS1")
        if kind == "OMI^O23"
        else ("NTE|1||对碘过敏", "ZDS|1.2.840.99.7")
    )
    assert await _take(house, orm(kind=kind, more=more)) == "AA"
    assert await one(house, "select study_uid from registration_orders where order_no = 'H1'") == "1.2.840.99.7"
    order = (await _find(house)).orders[0]
    assert order.patient_class == ("emergency" if kind == "OMI^O23" else "normal")
    assert ("碘过敏" in order.clinical.history) == (kind != "OMI^O23")


async def test_gb18030(house: House) -> None:
    assert await _take(house, orm(charset="GB 18030-2000"), "gb18030") == "AA"
    assert (await _find(house)).orders[0].clinical.diagnosis == "咳嗽"


async def test_several_orders_in_one_message(house: House) -> None:
    more = ("ORC|NW|H2", "OBR|1|H2||MR-001", "OBR|2|H2||MR-002")
    assert await _take(house, orm(more=more)) == "AA"
    orders = {order.order_no: order for order in (await _find(house)).orders}
    assert {no: (o.exam_type, len(o.items)) for no, o in orders.items()} == {"H1": ("CT", 1), "H2": ("MR", 2)}


@pytest.mark.slow
async def test_a_change_updates_the_order_and_what_it_led_to(house: House) -> None:
    assert await _take(house, orm()) == "AA"
    assert await _take(house, orm("XO", item="CT-001")) == "AA"
    found = await _find(house)
    assert [(o.order_no, o.items[0].code) for o in found.orders] == [("H1", "CT-001")]
    done = await register(house, patient=form("顾长卫", patient_id=found.patient.id), order_id=found.orders[0].order_id)
    assert await _take(house, orm("XO", item="CT-003", control_id="X3")) == "AA"
    assert (await line_row(house, done.registration_id))["items"] == ["上腹部CT增强"]
    # CT1 does no MR: the desk has to decide, so the message waits for an operator.
    refused = await receive(house, orm("XO", item="MR-001", control_id="X4").encode())
    assert refused.answer == "AE"
    assert refused.error is not None
    assert "CT1 室" in refused.error[1]


@pytest.mark.slow
async def test_a_cancelled_order_takes_its_booking_along_unless_that_has_begun(house: House) -> None:
    assert await _take(house, orm()) == "AA"
    order_id = (await _find(house)).orders[0].order_id
    assert await _take(house, orm("CA")) == "AA"
    assert (await _find(house)).orders == ()
    assert await row_of(house, order_id) is None
    assert await _take(house, orm("NW", number="H5")) == "AA"
    found = await _find(house)
    done = await register(house, patient=form("顾长卫", patient_id=found.patient.id), order_id=found.orders[0].order_id)
    assert await _take(house, orm("CA", number="H5")) == "AA"
    assert (await row_of(house, done.registration_id))["state"] == "cancelled"
    assert await line_row(house, done.registration_id) is None
    assert await _take(house, orm("NW", number="H6")) == "AA"
    found = await _find(house)
    done = await register(house, patient=form("顾长卫", patient_id=found.patient.id), order_id=found.orders[0].order_id)
    await house.dispatch(TECHNICIAN, CallTicket(ticket_id=done.registration_id))
    await house.dispatch(TECHNICIAN, StartExam(ticket_id=done.registration_id))
    refused = await receive(house, orm("CA", number="H6").encode())
    assert refused.answer == "AE"
    assert refused.error is not None
    assert "检查中" in refused.error[1]
    assert (await row_of(house, done.registration_id))["state"] == "examining"


async def test_an_unknown_item_is_refused_with_a_reason_and_replayed_once_it_is_there(house: House) -> None:
    before = await shown(house)
    refused = await receive(house, orm(item="CT-999").encode())
    assert refused.answer == "AE"
    assert refused.error is not None
    assert "CT-999" in refused.error[1]
    assert await shown(house) == before
    ways = (await house.dispatch.ask(ADMIN, shapes_of(resources.modality).list(limit=50))).rows
    ct = next(way.id for way in ways if way.code == "CT")
    item = shapes_of(resources.exam_item).create(code="CT-999", name="全身CT", modality_id=ct, fee=90000)
    await house.dispatch(ADMIN, item)
    taken = await house.dispatch(ADMIN, ReplayMessage(message_id=refused.message_id))
    assert taken.answer == "AA"
    assert (await _find(house)).orders[0].items[0].name == "全身CT"


async def test_a_cancellation_of_what_nobody_ordered_is_told(house: House) -> None:
    refused = await receive(house, orm("CA", number="NEVER").encode())
    assert refused.answer == "AE"
    assert refused.error is not None
    assert "NEVER" in refused.error[1]


async def test_orders_of_a_record_that_was_merged_are_found_by_the_other_ones_number(house: House) -> None:
    assert await _take(house, orm()) == "AA"
    pid = "PID|1||P78^^^HIS^PI~99078^^^HIS^VC||顾^长卫||19800402|M"
    merge = message("ADT^A40^ADT_A39", "M1", pid, "MRG|P77^^^HIS^PI")
    assert await _take(house, merge) == "AA"
    found = await _find(house, number="99078")
    assert [order.order_no for order in found.orders] == ["H1"]
    shown_order = await house.dispatch.ask(REGISTRAR, ShowOrder(order_id=found.orders[0].order_id))
    assert shown_order.patient.id == found.patient.id
