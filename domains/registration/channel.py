"""The live lists of the desk: ``registration-today`` for everybody at work there, ``registration-slots`` of a room."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Literal

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.channel import Channel, Place, Reset, Row, Touch
from domains.access.public import institution
from domains.queue.public import DayBegan, day_bounds
from domains.registration import permissions, store
from domains.registration.events import ORDER_EVENTS, REGISTRATION_EVENTS, OrderEvent, RegistrationEvent, SlotChanged
from domains.registration.model import OrderState, age_on, class_of, names_of, order_of
from domains.registration.schedule import slot_name
from hub.clock import day_of

ORDER = "order-"
"""What the keys of orders begin with."""


class TodayRow(msgspec.Struct, frozen=True):
    """A registration of today, or an order that waits; ``order`` is compared element by element.

    ``ticket_state`` is where the patient stands in the line; ``age`` None: the birth date is not known.
    """

    id: str
    kind: Literal["order", "registration"]
    order: tuple[int, str, str]
    patient_id: str
    name: str
    sex: str
    age: int | None
    patient_class: str
    arrears: bool
    state: str
    ticket_state: str
    exam_type: str
    exam_no: str
    number: str
    items: tuple[str, ...]
    room_id: str | None
    campus: str
    pre_exam_time: datetime | None
    registered_at: datetime
    order_no: str
    direction: str
    requesting_department: str


class SlotRow(msgspec.Struct, frozen=True):
    """How many places of a slot are taken."""

    at: datetime
    taken: int


def _touches_today(fact: RegistrationEvent | OrderEvent | DayBegan) -> Iterable[Touch | Reset]:
    if isinstance(fact, DayBegan):
        yield Reset({})
    elif isinstance(fact, OrderEvent):
        yield Touch({}, f"{ORDER}{fact.order_id}")
    else:
        yield Touch({}, fact.registration_id)


async def _today(db: AsyncConnection, place: Place, now: datetime, keys: Collection[str] | None) -> list[Row]:
    zone = (await institution(db, place.tenant)).time_zone
    day, today = day_bounds(now, zone), day_of(now, zone)
    if keys is None:
        registered = [(row, True) for row in await store.of_day(db, place.tenant, day)]
        waiting = await store.orders_of_day(db, place.tenant, day)
    else:
        ids = [key.removeprefix(ORDER) for key in keys if key.startswith(ORDER)]
        waiting = await store.orders_by_ids(db, place.tenant, ids) if ids else []
        others = [key for key in keys if not key.startswith(ORDER)]
        registered = await store.by_ids(db, place.tenant, others, day) if others else []
    rows = [Row(row.id, row.v, _registration(row, today) if here else None) for row, here in registered]
    for order in waiting:
        here = order.state == OrderState.WAITING and day[0] <= order.received_at < day[1]
        rows.append(Row(f"{ORDER}{order.id}", order.v, _order(order, today) if here else None))
    return rows


def _registration(row: store.Found, today: date) -> TodayRow:
    return TodayRow(
        id=row.id,
        kind="registration",
        order=order_of(row.rank, row.pre_exam_time or row.registered_at, row.exam_no or row.id),
        patient_id=row.patient_id,
        name=row.name,
        sex=row.sex,
        age=None if row.birth_date is None else age_on(row.birth_date, today),
        patient_class=class_of(row.rank),
        arrears=row.arrears,
        state=row.state,
        ticket_state=row.ticket_state,
        exam_type=row.exam_type,
        exam_no=row.exam_no,
        number=row.number,
        items=names_of(store.items_of(row)),
        room_id=row.room_id,
        campus=row.campus,
        pre_exam_time=row.pre_exam_time,
        registered_at=row.registered_at,
        order_no=row.order_no,
        direction=row.direction,
        requesting_department=row.requesting_department,
    )


def _order(row: store.Found, today: date) -> TodayRow:
    return TodayRow(
        id=row.id,
        kind="order",
        order=order_of(row.rank, row.received_at, row.order_no),
        patient_id=row.patient_id,
        name=row.name,
        sex=row.sex,
        age=None if row.birth_date is None else age_on(row.birth_date, today),
        patient_class=class_of(row.rank),
        arrears=False,
        state=row.state,
        ticket_state="",
        exam_type=row.exam_type,
        exam_no="",
        number="",
        items=names_of(store.items_of(row)),
        room_id=None,
        campus="",
        pre_exam_time=None,
        registered_at=row.received_at,
        order_no=row.order_no,
        direction="",
        requesting_department=row.requesting_department,
    )


today_list = Channel(
    pattern="registration-today:{tenant}",
    needs=permissions.VIEW,
    facts=(*REGISTRATION_EVENTS, *ORDER_EVENTS, DayBegan),
    touches=_touches_today,
    rows=_today,
)


async def _slots(db: AsyncConnection, place: Place, now: datetime, keys: Collection[str] | None) -> list[Row]:
    zone = (await institution(db, place.tenant)).time_zone
    room_id, since = place.params["room_id"], day_bounds(now, zone)[0]
    if keys is None:
        found = await store.taken(db, place.tenant, room_id, since)
    else:
        moments = [at for at in (_moment(key, room_id) for key in keys) if at is not None]
        found = await store.slots_at(db, place.tenant, room_id, moments)
    rows = []
    for slot in found:
        shown = SlotRow(slot.at, slot.taken) if slot.at >= since else None
        rows.append(Row(slot_name(room_id, slot.at), slot.v, shown))
    return rows


def _moment(key: str, room_id: str) -> datetime | None:
    """The moment that a slot's name tells; None for another room's."""
    room, _, moment = key.partition("@")
    return datetime.fromisoformat(moment) if room == room_id else None


room_slots = Channel(
    pattern="registration-slots:{tenant}:{room_id}",
    needs=permissions.VIEW,
    facts=(SlotChanged,),
    touches=lambda fact: [Touch({"room_id": fact.room_id}, fact.slot)],
    rows=_slots,
)
