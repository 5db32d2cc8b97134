"""What is filled in at the desk, and how it becomes columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from domains.catalog.public import OfferedItem, exam_type_of, offered_items
from domains.patients.public import Details, Kind, NumberText, Patient, Shelf, view, write_down
from domains.registration.errors import ItemsWrong
from domains.registration.model import Class, Clinical, Item, Rank
from hub.commands import Tx
from hub.errors import FieldError, Invalid

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Name = Annotated[str, Meta(max_length=100)]
Moment = Annotated[datetime, Meta(tz=True)]
Items = Annotated[tuple[Item, ...], Meta(min_length=1, max_length=20)]
PhotoIds = Annotated[tuple[Id, ...], Meta(max_length=5)]


class PatientForm(msgspec.Struct, frozen=True, kw_only=True):
    """The patient as the desk wrote him down; ``patient_id`` when he is known already."""

    details: Details
    numbers: Annotated[dict[Kind, NumberText], Meta(max_length=5)] = msgspec.field(default_factory=dict)
    patient_id: Id | None = None


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for the examination, and how soon it is wanted."""

    patient_class: Class = "normal"
    requesting_department: Name = ""
    requesting_doctor: Name = ""
    requested_at: Moment | None = None


class Chosen(msgspec.Struct, frozen=True):
    """Items that go together: all of one type of examination."""

    exam_type: str
    items: tuple[Item, ...]


async def keep_patient(tx: Tx, form: PatientForm) -> Patient:
    """Write down who the patient is. Raises ``NumberTaken``, and ``Invalid`` for who has no birth date."""
    form = await _unmasked(tx, form)
    if form.details.birth_date is None:
        why = "请填写出生日期或年龄 (birth date or age is required)"
        raise Invalid(why, (FieldError("patient.details.birth_date", why),))
    return await write_down(tx, form.details, form.numbers, form.patient_id)


async def _unmasked(tx: Tx, form: PatientForm) -> PatientForm:
    """The form of somebody who sees patients masked: what he has left as it was shown to him stays as it is."""
    if not tx.caller.masked or form.patient_id is None:
        return form
    kept = Shelf(tx.db, tx.caller.tenant, tx.secret)
    patient = await kept.patient(await kept.survivor(form.patient_id))
    shown = view(patient, masked=True)
    same = {
        name: getattr(patient.details, name)
        for name in ("name", "pinyin", "phone", "address")
        if getattr(form.details, name) == getattr(shown, name)
    }
    masked = {(number.kind, number.number) for number in shown.numbers}
    known = dict(patient.numbers)
    numbers = {kind: known[kind] if (kind, text) in masked else text for kind, text in form.numbers.items()}
    details = msgspec.structs.replace(form.details, **same)
    return msgspec.structs.replace(form, details=details, numbers=numbers)


async def choose(tx: Tx, items: Sequence[Item], before: Chosen | None = None) -> Chosen:
    """The items as the catalogue has them, at the prices given. Raises ``ItemsWrong``.

    What the registration had ``before`` may stay, though the catalogue has it no more, or is another institution's.
    """
    offered = await offered_items(tx.db, tx.caller.tenant, [item.code for item in items])
    if before is not None:
        kept = [OfferedItem(item.code, item.name, before.exam_type, item.part, item.price) for item in before.items]
        offered = {item.code: item for item in kept} | offered
    for place, item in enumerate(items):
        if item.code not in offered:
            raise _wrong(f"items[{place}].code", f"项目编码 {item.code} 未维护或已停用 (not in the catalogue)")
    return together([offered[item.code] for item in items], items)


def together(offered: Sequence[OfferedItem], asked: Sequence[Item]) -> Chosen:
    """What was asked for, named as in the catalogue. Raises ``ItemsWrong`` when it is not of one type."""
    types = {exam_type_of(item.modality) for item in offered}
    if len(types) > 1:
        told = "、".join(sorted(types))
        raise _wrong("items", f"一次登记只能包含同一检查类型的项目，现有 {told} (items of more than one type)")
    pairs = zip(offered, asked, strict=True)
    return Chosen(types.pop(), tuple(Item(known.code, known.name, known.part, item.price) for known, item in pairs))


def _wrong(field: str, why: str) -> ItemsWrong:
    return ItemsWrong(why, (FieldError(field, why),))


def columns(patient: Patient, request: Request, chosen: Chosen, clinical: Clinical) -> dict[str, Any]:
    """What orders and registrations have in common."""
    known = patient.details
    return {
        "patient_id": patient.id,
        "name": known.name,
        "pinyin": known.pinyin,
        "sex": known.sex,
        "birth_date": known.birth_date,
        "rank": int(Rank[request.patient_class]),
        "exam_type": chosen.exam_type,
        "items": msgspec.to_builtins(chosen.items),
        "parts": sorted({item.part for item in chosen.items if item.part}),
        "requesting_department": request.requesting_department,
        "requesting_doctor": request.requesting_doctor,
        "requested_at": request.requested_at,
        **msgspec.structs.asdict(clinical),
    }
