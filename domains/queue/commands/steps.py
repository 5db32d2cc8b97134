"""The steps after the call: pass, sign in again, start, finish, change room."""

from __future__ import annotations

from typing import ClassVar

from domains.queue import permissions, store
from domains.queue.commands.admission import check_room
from domains.queue.commands.calls import TIMER, TicketState, refuse_elsewhere
from domains.queue.errors import AlreadyThere
from domains.queue.events import (
    ExamFinished,
    ExamStarted,
    RoomChanged,
    TicketEvent,
    TicketPassed,
    TicketSignedInAgain,
)
from domains.queue.following import keep
from domains.queue.model import Step, Ticket, step
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import Conflict


class PassTicket(Command, frozen=True):
    """The called patient did not come (RIS-110)."""

    needs: ClassVar[Permission] = permissions.CALL
    ticket_id: str


class SignInAgain(Command, frozen=True):
    """A passed patient is here after all (radiology 4.2, 过号重新签到)."""

    needs: ClassVar[Permission] = permissions.SIGN_IN
    ticket_id: str


class StartExam(Command, frozen=True):
    """The patient is on the table (RIS-111)."""

    needs: ClassVar[Permission] = permissions.CALL
    ticket_id: str


class FinishExam(Command, frozen=True):
    """The examination is done (RIS-112)."""

    needs: ClassVar[Permission] = permissions.CALL
    ticket_id: str


class ChangeRoom(Command, frozen=True):
    """Send the patient to another room (RIS-106)."""

    needs: ClassVar[Permission] = permissions.CALL
    ticket_id: str
    room_id: str


@handles(PassTicket)
async def pass_ticket(cmd: PassTicket, tx: Tx) -> TicketState:
    """已呼 becomes 过号."""
    return await _step(cmd.ticket_id, Step.PASS, TicketPassed, tx)


@handles(SignInAgain)
async def sign_in_again(cmd: SignInAgain, tx: Tx) -> TicketState:
    """过号 becomes 等待, at the original priority behind those already called."""
    return await _step(cmd.ticket_id, Step.SIGN_IN_AGAIN, TicketSignedInAgain, tx)


@handles(StartExam)
async def start_exam(cmd: StartExam, tx: Tx) -> TicketState:
    """已呼 becomes 检查中, unless the patient is under way in another room."""
    tx.disarm(TIMER, cmd.ticket_id)
    ticket = await store.load(tx.db, tx.caller.tenant, cmd.ticket_id, lock=True)
    await refuse_elsewhere(ticket, tx)
    return await _take(ticket, Step.START, ExamStarted, tx)


@handles(FinishExam)
async def finish_exam(cmd: FinishExam, tx: Tx) -> TicketState:
    """检查中 becomes 已检查; the ticket leaves the list."""
    return await _step(cmd.ticket_id, Step.FINISH, ExamFinished, tx)


@handles(ChangeRoom)
async def change_room(cmd: ChangeRoom, tx: Tx) -> TicketState:
    """Both rooms' lists change; state and priority stay. The rooms are locked in the order of their ids."""
    tenant = tx.caller.tenant
    seen = await store.load(tx.db, tenant, cmd.ticket_id)
    locked = {i: await store.room(tx.db, tenant, i, lock=True) for i in sorted({seen.room_id, cmd.room_id})}
    ticket = await store.load(tx.db, tenant, cmd.ticket_id, lock=True)
    if ticket.room_id != seen.room_id:
        raise Conflict
    target = locked[cmd.room_id]
    if cmd.room_id == ticket.room_id:
        raise AlreadyThere(room=target.name)
    check_room(target, ticket.exam_type)
    moved = step(ticket, Step.CHANGE_ROOM, room_id=cmd.room_id)
    await keep(tx, moved)
    tx.record(
        RoomChanged(
            ticket_id=moved.id,
            patient_id=moved.patient_id,
            room_id=moved.room_id,
            from_room_id=ticket.room_id,
            v=moved.v,
        )
    )
    return TicketState(moved.id, moved.state)


async def _step(ticket_id: str, doing: Step, fact: type[TicketEvent], tx: Tx) -> TicketState:
    return await _take(await store.load(tx.db, tx.caller.tenant, ticket_id, lock=True), doing, fact, tx)


async def _take(locked: Ticket, doing: Step, fact: type[TicketEvent], tx: Tx) -> TicketState:
    ticket = step(locked, doing)
    await keep(tx, ticket)
    tx.record(fact(ticket_id=ticket.id, patient_id=ticket.patient_id, room_id=ticket.room_id, v=ticket.v))
    return TicketState(ticket.id, ticket.state)
