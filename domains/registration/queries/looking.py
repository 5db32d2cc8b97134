"""Looking up requests, registrations, slots and what can be chosen."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec

from domains.access.public import institution, institution_names, names, neighbours
from domains.catalog.public import exam_type_of, offered_items
from domains.patients.public import Kind, NumberText, PatientView, Shelf, find, view
from domains.queue.public import rooms
from domains.registration import permissions, schedule, store
from domains.registration.commands.form import Id
from domains.registration.model import Clinical, Item, class_of
from domains.registration.photos import REQUEST_PHOTO
from hub import history
from hub.caller import Caller, Permission
from hub.clock import day_of
from hub.commands import Look, Query, answers
from hub.files.keeping import KeptFile, files_of


class OpenOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order that waits to be registered."""

    order_id: str
    order_no: str
    exam_type: str
    items: tuple[Item, ...]
    clinical: Clinical
    patient_class: str
    requesting_department: str
    requesting_doctor: str
    requested_at: datetime | None


class FoundRequest(msgspec.Struct, frozen=True):
    """A patient with the orders that wait for him, newest first."""

    patient: PatientView
    orders: tuple[OpenOrder, ...]


class Offer(msgspec.Struct, frozen=True):
    """An item of the catalogue; the price in fen."""

    exam_type: str
    code: str
    name: str
    part: str
    price: int


class FreeSlot(msgspec.Struct, frozen=True):
    """A time of a room's schedule, with how many of its places are taken."""

    at: datetime
    places: int
    taken: int


class DaySlots(msgspec.Struct, frozen=True):
    """A room's slots of a day, in order; ``today`` is the institution's day."""

    today: date
    slots: tuple[FreeSlot, ...]


class Target(msgspec.Struct, frozen=True):
    """A campus that takes referrals: of which institution, of which group (the superior it is under)."""

    group_id: str
    group: str
    institution_id: str
    institution: str
    campus: str
    exam_types: tuple[str, ...]


class Trace(msgspec.Struct, frozen=True):
    """One thing that happened to a registration: when, what (the fact's name), and who did it."""

    at: datetime
    action: str
    actor: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """All of a registration (登记详情, RIS-017); ``institution`` is the other side's of a referral."""

    registration_id: str
    edition: int
    state: str
    ticket_state: str
    patient: PatientView
    patient_class: str
    arrears: bool
    exam_type: str
    items: tuple[Item, ...]
    clinical: Clinical
    campus: str
    room_id: str | None
    room_name: str
    pre_exam_time: datetime | None
    slot_at: datetime | None
    number: str
    exam_no: str
    image_no: str
    order_no: str
    requesting_department: str
    requesting_doctor: str
    requested_at: datetime | None
    requesting_campus: str
    direction: str
    institution: str
    registered_at: datetime
    registered_by: str
    photos: tuple[KeptFile, ...]
    history: tuple[Trace, ...]


class FindRequest(Query, frozen=True, kw_only=True):
    """Look a patient up by visit card, check-up or identity card number, with his waiting orders (RIS-030)."""

    needs: ClassVar[Permission] = permissions.REGISTER
    personal: ClassVar[bool] = True
    kind: Literal["visit_card", "checkup", "identity"]
    number: NumberText


class ShowOrder(Query, frozen=True, kw_only=True):
    """An order of the list with its patient, to be registered."""

    needs: ClassVar[Permission] = permissions.REGISTER
    personal: ClassVar[bool] = True
    order_id: Id


class ShowRegistration(Query, frozen=True, kw_only=True):
    """All of a registration (RIS-017)."""

    needs: ClassVar[Permission] = permissions.VIEW
    personal: ClassVar[bool] = True
    registration_id: Id


class ListOffers(Query, frozen=True, kw_only=True):
    """What can be examined here, by code (RIS-037)."""

    needs: ClassVar[Permission] = permissions.VIEW


class ListSlots(Query, frozen=True, kw_only=True):
    """A room's slots of a day (RIS-024); ``day`` is today unless given."""

    needs: ClassVar[Permission] = permissions.VIEW
    room_id: Id
    day: date | None = None


class ListTargets(Query, frozen=True, kw_only=True):
    """To whom patients can be referred from here (RIS-056)."""

    needs: ClassVar[Permission] = permissions.VIEW


@answers(FindRequest)
async def find_request(caller: Caller, query: FindRequest, look: Look) -> FoundRequest:
    """Raises ``NobodyFound``."""
    shelf = Shelf(look.db, caller.tenant, look.secret)
    patient = await find(shelf, Kind(query.kind), query.number)
    orders = await store.open_orders(look.db, caller.tenant, await shelf.records(patient.id))
    return FoundRequest(view(patient, masked=caller.masked), tuple(_order(row) for row in orders))


@answers(ShowOrder)
async def show_order(caller: Caller, query: ShowOrder, look: Look) -> FoundRequest:
    """Raises ``NotFound``. An order that waits no more is not offered."""
    row = await store.order(look.db, caller.tenant, query.order_id)
    shelf = Shelf(look.db, caller.tenant, look.secret)
    patient = await shelf.patient(await shelf.survivor(row.patient_id))
    offered = (_order(row),) if row.state == "waiting" else ()
    return FoundRequest(view(patient, masked=caller.masked), offered)


@answers(ShowRegistration)
async def show_registration(caller: Caller, query: ShowRegistration, look: Look) -> Sheet:
    """Raises ``NotFound``."""
    return await sheet(caller, query.registration_id, look)


async def sheet(caller: Caller, registration_id: str, look: Look) -> Sheet:
    """All of a registration as the caller may see it. Raises ``NotFound``."""
    row = await store.load(look.db, caller.tenant, registration_id)
    shelf = Shelf(look.db, caller.tenant, look.secret)
    patient = view(await shelf.patient(await shelf.survivor(row.patient_id)), masked=caller.masked)
    here = await rooms(look.db, caller.tenant)
    trail = await history.of(look.db, caller.tenant, row.id)
    who = await names(look.db, caller.tenant, [row.registered_by, *(entry.actor for entry in trail)])
    others = await institution_names(look.db, [row.other_tenant]) if row.other_tenant else {}
    kept = await files_of(look.db, caller.tenant, REQUEST_PHOTO, [row.id])
    fields = {name: row._mapping[name] for name in Sheet.__struct_fields__ if name in row._mapping}  # noqa: SLF001
    return Sheet(
        **{
            **fields,
            "registration_id": row.id,
            "patient": patient,
            "patient_class": class_of(row.rank),
            "items": store.items_of(row),
            "clinical": _clinical(row),
            "room_name": here[row.room_id].name if row.room_id in here else "",
            "institution": others.get(row.other_tenant, ""),
            "registered_by": who.get(row.registered_by, row.registered_by),
            "photos": kept.get(row.id, ()),
            "history": tuple(Trace(e.occurred_at, e.type, who.get(e.actor, e.actor)) for e in trail),
        }
    )


@answers(ListOffers)
async def list_offers(caller: Caller, _: ListOffers, look: Look) -> tuple[Offer, ...]:
    """By code."""
    offered = await offered_items(look.db, caller.tenant)
    return tuple(
        Offer(exam_type_of(item.modality), item.code, item.name, item.part, item.fee) for item in offered.values()
    )


@answers(ListSlots)
async def list_slots(caller: Caller, query: ListSlots, look: Look) -> DaySlots:
    """What has passed is left out today: nobody can come then."""
    zone = (await institution(look.db, caller.tenant)).time_zone
    today = day_of(look.now, zone)
    day = query.day or today
    slots = await schedule.slots_of(look.db, caller.tenant, query.room_id, day, zone)
    found = await store.slots_at(look.db, caller.tenant, query.room_id, [slot.at for slot in slots])
    taken = {row.at: row.taken for row in found}
    coming = [slot for slot in slots if slot.at >= look.now]
    return DaySlots(today, tuple(FreeSlot(slot.at, slot.places, taken.get(slot.at, 0)) for slot in coming))


@answers(ListTargets)
async def list_targets(caller: Caller, _: ListTargets, look: Look) -> tuple[Target, ...]:
    """Of the institutions right above, right below and beside this one, those that have opened a campus."""
    near = await neighbours(look.db, caller.tenant)
    groups = await institution_names(look.db, {group for _, group in near.values()})
    return tuple(
        Target(
            group_id=near[offer.institution][1],
            group=groups.get(near[offer.institution][1], ""),
            institution_id=offer.institution,
            institution=near[offer.institution][0],
            campus=offer.campus,
            exam_types=tuple(offer.exam_types),
        )
        for offer in await store.openings_of(look.db, list(near))
    )


def _order(row: store.Found) -> OpenOrder:
    return OpenOrder(
        order_id=row.id,
        order_no=row.order_no,
        exam_type=row.exam_type,
        items=store.items_of(row),
        clinical=_clinical(row),
        patient_class=class_of(row.rank),
        requesting_department=row.requesting_department,
        requesting_doctor=row.requesting_doctor,
        requested_at=row.requested_at,
    )


def _clinical(row: store.Found) -> Clinical:
    return Clinical(**{name: getattr(row, name) for name in Clinical.__struct_fields__})
