"""The work behind the scenes, one role each: they run together in ``work`` or apart, as verbs of their own."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import replays
from hub.consumers import Group, Reader
from hub.firing import fire_forever
from hub.house import House
from hub.relay import BATCH, Relay, leadership
from hub.settings import WrongSetting

log = logging.getLogger(__name__)

LOOK: Final = 0.25
TEND: Final = 1.0
TRIM_EVERY: Final = 30
GATHER: Final = 0.002
VERIFY: Final = 5.0
KEPT_DAYS: Final = 400
STEADY: Final = 10.0
"""Seconds after which a role counts as having run well."""


@dataclass(frozen=True, slots=True)
class Role:
    """A named piece of endless work."""

    name: str
    run: Callable[[House], Awaitable[None]]


async def relay(house: House) -> None:
    """Publish committed facts while holding the leader's lock."""
    worker = Relay(house.bus)
    reads = house.dispatch.reads
    async with leadership(house.engine), reads.connect() as db, house.bus.wakings() as woken:
        await worker.load(db)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_tend(house, worker))
            await _publish_forever(worker, db, woken)


async def _publish_forever(worker: Relay, db: AsyncConnection, woken: Callable[[float], Awaitable[set[int]]]) -> None:
    """Look where a waking points, and everywhere every ``LOOK`` seconds; compare with the streams now and then."""
    loop = asyncio.get_running_loop()
    looked = verified = loop.time()
    while True:
        shards = await woken(LOOK)
        if shards:
            # What comes within a moment is published together.
            await asyncio.sleep(GATHER)
            shards |= await woken(0)
        if loop.time() - looked > LOOK:
            shards, looked = set(), loop.time()
        if loop.time() - verified > VERIFY:
            verified = loop.time()
            await worker.verify(db)
        while await worker.publish_new(db, shards) >= BATCH:
            continue


async def _tend(house: House, worker: Relay) -> None:
    """Beside the publishing: move the cursors, trim now and then, and say that the relay is alive."""
    for count in itertools.count(1):
        await house.bus.heard("relay", 5)
        await asyncio.sleep(TEND)
        async with house.engine.connect() as db:
            await worker.save(db)
        if count % TRIM_EVERY == 0:
            for shard in worker.shards:
                await house.bus.trim(shard)


async def timers(house: House) -> None:
    """Fire due timers and keep the log's house in order."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(fire_forever(house.dispatch))
        tasks.create_task(_housekeeping(house))
        while True:
            await house.bus.heard("timers", 5)
            await asyncio.sleep(TEND)


async def _housekeeping(house: House) -> None:
    """Forget old idempotency keys; make next month's partition of the log and drop those past their time."""
    while True:
        now = house.clock()
        async with house.engine.begin() as db:
            await replays.purge(db, now)
            for month in (now, now + timedelta(days=31)):
                await db.execute(sa.text("select hub_facts_partition(:month)"), {"month": month.date()})
            past = (now - timedelta(days=KEPT_DAYS)).date()
            await db.execute(sa.text("select hub_facts_retire(:past)"), {"past": past})
        await asyncio.sleep(3600)


def consumer(group: Group) -> Role:
    """The role that reads as ``group``."""

    async def run(house: House) -> None:
        source = house.source()
        source.house = house
        async with group.open(source) as handle:
            await Reader(group.name, source, handle, rest=group.rest).run()

    return Role(group.name, run)


def roles_of(house: House) -> list[Role]:
    """Every role that this installation has."""
    groups = [consumer(g) for g in house.registry.of(Group)]
    return [Role("relay", relay), Role("timers", timers), *house.registry.of(Role), *groups]


async def keep(house: House, roles: Iterable[Role]) -> None:
    """Run ``roles`` together until cancelled; one that fails is started again with growing delay."""
    async with asyncio.TaskGroup() as tasks:
        for role in roles:
            tasks.create_task(_keep_one(house, role), name=role.name)


async def _keep_one(house: House, role: Role) -> None:
    delay = 0.1
    loop = asyncio.get_running_loop()
    while True:
        started = loop.time()
        try:
            await role.run(house)
        except (Exception, BaseExceptionGroup) as error:
            log.warning("role interrupted", extra={"role": role.name, "error": repr(error)})
            if (task := asyncio.current_task()) and task.cancelling():
                # A task group that fails while it is being cancelled tells only of the failure.
                raise asyncio.CancelledError from error
        delay = 0.1 if loop.time() - started > STEADY else min(delay * 2, 3.0)
        await asyncio.sleep(delay)


def chosen(house: House, names: Iterable[str] = (), without: Iterable[str] = ()) -> list[Role]:
    """The named roles (all when none is named) but those ``without``; ``WrongSetting`` names one that there is not."""
    wanted, left_out = set(names), set(without)
    roles = roles_of(house)
    if unknown := (wanted | left_out) - {r.name for r in roles}:
        known = " ".join(sorted(r.name for r in roles))
        raise WrongSetting(f"没有角色 {min(unknown)!r}。/ There is no role {min(unknown)!r}. Roles: {known}")
    return [r for r in roles if (not wanted or r.name in wanted) and r.name not in left_out]


async def work(house: House, names: Iterable[str] = (), without: Iterable[str] = ()) -> None:
    """Run the ``chosen`` roles until cancelled."""
    await keep(house, chosen(house, names, without))
