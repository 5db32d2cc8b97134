"""Referring a patient to another institution of the group (转诊), and what the two tell each other.

Nothing is written into another institution but by a command there: the facts of one side are carried to the other by
``carrying``, and each side keeps its own copy that names its counterpart.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from domains.access.public import neighbours
from domains.patients.public import Details, Kind, NumberText, change, keep, shelf
from domains.registration import permissions, store
from domains.registration.commands.desk import PRIVATE, Registered, blank
from domains.registration.commands.form import (
    Chosen,
    Id,
    Items,
    Name,
    PatientForm,
    PhotoIds,
    Request,
    choose,
    columns,
    keep_patient,
)
from domains.registration.errors import NobodyToRefer
from domains.registration.events import (
    RegistrationEdited,
    RegistrationMoved,
    RegistrationSubmitted,
)
from domains.registration.model import Clinical, State
from domains.registration.ordering import take_order
from domains.registration.photos import REQUEST_PHOTO
from hub.caller import Permission
from hub.commands import INSIDE, Command, Tx, handles
from hub.files.keeping import settle
from hub.ids import new_id


class ReferPatient(Command, frozen=True, kw_only=True):
    """Register a patient for an examination at another institution (转诊登记, RIS-060).

    Which room and when is decided there. ``requesting_campus`` is the campus of this institution that asks.
    """

    needs: ClassVar[Permission] = permissions.REFER
    private: ClassVar[frozenset[str]] = PRIVATE
    patient: PatientForm
    institution: Id
    campus: Annotated[str, Meta(min_length=1, max_length=50)]
    requesting_campus: Annotated[str, Meta(max_length=50)] = ""
    items: Items
    request: Request = msgspec.field(default_factory=Request)
    clinical: Clinical = msgspec.field(default_factory=Clinical)
    order_id: Id | None = None
    photo_ids: PhotoIds = ()


class OpenToReferrals(Command, frozen=True, kw_only=True):
    """Say for which types of examination a campus of this institution takes referrals; none takes it back."""

    needs: ClassVar[Permission] = permissions.MANAGE
    campus: Annotated[str, Meta(min_length=1, max_length=50)]
    exam_types: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=20)], ...], Meta(max_length=20)]


class TakeReferral(Command, frozen=True, kw_only=True):
    """Another institution refers a patient, or has corrected what it wrote: in its version ``origin_v``."""

    needs: ClassVar[Permission] = permissions.RELAY
    exposed: ClassVar[frozenset[str]] = INSIDE
    private: ClassVar[frozenset[str]] = frozenset({"details", "numbers", "clinical"})
    origin: Id
    origin_id: Id
    origin_v: int
    details: Details
    numbers: dict[Kind, NumberText]
    campus: Name
    exam_type: Name
    items: Items
    request: Request
    clinical: Clinical
    requesting_campus: Name


class FollowReferral(Command, frozen=True, kw_only=True):
    """The other institution tells how its part of a referral stands, in its version ``other_v``."""

    needs: ClassVar[Permission] = permissions.RELAY
    exposed: ClassVar[frozenset[str]] = INSIDE
    registration_id: Id
    other_id: Id
    other_v: int
    state: str
    ticket_state: str
    number: str
    exam_no: str
    image_no: str


@handles(ReferPatient)
async def refer_patient(cmd: ReferPatient, tx: Tx) -> Registered:
    """Write it down as sent; raises ``NobodyToRefer`` when nobody there takes such patients."""
    patient = await keep_patient(tx, cmd.patient)
    chosen = await choose(tx, cmd.items)
    await _check_offer(tx, cmd.institution, cmd.campus, chosen.exam_type)
    order = None if cmd.order_id is None else await take_order(tx, cmd.order_id)
    registration_id = new_id()
    more: dict[str, Any] = {} if order is None else {"order_no": order.order_no, "study_uid": order.study_uid}
    referral = {
        "direction": "sent",
        "other_tenant": cmd.institution,
        "campus": cmd.campus,
        "requesting_campus": cmd.requesting_campus,
        "order_id": cmd.order_id,
    }
    common = columns(patient, cmd.request, chosen, cmd.clinical)
    await store.add(tx.db, {**blank(tx), **common, **more, **referral, "id": registration_id})
    await settle(tx, cmd.photo_ids, REQUEST_PHOTO, registration_id, "photo_ids")
    tx.record(
        RegistrationSubmitted(registration_id=registration_id, patient_id=patient.id, direction="sent", v=1),
    )
    return Registered(registration_id, patient.id, "", "", "")


async def _check_offer(tx: Tx, institution: str, campus: str, exam_type: str) -> None:
    near = await neighbours(tx.db, tx.caller.tenant)
    offers = await store.openings_of(tx.db, [institution]) if institution in near else []
    if not any(offer.campus == campus and exam_type in offer.exam_types for offer in offers):
        raise NobodyToRefer(exam_type=exam_type)


@handles(OpenToReferrals)
async def open_to_referrals(cmd: OpenToReferrals, tx: Tx) -> None:
    """The offer is read by the institutions beside this one."""
    await store.open_to_referrals(tx.db, tx.caller.tenant, cmd.campus, cmd.exam_types)


@handles(TakeReferral)
async def take_referral(cmd: TakeReferral, tx: Tx) -> None:
    """Make the copy, or bring it up to date while nobody has begun; an older version is left aside."""
    tenant = tx.caller.tenant
    before = await store.referral(tx.db, tenant, cmd.origin, cmd.origin_id)
    if before is None:
        patient = await keep(tx, cmd.details, cmd.numbers)
    else:
        patient = await change(tx, await shelf(tx).survivor(before.patient_id), cmd.details, cmd.numbers)
    common = columns(patient, cmd.request, Chosen(cmd.exam_type, cmd.items), cmd.clinical)
    if before is None:
        registration_id = new_id()
        referral = {
            "direction": "received",
            "other_tenant": cmd.origin,
            "other_id": cmd.origin_id,
            "other_v": cmd.origin_v,
            "campus": cmd.campus,
            "requesting_campus": cmd.requesting_campus,
        }
        await store.add(tx.db, {**blank(tx), **common, **referral, "id": registration_id})
        tx.record(
            RegistrationSubmitted(registration_id=registration_id, patient_id=patient.id, direction="received", v=1)
        )
        return
    if cmd.origin_v <= before.other_v or before.state != State.REGISTERED:
        return
    v = before.v + 1
    # Which items and how soon is this side's business once it has given the patient a room.
    values = common if before.room_id is None else {k: common[k] for k in ("diagnosis", "purpose", "history", "signs")}
    stamps = {"other_v": cmd.origin_v, "updated_at": tx.now, "edition": before.edition + 1, "v": v}
    await store.change(tx.db, tenant, before.id, **values, **stamps)
    tx.record(
        RegistrationEdited(registration_id=before.id, patient_id=patient.id, direction="received", v=v),
    )


@handles(FollowReferral)
async def follow_referral(cmd: FollowReferral, tx: Tx) -> None:
    """Note how it stands there; an older version is left aside."""
    row = await store.load(tx.db, tx.caller.tenant, cmd.registration_id, lock=True)
    if row.direction != "sent" or cmd.other_v <= row.other_v:
        return
    v = row.v + 1
    told = {name: getattr(cmd, name) for name in ("state", "ticket_state", "number", "exam_no", "image_no")}
    stamps = {"other_id": cmd.other_id, "other_v": cmd.other_v, "updated_at": tx.now, "v": v}
    await store.change(tx.db, tx.caller.tenant, row.id, **told, **stamps)
    tx.record(
        RegistrationMoved(registration_id=row.id, patient_id=row.patient_id, direction="sent", v=v),
    )
