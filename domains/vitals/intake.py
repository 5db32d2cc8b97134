"""What bedside monitors tell through their gateway: ORU^R01 after IHE PCD-01.

Source: IHE Patient Care Device TF-2, PCD-01 (OBR-7, OBX-3, OBX-5, OBX-6, OBX-11, OBX-14, OBX-18, PV1-3); HL7 v2.7
chapter 7 (PRT-10); ISO/IEEE 11073-10101 (MDC codes).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from domains.access.public import institution
from domains.gateway.public import Intake, Message, Segment, of_devices
from domains.patients.public import shelf
from domains.vitals import store
from domains.vitals.errors import NoDevice, OtherPatient, UnknownDevice
from domains.vitals.recording import Value, record
from hub.commands import Tx

_USABLE: Final = frozenset({"", "F", "C", "P", "R"})
"""Table 0085: final, corrected, preliminary, not verified by a person, which of a monitor nothing is."""
_MOST: Final = 64


async def take(message: Message, tx: Tx) -> None:
    """Keep the numeric values of the message. Raises ``UnknownDevice``, ``NoDevice`` and ``OtherPatient``."""
    zone = (await institution(tx.db, tx.caller.tenant)).time_zone
    segments = list(message.segments())
    whole = await _device_of(segments, tx)
    told: dict[str, list[Value]] = {}
    for said, value in _values(segments, zone, tx.now):
        told.setdefault(" ".join(said) or whole, []).append(value)
    rows = await store.working(tx.db, tx.caller.tenant, [code for codes in told for code in codes.split(" ")])
    named: dict[str, list[Value]] = {}
    devices: dict[str, Any] = {}
    for codes, values in told.items():
        device = next((rows[code] for code in codes.split(" ") if code in rows), None)
        if device is None:
            raise UnknownDevice(device=codes.split(" ")[0])
        devices[device.code] = device
        named.setdefault(device.code, []).extend(values)
    for device in devices.values():
        await _check_patient(segments, device, tx)
    await record(tx, named, devices)


async def _device_of(segments: list[Segment], tx: Tx) -> str:
    """What the message as a whole says of its device: OBX-18 anywhere, PRT-10, or the bed where just one stands."""
    for segment in segments:
        codes = _equipment(segment)
        if codes:
            return " ".join(codes)
    visit = next((s for s in segments if s.name == "PV1"), None)
    place = "-".join(part for part in ([] if visit is None else [visit.text(3, n) for n in (1, 2, 3)]) if part)
    device = await store.at_place(tx.db, tx.caller.tenant, place) if place else None
    if device is None:
        raise NoDevice(place=place or "-")
    return str(device.code)


def _equipment(segment: Segment) -> tuple[str, ...]:
    """The identifiers of a segment's device, the entity's own and its universal one."""
    field = {"OBX": 18, "PRT": 10}.get(segment.name)
    if field is None:
        return ()
    return tuple(code[:_MOST] for code in (segment.text(field, 1), segment.text(field, 3)) if code and " " not in code)


def _values(segments: list[Segment], zone: str, now: datetime) -> Iterator[tuple[tuple[str, ...], Value]]:
    measured_at: datetime | None = None
    for segment in segments:
        if segment.name == "OBR":
            measured_at = segment.moment(7, zone)
        elif segment.name == "OBX" and segment.text(2).upper() == "NM" and segment.text(11).upper() in _USABLE:
            at = segment.moment(14, zone) or measured_at or now
            name = segment.text(3) or segment.text(3, 2)
            unit = segment.text(6) or segment.text(6, 2)
            yield _equipment(segment), Value(name, _number(segment.text(5)), unit, at)


def _number(text: str) -> float:
    """What is no number counts as none, and is left out later."""
    try:
        return float(text)
    except ValueError:
        return math.nan


async def _check_patient(segments: list[Segment], device: Any, tx: Tx) -> None:
    """A monitor on which somebody else is admitted than here measures one of two people, and nobody knows whom."""
    pid = next((s for s in segments if s.name == "PID"), None)
    said = set() if pid is None else {pid.text(3, 1, n).casefold() for n in pid.repetitions(3)} - {""}
    if not said or not device.patient_id:
        return
    kept = shelf(tx)
    patient = await kept.patient(await kept.survivor(device.patient_id))
    if not said & {number.casefold() for _, number in patient.numbers}:
        raise OtherPatient(device=device.name)


intake: Final = Intake(frozenset({"ORU^R01", "ORU"}), take, only=of_devices)
