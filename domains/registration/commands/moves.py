"""What is done to a registration from its row: send it to the room once more, cancel it."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from domains.access.public import institution_names
from domains.queue.public import renew
from domains.registration import permissions, store
from domains.registration.cancelling import cancel
from domains.registration.commands.form import Id
from domains.registration.errors import NotAssigned, NotYoursToCancel
from domains.registration.events import RegistrationPushed
from domains.registration.model import State, Step, step
from domains.registration.ordering import reopen
from hub.caller import Permission
from hub.commands import Command, Tx, handles


class RegistrationState(msgspec.Struct, frozen=True):
    """Where a registration stands after a step."""

    registration_id: str
    state: str


class PushRegistration(Command, frozen=True, kw_only=True):
    """Send the examination to its room once more (推送登记信息, RIS-020)."""

    needs: ClassVar[Permission] = permissions.REGISTER
    registration_id: Id


class CancelRegistration(Command, frozen=True, kw_only=True):
    """Cancel a booking (取消预约登记, RIS-021): it leaves the queue; its order, if it has one, waits anew."""

    needs: ClassVar[Permission] = permissions.CANCEL
    registration_id: Id


@handles(PushRegistration)
async def push_registration(cmd: PushRegistration, tx: Tx) -> RegistrationState:
    """The ticket is sent as it is; the room's list shows it anew."""
    tenant = tx.caller.tenant
    seen = await store.load(tx.db, tenant, cmd.registration_id)
    if seen.room_id is None:
        raise NotAssigned
    await renew(tx, seen.id)
    row = await store.load(tx.db, tenant, seen.id, lock=True)
    step(row.state, Step.PUSH)
    await store.change(tx.db, tenant, row.id, updated_at=tx.now, v=row.v + 1)
    fact = {"registration_id": row.id, "patient_id": row.patient_id, "direction": row.direction}
    tx.record(RegistrationPushed(**fact, v=row.v + 1))
    return RegistrationState(row.id, row.state)


@handles(CancelRegistration)
async def cancel_registration(cmd: CancelRegistration, tx: Tx) -> RegistrationState:
    """Raises ``CannotNow`` once the examination has begun, and ``NotYoursToCancel`` for a referral that was sent."""
    tenant = tx.caller.tenant
    seen = await store.load(tx.db, tenant, cmd.registration_id)
    if seen.direction == "sent":
        names = await institution_names(tx.db, [seen.other_tenant])
        raise NotYoursToCancel(institution=names.get(seen.other_tenant, seen.other_tenant))
    order = None if seen.order_id is None else await store.order(tx.db, tenant, seen.order_id, lock=True)
    await cancel(tx, seen)
    if order is not None:
        await reopen(tx, order)
    return RegistrationState(seen.id, State.CANCELLED)
