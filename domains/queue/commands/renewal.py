"""What the registration desk does to a ticket that it has put in line: correct it, send it anew, take it back.

No commands of their own: they happen in the transaction of the desk's commands.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from domains.queue import store
from domains.queue.commands.admission import CLASSES, check_room
from domains.queue.commands.calls import TIMER
from domains.queue.events import RoomChanged, TicketEvent, TicketRenewed, TicketWithdrawn
from domains.queue.following import tell
from domains.queue.model import GONE, Step, Ticket, step
from hub.commands import Tx
from hub.errors import Conflict


class Renewal(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket says of its examination, as the desk knows it now; ``phone`` None: as it was."""

    room_id: str
    patient_id: str
    name: str
    sex: str
    birth_date: date
    patient_class: str
    exam_type: str
    items: tuple[str, ...]
    pre_exam_time: datetime
    arrears: bool
    clinical_diagnosis: str
    requesting_department: str
    phone: str | None = None


async def hold(tx: Tx, ticket_id: str) -> Ticket:
    """The ticket, locked until the end of the transaction. Raises ``NotFound``."""
    return await store.load(tx.db, tx.caller.tenant, ticket_id, lock=True)


async def renew(tx: Tx, ticket_id: str, renewal: Renewal | None = None) -> Ticket:
    """Correct the ticket (None: it is right as it is) and send it to its room; the room's list changes at once.

    A ticket that has left the line stays as it is. Raises ``RoomUnfit`` or ``RoomClosed`` for a room that does not do
    such examinations (any more), and ``WrongState`` for another room when the patient is being called or examined.
    Followers are not told: it is they who renew.
    """
    tenant = tx.caller.tenant
    seen = await store.load(tx.db, tenant, ticket_id)
    wanted = seen.room_id if renewal is None else renewal.room_id
    locked = {i: await store.room(tx.db, tenant, i, lock=True) for i in sorted({seen.room_id, wanted})}
    ticket = await hold(tx, ticket_id)
    if ticket.room_id != seen.room_id:
        raise Conflict  # moved to another room while we waited for the rooms
    if ticket.state in GONE:
        return ticket
    said = {} if renewal is None else _said(ticket, renewal, locked[wanted])
    renewed = msgspec.structs.replace(ticket, **said, v=ticket.v + 1)
    await store.rewrite(tx.db, tenant, renewed)
    place: dict[str, Any] = {"ticket_id": ticket.id, "patient_id": renewed.patient_id, "room_id": renewed.room_id}
    moved = renewed.room_id != ticket.room_id
    fact: TicketEvent = (
        RoomChanged(**place, from_room_id=ticket.room_id, v=renewed.v) if moved else TicketRenewed(**place, v=renewed.v)
    )
    tx.record(fact)
    return renewed


def _said(ticket: Ticket, renewal: Renewal, room: store.Found) -> dict[str, Any]:
    if renewal.room_id != ticket.room_id or renewal.exam_type != ticket.exam_type:
        check_room(room, renewal.exam_type)
    if renewal.room_id != ticket.room_id:
        step(ticket, Step.CHANGE_ROOM, room_id=renewal.room_id)
    said = msgspec.structs.asdict(renewal) | {"patient_class": CLASSES[renewal.patient_class]}
    return said | ({"phone": ticket.phone} if renewal.phone is None else {})


async def withdraw(tx: Tx, ticket_id: str) -> Ticket:
    """Take the ticket out of the line for good. Raises ``WrongState`` once the examination has begun."""
    withdrawn = step(await hold(tx, ticket_id), Step.WITHDRAW)
    tx.disarm(TIMER, ticket_id)
    await store.save(tx.db, tx.caller.tenant, withdrawn)
    tx.record(
        TicketWithdrawn(
            ticket_id=withdrawn.id, patient_id=withdrawn.patient_id, room_id=withdrawn.room_id, v=withdrawn.v
        )
    )
    await tell(tx, withdrawn)
    return withdrawn
