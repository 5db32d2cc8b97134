"""What the hospital's information system tells of patients: ADT messages, and the PID segment of every other one.

Source: HL7 v2.5.1 chapter 3 (PID, MRG, PV1), tables 0203 (identifier type), 0001 (sex).
"""

from __future__ import annotations

from typing import Final

from domains.gateway.public import FieldMissing, Intake, Message, Segment
from domains.patients.keeping import keep, merge
from domains.patients.model import Details, Kind, Sex
from domains.patients.store import Patient
from hub.commands import Tx

KINDS: Final = {
    "PI": Kind.HIS,
    "PT": Kind.HIS,
    "MR": Kind.HIS,
    "VC": Kind.VISIT_CARD,
    "JZK": Kind.VISIT_CARD,
    "PEN": Kind.CHECKUP,
    "PE": Kind.CHECKUP,
    "TJ": Kind.CHECKUP,
    "NI": Kind.IDENTITY,
    "NNCHN": Kind.IDENTITY,
    "SFZ": Kind.IDENTITY,
    "VN": Kind.INPATIENT,
    "ZY": Kind.INPATIENT,
}
"""PID-3.5 to the kind of number: table 0203, and the pinyin initials that Chinese systems write."""
SEXES: Final[dict[str, Sex]] = {"M": "male", "F": "female", "1": "male", "2": "female", "男": "male", "女": "female"}
ADMISSIONS: Final = frozenset({"ADT^A01", "ADT^A04", "ADT^A05", "ADT^A08", "ADT^A28", "ADT^A31"})
_LONGEST_NAME: Final = 100


async def admit(message: Message, tx: Tx) -> None:
    """Note the patient of a message."""
    await patient_of(message, tx)


async def give_up(message: Message, tx: Tx) -> None:
    """A40: what the MRG segment names was the same person."""
    survivor = await patient_of(message, tx)
    given_up = numbers_of(message.first("MRG"), 1)
    if not given_up:
        raise FieldMissing(field="MRG-1", what="prior patient identifier list")
    await merge(tx, given_up, survivor.id)


async def patient_of(message: Message, tx: Tx) -> Patient:
    """The patient of the PID segment, noted or filled up. Raises ``Refusal`` and ``NumberTaken``."""
    pid = message.first("PID")
    numbers = numbers_of(pid, 3)
    if not numbers:
        raise FieldMissing(field="PID-3", what="patient identifier list")
    identity = pid.text(19)
    if identity and Kind.IDENTITY not in numbers:
        numbers[Kind.IDENTITY] = identity
    details = Details(
        name=_name(pid)[:_LONGEST_NAME],
        sex=SEXES.get(pid.text(8).upper(), "unknown"),
        birth_date=pid.day(7),
        phone=pid.text(13)[:30],
        address="".join(pid.text(11, part) for part in (4, 3, 1))[:300],
    )
    return await keep(tx, details, numbers)


def numbers_of(segment: Segment, field: int) -> dict[Kind, str]:
    """The numbers of a CX list; a repetition without a type is the hospital system's own, others are left out."""
    found: dict[Kind, str] = {}
    for repetition in segment.repetitions(field):
        number = segment.text(field, 1, repetition)
        kind = KINDS.get(segment.text(field, 5, repetition).upper() or "PI")
        if number and kind is not None:
            found.setdefault(kind, number)
    return found


def _name(pid: Segment) -> str:
    # Chinese systems write the whole name into the family name, or the two parts of it, which are not parted.
    name = pid.text(5, 1) + pid.text(5, 2)
    if not name:
        raise FieldMissing(field="PID-5", what="patient name")
    return name


admissions = Intake(ADMISSIONS, admit)
merges = Intake(frozenset({"ADT^A40"}), give_up)
