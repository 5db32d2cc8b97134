"""Looking patients up."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import msgspec

from domains.patients.keeping import find
from domains.patients.model import Kind, NumberText, Sex
from domains.patients.permissions import LOOK_UP
from domains.patients.store import Patient, Shelf
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.masking import mask_identity, mask_name, mask_phone


class PatientNumber(msgspec.Struct, frozen=True):
    """A number by which some system knows the patient."""

    kind: Kind
    number: str


class PatientView(msgspec.Struct, frozen=True):
    """A patient as the caller may see him: for a caller with masking, names and numbers are masked."""

    id: str
    name: str
    pinyin: str
    sex: Sex
    birth_date: date | None
    phone: str
    address: str
    height: float | None
    weight: float | None
    numbers: tuple[PatientNumber, ...]
    v: int


class FindPatient(Query, frozen=True):
    """The patient with this number (RIS-030: visit card, check-up or identity card number)."""

    needs: ClassVar[Permission] = LOOK_UP
    personal: ClassVar[bool] = True
    kind: Kind
    number: NumberText


@answers(FindPatient)
async def find_patient(caller: Caller, query: FindPatient, look: Look) -> PatientView:
    """Raises ``NobodyFound``."""
    patient = await find(Shelf(look.db, caller.tenant, look.secret), query.kind, query.number)
    return view(patient, masked=caller.masked)


def view(patient: Patient, *, masked: bool) -> PatientView:
    """What is shown of a patient."""
    known = patient.details
    return PatientView(
        id=patient.id,
        name=mask_name(known.name) if masked else known.name,
        pinyin="" if masked else known.pinyin,
        sex=known.sex,
        birth_date=known.birth_date,
        phone=mask_phone(known.phone) if masked else known.phone,
        address="*" * len(known.address) if masked else known.address,
        height=known.height,
        weight=known.weight,
        numbers=tuple(PatientNumber(kind, mask_identity(text) if masked else text) for kind, text in patient.numbers),
        v=patient.v,
    )
