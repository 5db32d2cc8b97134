"""Calling: this one, the first one, again. One call per room at a time; the room's row is the lock."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Final

import msgspec
from sqlalchemy.exc import IntegrityError

from domains.access.public import institution
from domains.queue import permissions, screens, store
from domains.queue.days import day_bounds
from domains.queue.errors import NobodyWaiting, NotToday, PatientElsewhere, RoomBusy
from domains.queue.events import AnnouncementEnded, TicketCalled
from domains.queue.following import keep
from domains.queue.model import LISTED, State, Step, Ticket, first_waiting, listed, step
from hub.caller import Permission
from hub.commands import INSIDE, Command, Tx, handles
from hub.errors import Conflict

ANNOUNCEMENT: Final = timedelta(seconds=8)
"""How long a call stands as 呼叫中 before it becomes 已呼 where no screen speaks: the time to read it."""

LONGEST_ANNOUNCEMENT: Final = timedelta(seconds=45)
"""The same where a screen speaks and tells the end itself, perhaps after the calls of its other rooms."""

TIMER: Final = "queue.announcement"


class TicketState(msgspec.Struct, frozen=True):
    """Where a ticket stands after a step."""

    ticket_id: str
    state: str


class CallTicket(Command, frozen=True):
    """Call this patient (RIS-107)."""

    needs: ClassVar[Permission] = permissions.CALL
    ticket_id: str


class CallFirst(Command, frozen=True):
    """Call the first one who waits for the room (RIS-108)."""

    needs: ClassVar[Permission] = permissions.CALL
    room_id: str


class CallAgain(Command, frozen=True):
    """Call a called or passed patient once more (RIS-109)."""

    needs: ClassVar[Permission] = permissions.CALL
    ticket_id: str


class EndAnnouncement(Command, frozen=True):
    """The announcement of the ``call``-th call is over: 呼叫中 becomes 已呼. Sent by its timer if no screen tells."""

    needs: ClassVar[Permission] = permissions.CALL
    exposed: ClassVar[frozenset[str]] = INSIDE
    ticket_id: str
    call: int


@handles(CallTicket)
async def call_ticket(cmd: CallTicket, tx: Tx) -> TicketState:
    """Call this one, out of turn if the technician so decides."""
    return await _call_one(cmd.ticket_id, Step.CALL, tx)


@handles(CallAgain)
async def call_again(cmd: CallAgain, tx: Tx) -> TicketState:
    """Call this one again."""
    return await _call_one(cmd.ticket_id, Step.CALL_AGAIN, tx)


@handles(CallFirst)
async def call_first(cmd: CallFirst, tx: Tx) -> TicketState:
    """Call whoever is first in line at the moment the room is ours."""
    tenant = tx.caller.tenant
    room = await store.room(tx.db, tenant, cmd.room_id, lock=True)
    await _refuse_while_calling(tx, cmd.room_id, room.name)
    day = day_bounds(tx.now, (await institution(tx.db, tenant)).time_zone)
    ticket = first_waiting([s.ticket for s in await store.line(tx.db, tenant, cmd.room_id, day)])
    if ticket is None:
        raise NobodyWaiting(room=room.name)
    return await _begin(await store.load(tx.db, tenant, ticket.id, lock=True), Step.CALL, tx)


@handles(EndAnnouncement)
async def end_announcement(cmd: EndAnnouncement, tx: Tx) -> TicketState:
    """Leave 呼叫中, unless the ticket has moved on or is being called anew."""
    ticket = await store.load(tx.db, tx.caller.tenant, cmd.ticket_id, lock=True)
    if ticket.calls != cmd.call:
        raise Conflict
    await screens.doubt(tx.db, tx.caller.tenant, ticket.room_id)
    return await end(ticket, tx)


async def end(ticket: Ticket, tx: Tx) -> TicketState:
    """呼叫中 becomes 已呼; the ticket is locked."""
    ticket = step(ticket, Step.END_ANNOUNCEMENT)
    await keep(tx, ticket)
    tx.record(AnnouncementEnded(ticket_id=ticket.id, patient_id=ticket.patient_id, room_id=ticket.room_id, v=ticket.v))
    return TicketState(ticket.id, ticket.state)


async def _call_one(ticket_id: str, doing: Step, tx: Tx) -> TicketState:
    tenant = tx.caller.tenant
    seen = await store.load(tx.db, tenant, ticket_id)
    room = await store.room(tx.db, tenant, seen.room_id, lock=True)
    ticket = await store.load(tx.db, tenant, ticket_id, lock=True)
    if ticket.room_id != seen.room_id:
        raise Conflict  # moved to another room while we waited for this one
    zone = (await institution(tx.db, tenant)).time_zone
    if ticket.state in LISTED and not listed(ticket, day_bounds(tx.now, zone)):
        raise NotToday(number=ticket.number, name=ticket.name)
    if ticket.state != State.CALLING:
        await _refuse_while_calling(tx, ticket.room_id, room.name)
    return await _begin(ticket, doing, tx)


async def _refuse_while_calling(tx: Tx, room_id: str, room: str) -> None:
    calling = await store.calling_in(tx.db, tx.caller.tenant, room_id)
    if calling is not None:
        raise RoomBusy(room=room, number=calling.number, name=calling.name)


async def refuse_elsewhere(ticket: Ticket, tx: Tx) -> None:
    """Raise ``PatientElsewhere`` while the patient is being called or examined on another ticket."""
    where = await store.busy_elsewhere(tx.db, tx.caller.tenant, ticket)
    if where is not None:
        raise await _elsewhere(ticket, where, tx)


async def _elsewhere(ticket: Ticket, where: Ticket, tx: Tx) -> PatientElsewhere:
    room = await store.room(tx.db, tx.caller.tenant, where.room_id)
    return PatientElsewhere(name=ticket.name, room=room.name)


async def _begin(ticket: Ticket, doing: Step, tx: Tx) -> TicketState:
    """Put the ticket into 呼叫中, with the timer that ends the announcement. The room is locked."""
    called = step(ticket, doing, now=tx.now)
    await refuse_elsewhere(ticket, tx)
    try:
        async with tx.db.begin_nested():
            await keep(tx, called)
    except IntegrityError as error:
        # The index saw what the look before could not: another room called the same patient at this moment.
        where = await store.busy_elsewhere(tx.db, tx.caller.tenant, ticket) or ticket
        raise await _elsewhere(ticket, where, tx) from error
    spoken = await screens.hears(tx.db, tx.caller.tenant, called.room_id)
    until = tx.now + (LONGEST_ANNOUNCEMENT if spoken else ANNOUNCEMENT)
    tx.arm(TIMER, called.id, until, EndAnnouncement(ticket_id=called.id, call=called.calls))
    tx.record(
        TicketCalled(
            ticket_id=called.id, patient_id=called.patient_id, room_id=called.room_id, calls=called.calls, v=called.v
        )
    )
    return TicketState(called.id, called.state)
