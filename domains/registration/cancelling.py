"""How a registration ends before it has begun."""

from __future__ import annotations

from domains.queue.public import hold, withdraw
from domains.registration import schedule, store
from domains.registration.events import RegistrationCancelled
from domains.registration.model import Step, step
from hub.commands import Tx


async def cancel(tx: Tx, seen: store.Found) -> None:
    """Take a registration out of the queue for good. Raises ``CannotNow`` and the queue's ``WrongState``."""
    tenant = tx.caller.tenant
    if seen.room_id is not None:
        await hold(tx, seen.id)
    row = await store.load(tx.db, tenant, seen.id, lock=True)
    state, v = step(row.state, Step.CANCEL), row.v + 1
    stamps = {"updated_at": tx.now, "edition": row.edition + 1, "v": v}
    await store.change(tx.db, tenant, row.id, state=state, ticket_state="", slot_at=None, **stamps)
    if row.room_id is not None:
        await withdraw(tx, row.id)
    if row.slot_at is not None:
        await schedule.give_back(tx, row.room_id, row.slot_at)
    fact = {"registration_id": row.id, "patient_id": row.patient_id, "direction": row.direction}
    tx.record(RegistrationCancelled(**fact, v=v))
