"""Putting a patient in line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from domains.access.public import institution
from domains.queue import permissions, store
from domains.queue.errors import RoomClosed, RoomUnfit
from domains.queue.events import TicketAdmitted
from domains.queue.model import PatientClass, Ticket
from hub.caller import Permission
from hub.clock import day_of
from hub.commands import Command, Tx, handles
from hub.ids import new_id

Text = Annotated[str, Meta(min_length=1, max_length=100)]
Moment = Annotated[datetime, Meta(tz=True)]
CLASSES = {"emergency": PatientClass.EMERGENCY, "vip": PatientClass.VIP, "normal": PatientClass.NORMAL}


class AdmittedTicket(msgspec.Struct, frozen=True):
    """The new ticket with the numbers that the system gave it (RIS-103)."""

    ticket_id: str
    number: str
    exam_no: str
    image_no: str


class AdmitTicket(Command, frozen=True):
    """Put a patient in a room's line; ``pre_exam_time`` is now unless given."""

    needs: ClassVar[Permission] = permissions.ADMIT
    private: ClassVar[frozenset[str]] = frozenset({"name", "birth_date", "phone", "clinical_diagnosis"})
    room_id: Text
    patient_id: Text
    name: Text
    sex: Literal["male", "female", "unknown"]
    birth_date: date
    exam_type: Text
    items: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=20)]
    patient_class: Literal["emergency", "vip", "normal"] = "normal"
    pre_exam_time: Moment | None = None
    phone: Annotated[str, Meta(max_length=30)] = ""
    arrears: bool = False
    clinical_diagnosis: Annotated[str, Meta(max_length=1000)] = ""
    requesting_department: Annotated[str, Meta(max_length=100)] = ""


def check_room(room: store.Found, exam_type: str) -> None:
    """Whether the room takes one more for such an examination; raises ``RoomClosed`` and ``RoomUnfit``."""
    if not room.enabled:
        raise RoomClosed(room=room.name)
    if exam_type not in room.exam_types:
        raise RoomUnfit(room=room.name, exam_type=exam_type)


@handles(AdmitTicket)
async def admit_ticket(cmd: AdmitTicket, tx: Tx) -> AdmittedTicket:
    """Number the examination and write the ticket."""
    return await admit(cmd, tx, new_id())


async def admit(cmd: AdmitTicket, tx: Tx, ticket_id: str) -> AdmittedTicket:
    """The same under an id of the caller's choice, inside a command that does more than this."""
    tenant = tx.caller.tenant
    check_room(await store.room(tx.db, tenant, cmd.room_id), cmd.exam_type)
    day = day_of(tx.now, (await institution(tx.db, tenant)).time_zone)
    of_day, of_type = await store.next_numbers(tx.db, tenant, f"{day:%Y%m%d}", f"{day:%Y%m%d}:{cmd.exam_type}")
    ticket = Ticket(
        id=ticket_id,
        room_id=cmd.room_id,
        patient_id=cmd.patient_id,
        number=f"{cmd.exam_type}{of_type:03}",
        name=cmd.name,
        sex=cmd.sex,
        birth_date=cmd.birth_date,
        phone=cmd.phone,
        patient_class=CLASSES[cmd.patient_class],
        exam_type=cmd.exam_type,
        items=cmd.items,
        exam_no=f"{day:%Y%m%d}{of_day:04}",
        image_no=f"{cmd.exam_type}{day:%y%m%d}{of_type:04}",
        pre_exam_time=cmd.pre_exam_time or tx.now,
        arrears=cmd.arrears,
        clinical_diagnosis=cmd.clinical_diagnosis,
        requesting_department=cmd.requesting_department,
    )
    await store.add(tx.db, tenant, ticket)
    tx.record(TicketAdmitted(ticket_id=ticket.id, patient_id=ticket.patient_id, room_id=ticket.room_id, v=1))
    return AdmittedTicket(ticket.id, ticket.number, ticket.exam_no, ticket.image_no)
