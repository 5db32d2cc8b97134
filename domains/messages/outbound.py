"""The ``outbound`` role: takes what is due, hands it to the vendor, and writes down what came of it.

The state ``sending`` is committed before the vendor is called. So whoever finds it in that state after the lease knows
that it may have gone out: it is asked for, or repeated where the vendor takes a repeat for the same letter, and
otherwise left as ``unknown``, never sent a second time.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from domains.access.public import institution, names
from domains.messages import permissions, store
from domains.messages.adapters.adapter import Adapter, Letter
from domains.messages.adapters.every import ADAPTERS
from domains.messages.adapters.wire import Failed, Wire, open_wire
from domains.messages.codes import confided
from domains.messages.commands.carrying import BeginDelivery, EndDelivery, Used
from domains.messages.masked import mask_address
from domains.messages.model import Outcome, Preference
from domains.messages.reaching import address_of
from domains.messages.tables import deliveries
from domains.messages.wording import letter_of, values_of
from hub.caller import Caller
from hub.ciphers import Unreadable
from hub.house import House
from hub.ids import new_id
from hub.outages import is_outage
from hub.roles import Role

log = logging.getLogger(__name__)

POLL: Final = 0.5
AT_ONCE: Final = 4
BEAT: Final = 1.0


@dataclass(frozen=True, slots=True)
class Job:
    """A delivery that is this process's until its lease passes. ``was``: the state in which it was found."""

    row: Any
    was: str
    lease: str
    caller: Caller


@dataclass(frozen=True, slots=True)
class Packed:
    """All that a try needs."""

    adapter: Adapter
    settings: Any
    letter: Letter
    used: Used


async def take(house: House) -> Job | None:
    """The delivery that has been due longest, leased; None when none is due."""
    due = (
        sa.select(deliveries).where(deliveries.c.due_at <= house.clock()).order_by(deliveries.c.due_at, deliveries.c.id)
    )
    lease = f"{house.source().member}/{new_id()}"
    async with house.engine.begin() as db:
        row = (await db.execute(due.limit(1).with_for_update(skip_locked=True))).first()
        if row is None:
            return None
        caller = _carrier(row.tenant)
        begin = BeginDelivery(delivery_id=row.id, lease=lease)
        _, shards = await house.dispatch.within(db, caller, begin, cause=row.message_id)
        taken = await store.delivery(db, row.tenant, row.id)
    house.dispatch.wake(shards)
    return Job(taken, row.state, lease, caller)


def _carrier(tenant: str) -> Caller:
    return Caller(tenant, "outbound", frozenset({permissions.CARRY.name}), frozenset({tenant}))


async def carry(house: House, wire: Wire, job: Job) -> None:
    """Try it, or find out about it, and write down what came of it."""
    try:
        packed = await pack(house, job)
    except Unreadable:
        # Enciphered under another secret: somebody has to enter it anew.
        packed = Outcome(state="skipped", code="unreadable")
    if isinstance(packed, Outcome):
        if job.was != "queued":
            packed = Outcome(state="lost", code=packed.code)
        await _end(house, job, packed, Used())
        return
    try:
        outcome = await _reach_out(packed, wire, job)
    except Failed as failed:
        outcome = failed.outcome
    except Exception as error:
        if is_outage(error):
            raise
        # A vendor's answer that nobody foresaw: the letter may have gone out.
        log.exception("delivery not understood", extra={"delivery": job.row.id, "way": job.row.way})
        outcome = Outcome(state="unclear", code="not_understood", reason=type(error).__name__)
    await _end(house, job, outcome, packed.used)


async def _reach_out(packed: Packed, wire: Wire, job: Job) -> Outcome:
    adapter, letter = packed.adapter, packed.letter
    if job.was == "queued":
        return await adapter.send(wire, packed.settings, letter)
    if adapter.ask is not None:
        try:
            return await adapter.ask(wire, packed.settings, letter)
        except Failed as failed:
            # Whatever went wrong with the question, the letter itself may have arrived.
            return Outcome(state="unclear", code=failed.outcome.code, reason=failed.outcome.reason)
    if job.was == "sending" and wire.clock() < letter.first_at + adapter.same_for:
        return await adapter.send(wire, packed.settings, letter)
    return Outcome(state="lost", code="no_answer")


async def _end(house: House, job: Job, outcome: Outcome, used: Used) -> None:
    end = EndDelivery(delivery_id=job.row.id, lease=job.lease, outcome=outcome, used=used)
    await house.dispatch(job.caller, end, cause=job.row.message_id)


async def pack(house: House, job: Job) -> Packed | Outcome:
    """Gather what a try needs, as it is now; an outcome when there is nothing to try."""
    row, tenant, secret = job.row, job.row.tenant, house.settings.secret
    adapter = ADAPTERS[row.way]
    async with house.dispatch.reads.connect() as db:
        message = await store.message(db, tenant, row.message_id)
        if message is None or (row.deferred and message.read_at is not None and job.was == "queued"):
            return Outcome(state="skipped", code="already_read")
        settings = _settings(adapter, await store.way(db, tenant, row.way), secret)
        if isinstance(settings, Outcome):
            return settings
        secretly = confided(secret, message)
        address = secretly.address if secretly else await address_of(db, tenant, row.account, row.way, secret)
        if not adapter.own_address:
            refused = await _refused(db, tenant, row.way, address, secret)
            if refused is not None:
                return refused
        found = await store.template(db, tenant, row.topic, row.way)
        if found is not None and secretly and found[0].topic == "*":
            found = None  # general words would leave the code out
        if found is None and adapter.templates:
            return Outcome(state="skipped", code="no_template")
        wishes = await store.preferences(db, tenant, [row.account])
        zone = (await institution(db, tenant)).time_zone
        person = await names(db, tenant, [row.account])
    template, version = found or (None, None)
    values = values_of(message, wishes.get(row.account, Preference()), person.get(row.account, ""), zone)
    values |= secretly.values if secretly else {}
    used = Used(mask_address(address) if address else "—", template.name if template else "", version)
    return Packed(adapter, settings, letter_of(row, message, address, template, values), used)


def _settings(adapter: Adapter, row: Any, secret: str) -> Any:
    """The settings of a way, ready for use; an outcome when it cannot be used."""
    if row is None:
        return Outcome(state="skipped", code="not_set_up")
    if not row.enabled:
        return Outcome(state="skipped", code="switched_off")
    try:
        return adapter.set_up({**row.settings, **store.secrets_of(secret, row)})
    except msgspec.ValidationError:
        return Outcome(state="skipped", code="not_set_up")


async def _refused(db: Any, tenant: str, way: str, address: str, secret: str) -> Outcome | None:
    if not address:
        return Outcome(state="skipped", code="no_address")
    lists = await store.lists_of(db, tenant, way, store.digest(secret, address))
    if "black" in lists:
        return Outcome(state="skipped", code="black_list")
    if "white" not in lists and await store.is_listing(db, tenant, way):
        return Outcome(state="skipped", code="not_on_white_list")
    return None


async def carry_next(house: House, wire: Wire) -> bool:
    """Carry out one delivery; False when none is due."""
    job = await take(house)
    if job is not None:
        await carry(house, wire, job)
    return job is not None


async def reclaim(house: House) -> None:
    """A restarted worker of the same name looks at once after what it had in hand."""
    mine = deliveries.c.leased_by.startswith(f"{house.source().member}/", autoescape=True)
    async with house.engine.begin() as db:
        await db.execute(sa.update(deliveries).where(mine).values(due_at=house.clock() - timedelta(seconds=1)))


async def _run(house: House) -> None:
    await reclaim(house)
    async with open_wire(house.clock) as wire, asyncio.TaskGroup() as tasks:
        tasks.create_task(_heard(house))
        for _ in range(AT_ONCE):
            tasks.create_task(_carry_forever(house, wire))


async def _carry_forever(house: House, wire: Wire) -> None:
    while True:
        if not await carry_next(house, wire):
            await asyncio.sleep(POLL)


async def _heard(house: House) -> None:
    while True:
        await house.bus.heard("outbound", 5)
        await asyncio.sleep(BEAT)


role: Final = Role("outbound", _run)
