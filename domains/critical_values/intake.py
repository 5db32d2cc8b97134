"""Results of the laboratory's system: ORU^R01 (QC-008).

Source: HL7 v2.5.1 chapter 7 (OBR, OBX), tables 0078 (abnormal flags) and 0085 (result status).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domains.access.public import account_of, institution
from domains.critical_values.finding import Result, find
from domains.gateway.public import Intake, Message, Segment, of_devices
from domains.patients.public import patient_of
from hub.commands import Tx

CRITICAL: Final = frozenset({"HH", "LL", "AA"})
"""Table 0078: far above, far below, very abnormal."""
FINAL: Final = frozenset({"", "F", "C", "P"})
"""Table 0085: final, corrected, preliminary: a critical value is told as soon as it is known."""


async def take(message: Message, tx: Tx) -> None:
    """Look at each numeric or coded result of the message."""
    patient = await patient_of(message, tx)
    zone = (await institution(tx.db, tx.caller.tenant)).time_zone
    visit = next((s for s in message.segments() if s.name == "PV1"), None)
    for obr, obx in _results(message):
        if obx.text(11).upper() not in FINAL or not obx.text(5):
            continue
        flags = {obx.text(8, 1, n).upper() for n in obx.repetitions(8)}
        value = obx.text(5, 2) if obx.text(2) == "SN" else obx.text(5)
        doctor = obr.text(16) or ("" if visit is None else visit.text(7))
        order = obr.text(3) or obr.text(2) or message.control_id
        await find(
            tx,
            Result(
                source="lis",
                result_no=f"{order}|{obx.text(4)}|{value}"[:200],
                patient_id=patient.id,
                patient_name=patient.details.name,
                patient_sex=patient.details.sex,
                birth_date=patient.details.birth_date,
                department="" if visit is None else (visit.text(3, 9) or visit.text(3))[:50],
                bed="" if visit is None else visit.text(3, 3)[:20],
                item=obx.needed(3, "observation identifier")[:40],
                item_name=(obx.text(3, 2) or obx.text(3))[:50],
                value=value[:50],
                unit=(obx.text(6, 2) or obx.text(6))[:20],
                doctor_id=await account_of(tx.db, tx.caller.tenant, doctor) if doctor else None,
                observed_at=obx.moment(14, zone) or obr.moment(7, zone),
                reported_by=(obx.text(16, 2) or obx.text(16) or obr.text(32))[:50],
                flagged=1 if flags & CRITICAL else 0,
            ),
        )


def _results(message: Message) -> Iterator[tuple[Segment, Segment]]:
    obr: Segment | None = None
    for segment in message.segments():
        if segment.name == "OBR":
            obr = segment
        elif segment.name == "OBX" and obr is not None:
            yield obr, segment


def _of_a_laboratory(message: Message) -> bool:
    return not of_devices(message)


intake = Intake(frozenset({"ORU^R01", "ORU"}), take, only=_of_a_laboratory)
