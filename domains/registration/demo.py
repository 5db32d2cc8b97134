"""The demo hospital's desk: schedules, orders of the day from its information system, some registered patients.

All people are invented. The rooms are open around the clock, so that there is something to pick whenever one looks.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from domains.access.public import institution
from domains.gateway.public import RECEIVE, ReceiveMessage, senders
from domains.patients.public import Details, Kind
from domains.queue.public import day_bounds, rooms
from domains.registration import store
from domains.registration.commands.desk import RegisterPatient
from domains.registration.commands.form import PatientForm, Request
from domains.registration.commands.referring import OpenToReferrals
from domains.registration.model import Clinical, Item
from domains.registration.timetable import room_schedule
from hub.caller import Caller
from hub.clock import day_of
from hub.demo import DemoSeed, founder
from hub.house import House
from hub.resources.shapes import shapes_of

CAMPUSES: Final = {
    "demo": (("示范医院影像中心", ("CT", "MR")), ("示范医院放射科", ("DR",))),
    "branch": (("东院区影像科", ("CT",)),),
}

# number, hospital id, visit card, name, birth date, sex, item, department, doctor, diagnosis, priority
ORDERS: Final = (
    ("01", "P10001", "8800010001", "宋清", "19830412", "F", "CT-002", "呼吸内科", "陈志远", "咳嗽待查", "R"),
    ("02", "P10002", "8800010002", "罗永康", "19571103", "M", "MR-001", "骨科", "高文博", "腰痛伴下肢麻木", "R"),
    ("03", "P10004", "8800010004", "邓小川", "19960218", "M", "CT-001", "急诊科", "孟晓峰", "头部外伤", "S"),
)

# name, birth year, visit card, item, price, room, class, department, diagnosis
PATIENTS: Final = (
    ("韦冬梅", 1966, "8800010011", "DX-001", 9000, "dr2", "normal", "体检中心", "入职体检"),
    ("龙泽宇", 1990, "8800010012", "MR-002", 56000, "mr1", "vip", "骨科", "膝关节扭伤"),
)


async def _seed(house: House, _: str) -> None:
    for tenant, campuses in CAMPUSES.items():
        for campus, types in campuses:
            await house.dispatch(founder(house, tenant), OpenToReferrals(campus=campus, exam_types=types))
        await _schedule(house, founder(house, tenant))
    caller = founder(house, "demo")
    async with house.dispatch.reads.connect() as db:
        zone = (await institution(db, "demo")).time_zone
        day = day_bounds(house.clock(), zone)
        begun = bool(await store.of_day(db, "demo", day) or await store.orders_of_day(db, "demo", day))
    if not begun:
        today = day_of(house.clock(), zone)
        await _orders(house, today)
        for place, patient in enumerate(PATIENTS):
            await house.dispatch(caller, _registration(patient, place, _next_slot(house.clock())))


async def _schedule(house: House, caller: Caller) -> None:
    shapes = shapes_of(room_schedule)
    if (await house.dispatch.ask(caller, shapes.list(limit=1))).rows:
        return
    async with house.dispatch.reads.connect() as db:
        known = await rooms(db, caller.tenant)
    for room_id in known:
        for weekday in range(1, 8):
            line: dict[str, Any] = {"opens": "00:00", "closes": "24:00", "minutes": 30, "places": 2}
            await house.dispatch(caller, shapes.create(room_id=room_id, weekday=str(weekday), **line))


def _next_slot(now: datetime) -> datetime:
    """The beginning of the next half hour; schedules of the demo begin at whole and half hours."""
    begun = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
    return begun + timedelta(minutes=30)


async def _orders(house: House, today: date) -> None:
    async with house.dispatch.reads.connect() as db:
        sender = (await senders(db, "demo")).get("HIS")
    if sender is None:
        return
    system = Caller("demo", f"sender:{sender}", frozenset({RECEIVE.name}), frozenset({"demo"}))
    for order in ORDERS:
        await house.dispatch(system, ReceiveMessage(sender_id=sender, block=order_message(order, today)))


def order_message(order: tuple[str, ...], today: date) -> bytes:
    """An ORM^O01 as the demo's hospital information system writes it."""
    number, his, card, name, born, sex, item, department, doctor, diagnosis, priority = order
    order_no = f"HIS{today:%Y%m%d}{number}"
    segments = (
        f"MSH|^~\\&|HIS|DEMO|CAREWIRE||{today:%Y%m%d}080000||ORM^O01^ORM_O01|{order_no}|P|2.5.1||||||UNICODE UTF-8",
        f"PID|1||{his}^^^HIS^PI~{card}^^^HIS^VC||{name}||{born}|{sex}",
        f"PV1|1|O|{department}",
        f"ORC|NW|{order_no}|||||^^^^^{priority}||{today:%Y%m%d}075500|||^{doctor}|||||^{department}",
        f"OBR|1|{order_no}||{item}",
        f"DG1|1||^{diagnosis}",
    )
    return "\r".join(segments).encode()


def _registration(patient: tuple[Any, ...], place: int, slot_at: datetime) -> RegisterPatient:
    name, year, card, code, price, room, kind, department, diagnosis = patient
    known = Details(name=name, sex="female" if place == 0 else "male", birth_date=date(year, 3, 8))
    return RegisterPatient(
        patient=PatientForm(details=known, numbers={Kind.VISIT_CARD: card}),
        room_id=room,
        items=(Item(code, price=price),),
        request=Request(patient_class=kind, requesting_department=department),
        clinical=Clinical(diagnosis=diagnosis),
        slot_at=slot_at,
        arrears=place == 0,
    )


seed = DemoSeed(40, _seed)
