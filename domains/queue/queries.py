"""What can be asked about the lines."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

import msgspec

from domains.access.public import institution, names
from domains.queue import permissions, store
from domains.queue.model import PatientClass, Ticket
from hub import history
from hub.caller import Caller, Permission
from hub.clock import day_of
from hub.commands import Look, Query, answers
from hub.masking import mask_phone


class Room(msgspec.Struct, frozen=True):
    """An examination room: where it is, what it does, and whether it takes more patients."""

    id: str
    name: str
    campus: str
    exam_types: tuple[str, ...]
    enabled: bool


class RoomList(msgspec.Struct, frozen=True):
    """The institution's rooms, and its present day."""

    today: date
    rooms: tuple[Room, ...]


class HistoryEntry(msgspec.Struct, frozen=True):
    """One thing that happened to a ticket: when, what (the fact's name), and who did it."""

    at: datetime
    action: str
    actor: str


class TicketSheet(msgspec.Struct, frozen=True):
    """The registration behind a ticket (RIS-105); ``age`` in whole years, the phone masked."""

    id: str
    name: str
    sex: str
    age: int
    patient_class: str
    phone: str
    exam_type: str
    items: tuple[str, ...]
    exam_no: str
    image_no: str
    number: str
    room_id: str
    room_name: str
    pre_exam_time: datetime
    state: str
    calls: int
    arrears: bool
    clinical_diagnosis: str
    requesting_department: str
    history: tuple[HistoryEntry, ...]


class ListRooms(Query, frozen=True):
    """The rooms of the caller's institution (RIS-101)."""

    needs: ClassVar[Permission] = permissions.VIEW


class TicketDetail(Query, frozen=True):
    """The registration behind a ticket (RIS-105)."""

    needs: ClassVar[Permission] = permissions.VIEW
    ticket_id: str


@answers(ListRooms)
async def list_rooms(caller: Caller, _: ListRooms, look: Look) -> RoomList:
    """By campus and name."""
    zone = (await institution(look.db, caller.tenant)).time_zone
    rows = await store.all_rooms(look.db, caller.tenant)
    rooms = tuple(Room(r.id, r.name, r.campus, tuple(r.exam_types), r.enabled) for r in rows)
    return RoomList(day_of(look.now, zone), rooms)


@answers(TicketDetail)
async def ticket_detail(caller: Caller, query: TicketDetail, look: Look) -> TicketSheet:
    """The ticket with its trail."""
    ticket = await store.load(look.db, caller.tenant, query.ticket_id)
    room = await store.room(look.db, caller.tenant, ticket.room_id)
    zone = (await institution(look.db, caller.tenant)).time_zone
    trail = await history.of(look.db, caller.tenant, ticket.id)
    who = await names(look.db, caller.tenant, [e.actor for e in trail])
    entries = tuple(HistoryEntry(e.occurred_at, e.type, who.get(e.actor, e.actor)) for e in trail)
    fields = {k: getattr(ticket, k) for k in TicketSheet.__struct_fields__ if hasattr(ticket, k)}
    return TicketSheet(
        **{
            **fields,
            "age": age_of(ticket.birth_date, day_of(look.now, zone)),
            "patient_class": class_name(ticket),
            "phone": mask_phone(ticket.phone),
            "room_name": room.name,
            "history": entries,
        }
    )


def age_of(born: date, today: date) -> int:
    """Whole years on ``today``."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def class_name(ticket: Ticket) -> str:
    """emergency, vip or normal."""
    return PatientClass(ticket.patient_class).name.lower()
