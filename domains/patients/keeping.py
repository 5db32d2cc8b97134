"""How a record comes to be, grows, and is merged into another."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from domains.patients.errors import NobodyFound, NumberTaken
from domains.patients.events import PatientKept, PatientMerged
from domains.patients.model import LABELS, Details, Kind, filled, normal
from domains.patients.store import Patient, Shelf
from hub.commands import Tx
from hub.ids import new_id
from hub.pinyin import syllables


def shelf(tx: Tx) -> Shelf:
    """The patients of the institution that the transaction acts in."""
    return Shelf(tx.db, tx.caller.tenant, tx.secret)


async def keep(tx: Tx, details: Details, numbers: Mapping[Kind, str]) -> Patient:
    """Note what somebody said of the person with these numbers: a new record, or the known one filled up.

    Raises ``NumberTaken`` when the numbers belong to different patients.
    """
    kept = shelf(tx)
    await kept.lock_numbers(numbers.items())
    owners = {kind: await kept.owner(kind, number) for kind, number in numbers.items()}
    known = {owner: kind for kind, owner in reversed(owners.items()) if owner is not None}
    if len(known) > 1:
        zh, en = LABELS[next(iter(known.values()))]
        raise NumberTaken(label=f"{zh} {en}")
    if known:
        return await change(tx, next(iter(known)), details, numbers)
    patient_id = new_id()
    return await _write(tx, kept, Patient(patient_id, 0, details, ()), details, numbers)


async def change(tx: Tx, patient_id: str, details: Details, numbers: Mapping[Kind, str]) -> Patient:
    """Fill up a known record. Raises ``NotFound``, and ``NumberTaken`` when a number is somebody else's."""
    kept = shelf(tx)
    await kept.lock_numbers(numbers.items())
    for kind, number in numbers.items():
        owner = await kept.owner(kind, number)
        if owner not in {None, patient_id}:
            zh, en = LABELS[kind]
            raise NumberTaken(label=f"{zh} {en}")
    before = await kept.patient(patient_id, lock=True)
    return await _write(tx, kept, before, filled(before.details, details), numbers)


async def write_down(tx: Tx, details: Details, numbers: Mapping[Kind, str], patient_id: str | None = None) -> Patient:
    """Note what the desk wrote of a person: unlike in a message, an empty field means that there is nothing.

    Whose numbers they are is the patient, unless ``patient_id`` names him. A person has one identity card, so another
    number of that kind takes the place of the first; cards and visits are only added. Raises ``NumberTaken`` when a
    number is somebody else's, and ``NotFound``.
    """
    kept = shelf(tx)
    await kept.lock_numbers(numbers.items())
    owners = {kind: await kept.owner(kind, number) for kind, number in numbers.items()}
    known = patient_id and await kept.survivor(patient_id)
    mine = known or next((owner for owner in owners.values() if owner is not None), None)
    for kind, owner in owners.items():
        if owner not in {None, mine}:
            zh, en = LABELS[kind]
            raise NumberTaken(label=f"{zh} {en}")
    if mine is None:
        return await _write(tx, kept, Patient(new_id(), 0, details, ()), details, numbers)
    before = await kept.patient(mine, lock=True)
    identity = normal(numbers.get(Kind.IDENTITY, ""))
    if any(kind is Kind.IDENTITY and number != identity for kind, number in before.numbers):
        await kept.take_back(mine, Kind.IDENTITY)
        before = await _write(tx, kept, before, before.details, numbers, anew=True)
    return await _write(tx, kept, before, details, numbers)


async def merge(tx: Tx, given_up: Mapping[Kind, str], into: str) -> None:
    """Give up the record with these numbers for ``into``; a record that nobody knows needs no merging."""
    kept = shelf(tx)
    for kind, number in given_up.items():
        owner = await kept.owner(kind, number)
        if owner is not None and owner != into:
            before = await kept.patient(owner, lock=True)
            await kept.hand_over(owner, into, tx.now, before.v + 1)
            tx.record(PatientMerged(patient_id=owner, into=into, v=before.v + 1))


async def find(kept: Shelf, kind: Kind, number: str) -> Patient:
    """The patient with this number. Raises ``NobodyFound``."""
    owner = await kept.owner(kind, number)
    if owner is None:
        raise NobodyFound
    return await kept.patient(owner)


async def _write(
    tx: Tx, kept: Shelf, before: Patient, details: Details, numbers: Mapping[Kind, str], *, anew: bool = False
) -> Patient:
    if not details.pinyin or details.name != before.details.name:
        details = msgspec.structs.replace(details, pinyin=" ".join(syllables(details.name)))
    has_all = {(kind, normal(number)) for kind, number in numbers.items()} <= set(before.numbers)
    if before.v and details == before.details and has_all and not anew:
        return before
    v = before.v + 1
    await kept.write(before.id, v, details, tx.now)
    await kept.give(before.id, numbers)
    tx.record(PatientKept(patient_id=before.id, v=v))
    return await kept.patient(before.id)
