"""What was measured last, for the wall: kept and published at most once a second; and the readings' days are kept.

One process does it at a time. How far it has come is kept with what it wrote, so a crash repeats and never loses; and
what was written is published from the database, so a tile never shows what a fresh snapshot would not.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.broker.base import Broker, BrokerUnavailableError, Extras
from channels.broker.connect import broker as open_broker
from channels.feed import MOST_ROWS, Remove, ResetAll, Upsert
from domains.vitals import store
from domains.vitals.model import KEPT, Good, newest
from domains.vitals.tables import lanes, latest
from domains.vitals.wall import WALL, rows
from hub.house import House
from hub.ids import new_id
from hub.relay import leadership
from hub.roles import Role
from realtime_rules.readings import Batch

log = logging.getLogger(__name__)

LOCK: Final = 7306
EVERY: Final = 1.0
"""A tile changes at most once in so many seconds."""
MOST: Final = 1000
"""Batches of a lane at a time."""
DAILY: Final = 3600.0
Touched = dict[str, set[str]]
"""Devices by their institution."""


async def fold(db: AsyncConnection, batches: Sequence[Batch]) -> Touched:
    """Write what these batches, the next of their lanes, make the newest; gives the devices that changed."""
    changed: dict[tuple[str, str], list[Batch]] = {}
    for batch in batches:
        changed.setdefault((batch.tenant, batch.device_id), []).append(batch)
    mine = sa.tuple_(latest.c.tenant, latest.c.device_id).in_(list(changed))
    known = {(row.tenant, row.device_id): row.measured for row in await db.execute(sa.select(latest).where(mine))}
    for place, ones in sorted(changed.items()):
        measured = newest(known.get(place, {}), [Good(v.metric, v.at, v.value) for one in ones for v in one.values])
        values = {
            "n": ones[-1].n,
            "heard_at": sa.func.to_timestamp(ones[-1].received_at),
            "measured": measured,
        }
        written = insert(latest).values(tenant=place[0], device_id=place[1], **values)
        await db.execute(written.on_conflict_do_update(index_elements=["tenant", "device_id"], set_=values))
    for lane, n in {one.lane: one.n for one in batches}.items():
        await db.execute(sa.update(lanes).where(lanes.c.lane == lane).values(told=n))
    touched: Touched = {}
    for tenant, device_id in changed:
        touched.setdefault(tenant, set()).add(device_id)
    return touched


async def publish(house: House, broker: Broker, touched: Touched) -> None:
    """Show these devices as they are now on the walls that somebody watches."""
    places = {tenant: WALL.place(tenant, {}) for tenant in touched}
    wanted = await broker.wanted([place.name for place in places.values()])
    for tenant, place in places.items():
        if place.name not in wanted:
            continue
        if len(touched[tenant]) > MOST_ROWS:
            reset = Extras(idempotency_key=new_id())
            await broker.publish(place.name, msgspec.json.encode(ResetAll()), WALL.retention, reset)
            continue
        async with house.dispatch.reads.connect() as db:
            tiles = await rows(db, place, house.clock(), touched[tenant])
        for row in tiles:
            delta = Remove(row.key, row.version) if row.row is None else Upsert(row.key, row.version, row.row)
            extras = Extras(key=row.key, version=row.version)
            await broker.publish(place.name, msgspec.json.encode(delta), WALL.retention, extras)


async def step(house: House) -> Touched:
    """Take up what was committed since; gives the devices that changed."""
    async with house.engine.begin() as db:
        told = {row.lane: row.told for row in await db.execute(sa.select(lanes.c.lane, lanes.c.told))}
        batches = await store.after(db, told, MOST)
        return await fold(db, batches) if batches else {}


async def _follow(house: House, broker: Broker) -> None:
    """Once a second. What could not be published is published with the next."""
    waiting: Touched = {}
    async with house.dispatch.reads.connect() as db:
        # Whoever died before it had published what it had written leaves tiles behind: all are shown anew.
        for row in await db.execute(sa.select(latest.c.tenant, latest.c.device_id)):
            waiting.setdefault(row.tenant, set()).add(row.device_id)
    while True:
        for tenant, devices in (await step(house)).items():
            waiting.setdefault(tenant, set()).update(devices)
        if waiting:
            with contextlib.suppress(BrokerUnavailableError):
                await publish(house, broker, waiting)
                waiting = {}
        await asyncio.sleep(EVERY)


async def _days(house: House) -> None:
    """Make the next days' partitions, and drop those past their time."""
    while True:
        now = house.clock()
        async with house.engine.begin() as db:
            await store.days(db, now, [now + timedelta(days=n) for n in (1, 2)], now - KEPT)
        await asyncio.sleep(DAILY)


async def serve(house: House) -> None:
    """Follow the readings until cancelled, while holding the leader's place."""
    broker = open_broker(house.settings.redis_url)
    await broker.start()
    try:
        async with leadership(house.engine, LOCK), asyncio.TaskGroup() as tasks:
            tasks.create_task(_days(house))
            tasks.create_task(_follow(house, broker))
    finally:
        await broker.stop()


role: Final = Role("vitals", serve)
