"""The steps of a delivery, each in a transaction of its own, and what a person can do about one that failed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Final

import msgspec
from msgspec import Meta

from domains.messages import permissions, store
from domains.messages.adapters.every import ADAPTERS
from domains.messages.arriving import arrived
from domains.messages.errors import NotRepeatable
from domains.messages.events import DeliveryFailed
from domains.messages.model import LEASE, REPEATABLE, Outcome, Step, after
from domains.messages.planning import fall_over, told
from hub.caller import Permission
from hub.commands import EVERYWHERE, INSIDE, RULES, Command, Tx, handles
from hub.errors import NotFound
from hub.ids import new_id

Id = Annotated[str, Meta(min_length=1, max_length=64)]
OPEN: Final = frozenset({"queued", "sending", "sent"})
FAILED: Final = frozenset({"failed", "unknown"})
_NUMBER: Final = re.compile(r"\d{5,}")


class BeginDelivery(Command, frozen=True, kw_only=True):
    """Somebody takes a delivery that is due, under ``lease``."""

    needs: ClassVar[Permission] = permissions.CARRY
    exposed: ClassVar[frozenset[str]] = INSIDE
    delivery_id: Id
    lease: str


class Used(msgspec.Struct, frozen=True):
    """What a try went out with: the address (masked) and the template."""

    address: str = ""
    template: str = ""
    version: int | None = None


class EndDelivery(Command, frozen=True, kw_only=True):
    """What came of a try, or of a question."""

    needs: ClassVar[Permission] = permissions.CARRY
    exposed: ClassVar[frozenset[str]] = INSIDE
    delivery_id: Id
    lease: str
    outcome: Outcome
    used: Used = Used()


class RetryDelivery(Command, frozen=True, kw_only=True):
    """Send once more what did not arrive, or of which nobody knows."""

    needs: ClassVar[Permission] = permissions.DELIVERIES
    exposed: ClassVar[frozenset[str]] = EVERYWHERE - {RULES}
    delivery_id: Id


@handles(BeginDelivery)
async def begin_delivery(cmd: BeginDelivery, tx: Tx) -> None:
    """From now on it is ``sending``: what finds it so after the lease knows that it may have gone out."""
    row = await _locked(tx, cmd.delivery_id)
    if row.state not in OPEN:
        raise NotFound
    taken: dict[str, Any] = {"leased_by": cmd.lease, "due_at": tx.now + LEASE}
    if row.state == "queued":
        taken |= {"state": "sending", "tries": row.tries + 1, "tried_at": row.tried_at or tx.now}
    else:
        taken |= {"asked": row.asked + 1}
    await store.change_delivery(tx.db, tx.caller.tenant, row.id, taken)
    tx.record(told(row, row.v + 1, taken.get("state", row.state)))


@handles(EndDelivery)
async def end_delivery(cmd: EndDelivery, tx: Tx) -> None:
    """Write it down; a way that failed for good falls over to the next. Whose lease has passed has no say."""
    row = await _locked(tx, cmd.delivery_id)
    if row.leased_by != cmd.lease or row.state not in {"sending", "sent"}:
        return
    can_ask = ADAPTERS[row.way].ask is not None
    step = after(cmd.outcome, row.state, row.tries, row.asked, can_ask=can_ask)
    await store.change_delivery(tx.db, tx.caller.tenant, row.id, _written(cmd, row, step, tx))
    tx.record(_fact(row, step, cmd.outcome.code))
    if step.falls_over:
        await fall_over(tx, row)
    if step.state == "delivered":
        message = await store.message(tx.db, tx.caller.tenant, row.message_id)
        await arrived(tx, message.about if message else {}, row.account, row.way)


def _written(cmd: EndDelivery, row: Any, step: Step, tx: Tx) -> dict[str, Any]:
    outcome, used = cmd.outcome, cmd.used
    over = step.wait is None
    values = {
        "state": step.state,
        "code": outcome.code[:100],
        # Vendors quote numbers of phones in their words.
        "reason": _NUMBER.sub("…", outcome.reason)[:200],
        "provider_id": outcome.provider_id or row.provider_id,
        "leased_by": None,
        "due_at": None if step.wait is None else tx.now + timedelta(seconds=step.wait),
        "ended_at": tx.now if over or step.state == "sent" else None,
    }
    if used.address:
        values |= {"address": used.address, "template": used.template, "template_version": used.version}
    return values


def _fact(row: Any, step: Step, code: str) -> Any:
    fact = told(row, row.v + 1, step.state, code)
    if step.state not in FAILED:
        return fact
    return DeliveryFailed(**{name: getattr(fact, name) for name in fact.__struct_fields__})


@handles(RetryDelivery)
async def retry_delivery(cmd: RetryDelivery, tx: Tx) -> None:
    """It is a sending of its own: the vendor gets another number for it."""
    row = await _locked(tx, cmd.delivery_id)
    if row.state not in REPEATABLE:
        raise NotRepeatable
    values = {
        "state": "queued",
        "out_id": new_id(),
        "deferred": False,
        "provider_id": "",
        "code": "",
        "reason": "",
        "tries": 0,
        "asked": 0,
        "due_at": tx.now,
        "tried_at": None,
        "ended_at": None,
    }
    await store.change_delivery(tx.db, tx.caller.tenant, row.id, values)
    tx.record(told(row, row.v + 1, "queued"))


async def _locked(tx: Tx, delivery_id: str) -> Any:
    row = await store.delivery(tx.db, tx.caller.tenant, delivery_id, lock=True)
    if row is None:
        raise NotFound
    return row
