"""Registering a patient, and correcting what was written down."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final

import msgspec

from domains.patients.public import Patient
from domains.queue.public import AdmitTicket, Renewal, Room, admit, renew, rooms
from domains.queue.public import State as Stand
from domains.registration import permissions, schedule, store
from domains.registration.commands.form import (
    Chosen,
    Id,
    Items,
    Moment,
    PatientForm,
    PhotoIds,
    Request,
    choose,
    columns,
    keep_patient,
)
from domains.registration.errors import EditedElsewhere
from domains.registration.events import RegistrationEdited, RegistrationSubmitted
from domains.registration.model import Clinical, State, Step, names_of, step
from domains.registration.ordering import take_order
from domains.registration.photos import REQUEST_PHOTO
from domains.registration.telling import tell
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import NotFound
from hub.files.keeping import settle
from hub.ids import new_id

PRIVATE: Final = frozenset({"patient", "clinical"})


class Registered(msgspec.Struct, frozen=True):
    """The registration with the numbers that the system gave it; empty while there is no room."""

    registration_id: str
    patient_id: str
    number: str
    exam_no: str
    image_no: str


class RegisterPatient(Command, frozen=True, kw_only=True):
    """Book and register a patient (提交, RIS-041): the examination goes to the room at once.

    ``slot_at`` is the slot picked; without one ``pre_exam_time`` says when, by default now. ``order_id`` is the order
    that this carries out.
    """

    needs: ClassVar[Permission] = permissions.REGISTER
    private: ClassVar[frozenset[str]] = PRIVATE
    patient: PatientForm
    room_id: Id
    items: Items
    request: Request = msgspec.field(default_factory=Request)
    clinical: Clinical = msgspec.field(default_factory=Clinical)
    arrears: bool = False
    pre_exam_time: Moment | None = None
    slot_at: Moment | None = None
    order_id: Id | None = None
    photo_ids: PhotoIds = ()


class EditRegistration(Command, frozen=True, kw_only=True):
    """Correct a registration (编辑登记详情, RIS-019): all of it, as it was shown in ``edition`` and changed since.

    A referral that was received gets its room and time this way. Without a room it stays where it
    is; without ``photo_ids`` the photos stay.
    """

    needs: ClassVar[Permission] = permissions.REGISTER
    private: ClassVar[frozenset[str]] = PRIVATE
    registration_id: Id
    edition: int
    patient: PatientForm
    items: Items
    room_id: Id | None = None
    request: Request = msgspec.field(default_factory=Request)
    clinical: Clinical = msgspec.field(default_factory=Clinical)
    arrears: bool = False
    pre_exam_time: Moment | None = None
    slot_at: Moment | None = None
    photo_ids: PhotoIds | None = None


@handles(RegisterPatient)
async def register_patient(cmd: RegisterPatient, tx: Tx) -> Registered:
    """Patient, order, ticket, registration and place: all or nothing, locked in this order by every command."""
    patient = await keep_patient(tx, cmd.patient)
    chosen = await choose(tx, cmd.items)
    order = None if cmd.order_id is None else await take_order(tx, cmd.order_id)
    room = await room_of(tx, cmd.room_id)
    registration_id = new_id()
    common = columns(patient, cmd.request, chosen, cmd.clinical)
    placed = await place(tx, registration_id, room, _ticket(cmd, patient, chosen, room.id, tx.now))
    more: dict[str, Any] = {} if order is None else {"order_no": order.order_no, "study_uid": order.study_uid}
    values = {**blank(tx), **common, **placed, **more, "id": registration_id, "order_id": cmd.order_id}
    await store.add(tx.db, {**values, "arrears": cmd.arrears, "slot_at": cmd.slot_at})
    if cmd.slot_at is not None:
        await schedule.take(tx, room, cmd.slot_at)
    await settle(tx, cmd.photo_ids, REQUEST_PHOTO, registration_id, "photo_ids")
    tx.record(RegistrationSubmitted(registration_id=registration_id, patient_id=patient.id, v=1))
    numbers = (placed["number"], placed["exam_no"], placed["image_no"])
    return Registered(registration_id, patient.id, *numbers)


@handles(EditRegistration)
async def edit_registration(cmd: EditRegistration, tx: Tx) -> Registered:
    """The ticket is renewed with it, so that the room sees the change."""
    tenant = tx.caller.tenant
    patient = await keep_patient(tx, cmd.patient)
    seen = await store.load(tx.db, tenant, cmd.registration_id)
    chosen = await choose(tx, cmd.items, Chosen(seen.exam_type, store.items_of(seen)))
    room_id = None if seen.direction == "sent" else cmd.room_id or seen.room_id
    room = None if room_id is None else await room_of(tx, room_id)
    placed: dict[str, Any] = {}
    if room is not None:
        ticket = _ticket(cmd, patient, chosen, room.id, seen.pre_exam_time or tx.now)
        placed = await _renewed(tx, seen, room, ticket)
    before = await store.load(tx.db, tenant, cmd.registration_id, lock=True)
    if before.edition != cmd.edition:
        raise EditedElsewhere
    step(before.state, Step.EDIT)
    v = before.v + 1
    slot_at = None if room is None else cmd.slot_at
    values = {**columns(patient, cmd.request, chosen, cmd.clinical), **placed, "arrears": cmd.arrears}
    stamps = {"slot_at": slot_at, "updated_at": tx.now, "edition": before.edition + 1, "v": v}
    await store.change(tx.db, tenant, before.id, **values, **stamps)
    await _exchange(tx, before, room, slot_at)
    if cmd.photo_ids is not None:
        await settle(tx, cmd.photo_ids, REQUEST_PHOTO, before.id, "photo_ids")
    fact = {"registration_id": before.id, "patient_id": patient.id, "direction": before.direction}
    tx.record(RegistrationEdited(**fact, v=v))
    if before.state == State.EXAMINED:
        await tell(tx, before.id)
    now = {**before._mapping, **placed}  # noqa: SLF001 - SQLAlchemy's public name
    return Registered(before.id, patient.id, now["number"], now["exam_no"], now["image_no"])


def blank(tx: Tx) -> dict[str, Any]:
    """A new registration before anything is known of it."""
    return {
        "tenant": tx.caller.tenant,
        "state": State.REGISTERED,
        "ticket_state": "",
        "order_no": "",
        "study_uid": "",
        "arrears": False,
        "campus": "",
        "number": "",
        "exam_no": "",
        "image_no": "",
        "direction": "",
        "other_tenant": "",
        "other_id": "",
        "other_v": 0,
        "requesting_campus": "",
        "registered_at": tx.now,
        "registered_by": tx.caller.actor,
        "updated_at": tx.now,
        "edition": 1,
        "v": 1,
    }


async def room_of(tx: Tx, room_id: str) -> Room:
    """The room. Raises ``NotFound``."""
    found = (await rooms(tx.db, tx.caller.tenant)).get(room_id)
    if found is None:
        raise NotFound
    return found


async def place(tx: Tx, registration_id: str, room: Room, ticket: AdmitTicket) -> dict[str, Any]:
    """Put the patient in the room's line; gives the columns that say so."""
    admitted = await admit(ticket, tx, registration_id)
    return {
        "room_id": room.id,
        "campus": room.campus,
        "ticket_state": "waiting",
        "number": admitted.number,
        "exam_no": admitted.exam_no,
        "image_no": admitted.image_no,
        "pre_exam_time": ticket.pre_exam_time,
    }


async def _renewed(tx: Tx, seen: store.Found, room: Room, ticket: AdmitTicket) -> dict[str, Any]:
    """The columns of a registration that was put in line or is corrected there."""
    if seen.room_id is None:
        if (await store.load(tx.db, tx.caller.tenant, seen.id, lock=True)).room_id is not None:
            raise EditedElsewhere
        return await place(tx, seen.id, room, ticket)
    said = {name: getattr(ticket, name) for name in Renewal.__struct_fields__}
    renewed = await renew(tx, seen.id, Renewal(**said))
    if renewed.state in {Stand.EXAMINED, Stand.WITHDRAWN}:
        return {}  # the line has forgotten the patient; what is corrected now concerns the record only
    return {"room_id": room.id, "campus": room.campus, "pre_exam_time": renewed.pre_exam_time}


async def _exchange(tx: Tx, before: store.Found, room: Room | None, slot_at: datetime | None) -> None:
    """Give the old place back and take the new one, in the order of their names, so that two edits never wait."""
    old = (before.room_id, before.slot_at) if before.slot_at is not None else None
    new = (room.id, slot_at) if room is not None and slot_at is not None else None
    if old == new:
        return
    for at in sorted(slot for slot in (old, new) if slot is not None):
        if at == old:
            await schedule.give_back(tx, *at)
        elif room is not None:
            await schedule.take(tx, room, at[1])


def _ticket(
    cmd: RegisterPatient | EditRegistration, patient: Patient, chosen: Chosen, room_id: str, usual: datetime
) -> AdmitTicket:
    known = patient.details
    if known.birth_date is None:
        raise ValueError("a patient without a birth date was let in")
    return AdmitTicket(
        room_id=room_id,
        patient_id=patient.id,
        name=known.name,
        sex=known.sex,
        birth_date=known.birth_date,
        exam_type=chosen.exam_type,
        items=names_of(chosen.items),
        patient_class=cmd.request.patient_class,
        pre_exam_time=cmd.slot_at or cmd.pre_exam_time or usual,
        phone=known.phone,
        arrears=cmd.arrears,
        clinical_diagnosis=cmd.clinical.diagnosis,
        requesting_department=cmd.request.requesting_department,
    )
