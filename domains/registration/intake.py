"""Orders from the hospital's information system: ORM^O01, OMI^O23 and OMG^O19.

Source: HL7 v2.5.1 chapter 4 (ORC, OBR, NTE, TQ1, DG1, IPC), IHE RAD TF-2 4.2 (ZDS), tables 0119 (order control) and
0485 (priority). A message may hold several orders; each is known by its placer order number (ORC-2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from domains.access.public import institution
from domains.catalog.public import offered_items
from domains.gateway.public import FieldMissing, Intake, Message, Segment, WrongValue
from domains.patients.public import Patient, patient_of
from domains.registration.commands.form import Chosen, Request, columns, together
from domains.registration.errors import UnknownItem
from domains.registration.model import Class, Clinical, Item
from domains.registration.ordering import cancel_order, keep_order
from hub.commands import Tx

KINDS: Final = frozenset({"ORM^O01", "OMI^O23", "OMG^O19"})
KEEPS: Final = frozenset({"NW", "XO", "XX", "RP", "RO", "SN", "NA", "OK"})
CANCELS: Final = frozenset({"CA", "OC", "DC", "CR", "OD"})
STATUS: Final = "SC"
URGENT: Final = frozenset({"S", "STAT", "A", "ASAP", "E"})
NOT_NORMAL: Final = frozenset({"1", "Y", "V", "VIP"})


@dataclass(slots=True)
class Group:
    """An order of a message: its ORC, and all that follows up to the next one."""

    orc: Segment
    others: list[Segment] = field(default_factory=list)

    def named(self, *names: str) -> list[Segment]:
        """The segments with these names, in order."""
        return [segment for segment in self.others if segment.name in names]

    @property
    def number(self) -> str:
        """The placer order number. Raises ``FieldMissing``."""
        stated = self.orc.text(2) or next((obr.text(2) for obr in self.named("OBR") if obr.text(2)), "")
        if not stated:
            raise FieldMissing(field="ORC-2", what="placer order number")
        return stated[:100]


async def take(message: Message, tx: Tx) -> None:
    """Note, change or cancel each order of the message."""
    patient = await patient_of(message, tx)
    groups = list(_groups(message))
    if not groups:
        raise FieldMissing(field="ORC", what="segment")
    for group in groups:
        control = group.orc.needed(1, "order control").upper()
        ends = control == STATUS and group.orc.text(5).upper() in {"CA", "DC"}
        if control in CANCELS or ends:
            await cancel_order(tx, group.number)
        elif control in KEEPS:
            await keep_order(tx, group.number, await _values(tx, message, group, patient))
        elif control != STATUS:
            raise WrongValue(field="ORC-1", value=control, wanted="NW, XO, CA, SC")


def _groups(message: Message) -> Iterator[Group]:
    group: Group | None = None
    for segment in message.segments():
        if segment.name == "ORC":
            if group is not None:
                yield group
            group = Group(segment)
        elif group is not None:
            group.others.append(segment)
    if group is not None:
        yield group


async def _values(tx: Tx, message: Message, group: Group, patient: Patient) -> dict[str, Any]:
    """The columns of an order."""
    zone = (await institution(tx.db, tx.caller.tenant)).time_zone
    exams = group.named("OBR")
    if not exams:
        raise FieldMissing(field="OBR", what="segment")
    first = exams[0]
    request = Request(
        patient_class=_class(message, group),
        requesting_department=_department(message, group)[:100],
        requesting_doctor=(_person(group.orc, 12) or _person(first, 16))[:100],
        requested_at=group.orc.moment(9, zone) or first.moment(6, zone),
    )
    chosen = await _chosen(tx, exams)
    return {**columns(patient, request, chosen, _clinical(group)), "study_uid": _study(group)}


async def _chosen(tx: Tx, exams: list[Segment]) -> Chosen:
    """What is to be examined, at the catalogue's prices. Raises ``UnknownItem`` and ``ItemsWrong``."""
    codes = [exam.needed(4, "universal service identifier") for exam in exams]
    offered = await offered_items(tx.db, tx.caller.tenant, codes)
    for code in codes:
        if code not in offered:
            raise UnknownItem(item=code[:50])
    known = [offered[code] for code in dict.fromkeys(codes)]
    return together(known, [Item(item.code, item.name, item.part, item.fee) for item in known])


def _class(message: Message, group: Group) -> Class:
    """Emergency when somebody says STAT or the visit is one; VIP by the visit's indicator."""
    said = {group.orc.text(7, 6)}
    said.update(segment.text(27, 6) or segment.text(5) for segment in group.named("OBR"))
    said.update(segment.text(9) for segment in group.named("TQ1"))
    visit = next((segment for segment in message.segments() if segment.name == "PV1"), None)
    if {text.upper() for text in said} & URGENT or (visit is not None and visit.text(2).upper() == "E"):
        return "emergency"
    return "vip" if visit is not None and visit.text(16).upper() in NOT_NORMAL else "normal"


def _department(message: Message, group: Group) -> str:
    """ORC-17 (entering organisation), else where the patient lies or was seen (PV1-3)."""
    stated = group.orc.text(17, 2) or group.orc.text(17)
    visit = next((segment for segment in message.segments() if segment.name == "PV1"), None)
    return stated or ("" if visit is None else visit.text(3, 9) or visit.text(3))


def _person(segment: Segment, number: int) -> str:
    """The name of an XCN; of the id alone where there is no name."""
    return segment.text(number, 2) + segment.text(number, 3) or segment.text(number, 1)


def _clinical(group: Group) -> Clinical:
    exams = group.named("OBR")
    diagnoses = [dg1.text(3, 2) or dg1.text(4) or dg1.text(3) for dg1 in group.named("DG1")]
    purposes = [obr.text(31, 2) or obr.text(31) for obr in exams]
    histories = [*(obr.text(13) for obr in exams), *(nte.text(3) for nte in group.named("NTE"))]
    return Clinical(
        diagnosis=_joined(diagnoses)[:1000], purpose=_joined(purposes)[:1000], history=_joined(histories)[:2000]
    )


def _joined(texts: list[str]) -> str:
    return "；".join(dict.fromkeys(text for text in texts if text))


def _study(group: Group) -> str:
    """The Study Instance UID of IHE's ZDS or OMI's IPC."""
    zds = [segment.text(1) for segment in group.named("ZDS")]
    ipc = [segment.text(3) for segment in group.named("IPC")]
    return next((uid for uid in (*zds, *ipc) if uid), "")[:64]


orders = Intake(KINDS, take)
