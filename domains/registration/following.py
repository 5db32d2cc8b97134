"""The registration goes where its ticket goes, in the same transaction."""

from __future__ import annotations

from typing import Any

from domains.queue.public import Follower, Ticket, rooms
from domains.registration import schedule, store
from domains.registration.events import RegistrationMoved
from domains.registration.model import State, after_ticket
from domains.registration.telling import tell
from hub.commands import Tx


async def follow(ticket: Ticket, tx: Tx) -> None:
    """Note where the ticket stands. A ticket that nobody registered here is none of our business.

    Another room means that the place in the old room's schedule is free again.
    """
    tenant = tx.caller.tenant
    before = await store.maybe(tx.db, tenant, ticket.id, lock=True)
    if before is None or before.state == State.CANCELLED:
        return
    state, v = after_ticket(before.state, ticket.state), before.v + 1
    values: dict[str, Any] = {"state": state, "ticket_state": ticket.state, "updated_at": tx.now, "v": v}
    leaves = before.room_id is not None and before.room_id != ticket.room_id
    if leaves:
        campus = (await rooms(tx.db, tenant))[ticket.room_id].campus
        values |= {"room_id": ticket.room_id, "campus": campus, "slot_at": None}
    await store.change(tx.db, tenant, before.id, **values)
    if leaves and before.slot_at is not None:
        await schedule.give_back(tx, before.room_id, before.slot_at)
    fact = {"registration_id": before.id, "patient_id": before.patient_id, "direction": before.direction}
    tx.record(RegistrationMoved(**fact, v=v))
    if state == State.EXAMINED:
        await tell(tx, before.id)


follower = Follower(follow)
