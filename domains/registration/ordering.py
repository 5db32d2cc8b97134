"""What becomes of an order: noted, changed, cancelled, with the registration that it has led to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domains.queue.public import Renewal, renew
from domains.registration import store
from domains.registration.cancelling import cancel
from domains.registration.errors import OrderTaken, OrderUnderway, OrderUnknown
from domains.registration.events import OrderCancelled, OrderChanged, OrderReceived, OrderRegistered, RegistrationEdited
from domains.registration.model import STATES, OrderState, State, class_of, names_of
from hub.commands import Tx
from hub.ids import new_id

FOLLOWS: Final = (
    "exam_type", "items", "parts", "rank", "diagnosis", "purpose", "history", "requesting_department",
    "requesting_doctor", "requested_at", "study_uid", "name", "pinyin", "sex", "birth_date", "patient_id",
)  # fmt: skip
"""What a registration takes over when its order changes before the examination has begun."""


async def keep_order(tx: Tx, order_no: str, values: Mapping[str, Any]) -> None:
    """Note an order, or what has changed of it; one that was cancelled waits anew.

    Raises ``OrderUnderway`` when its examination has begun or is done.
    """
    tenant = tx.caller.tenant
    await store.lock_order_number(tx.db, tenant, order_no)
    before = await store.order_by_number(tx.db, tenant, order_no)
    if before is None:
        order_id = new_id()
        row = {"id": order_id, "tenant": tenant, "order_no": order_no, "state": OrderState.WAITING, "v": 1}
        await store.add_order(tx.db, {**values, **row, "received_at": tx.now})
        tx.record(OrderReceived(order_id=order_id, patient_id=values["patient_id"], v=1))
        return
    state = before.state
    if state == OrderState.REGISTERED:
        await _carry_over(tx, before, values)
    elif state == OrderState.CANCELLED:
        state = OrderState.WAITING
    v = before.v + 1
    await store.change_order(tx.db, tenant, before.id, **values, state=state, v=v)
    tx.record(OrderChanged(order_id=before.id, patient_id=values["patient_id"], v=v))


async def cancel_order(tx: Tx, order_no: str) -> None:
    """Take an order back, with its booking. Raises ``OrderUnknown``, and ``OrderUnderway`` for what has begun."""
    tenant = tx.caller.tenant
    await store.lock_order_number(tx.db, tenant, order_no)
    before = await store.order_by_number(tx.db, tenant, order_no)
    if before is None:
        raise OrderUnknown(order_no=order_no)
    if before.state == OrderState.CANCELLED:
        return
    row = await _registration(tx, before)
    if row is not None:
        await cancel(tx, row)
    v = before.v + 1
    await store.change_order(tx.db, tenant, before.id, state=OrderState.CANCELLED, v=v)
    tx.record(OrderCancelled(order_id=before.id, patient_id=before.patient_id, v=v))


async def take_order(tx: Tx, order_id: str) -> store.Found:
    """The order that a registration carries out. Raises ``OrderTaken`` when it does not wait any more."""
    order = await store.order(tx.db, tx.caller.tenant, order_id, lock=True)
    if order.state != OrderState.WAITING:
        raise OrderTaken(order_no=order.order_no)
    v = order.v + 1
    await store.change_order(tx.db, tx.caller.tenant, order.id, state=OrderState.REGISTERED, v=v)
    tx.record(OrderRegistered(order_id=order.id, patient_id=order.patient_id, v=v))
    return order


async def reopen(tx: Tx, order: store.Found) -> None:
    """The order waits anew: its registration was cancelled."""
    if order.state == OrderState.REGISTERED:
        v = order.v + 1
        await store.change_order(tx.db, tx.caller.tenant, order.id, state=OrderState.WAITING, v=v)
        tx.record(OrderRegistered(order_id=order.id, patient_id=order.patient_id, reopened=True, v=v))


async def _registration(tx: Tx, order: store.Found) -> store.Found | None:
    """What the order led to, if that has not begun. Raises ``OrderUnderway``."""
    found = await store.registered_from(tx.db, tx.caller.tenant, order.id)
    if found is None:
        return None
    row = await store.load(tx.db, tx.caller.tenant, found)
    if row.state != State.REGISTERED:
        zh, en = STATES[State(row.state)]
        raise OrderUnderway(order_no=order.order_no, state_zh=zh, state_en=en)
    return row


async def _carry_over(tx: Tx, order: store.Found, values: Mapping[str, Any]) -> None:
    """Bring the registration of an order up to date, and its ticket with it.

    Raises the queue's ``RoomUnfit`` when the room does not do what is wanted now: then the desk has to cancel first.
    """
    row = await _registration(tx, order)
    if row is None:
        return
    changed = {name: values[name] for name in FOLLOWS}
    after = {**row._mapping, **changed}  # noqa: SLF001 - SQLAlchemy's public name
    if row.room_id is not None:
        await renew(tx, row.id, _renewal(after))
    row = await store.load(tx.db, tx.caller.tenant, row.id, lock=True)
    v = row.v + 1
    stamps = {"updated_at": tx.now, "edition": row.edition + 1, "v": v}
    await store.change(tx.db, tx.caller.tenant, row.id, **changed, **stamps)
    fact = {"registration_id": row.id, "patient_id": values["patient_id"], "direction": row.direction}
    tx.record(RegistrationEdited(**fact, v=v))


def _renewal(row: Mapping[str, Any]) -> Renewal:
    """What the ticket of a registration says."""
    return Renewal(
        room_id=row["room_id"],
        patient_id=row["patient_id"],
        name=row["name"],
        sex=row["sex"],
        birth_date=row["birth_date"],
        patient_class=class_of(row["rank"]),
        exam_type=row["exam_type"],
        items=names_of(store.items_in(row["items"])),
        pre_exam_time=row["pre_exam_time"],
        arrears=row["arrears"],
        clinical_diagnosis=row["diagnosis"],
        requesting_department=row["requesting_department"],
    )
