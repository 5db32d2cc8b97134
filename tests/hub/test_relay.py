"""From the log to the streams: in order, nothing lost, nothing twice, whatever dies in between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.queue.commands.calls import CallFirst
from hub.bus.bus import stream
from hub.events import SHARDS
from hub.house import House
from hub.relay import Relay, lead
from tests.kit.house import one, person, recorded

TECHNICIAN = person("technician")


@pytest.fixture
async def db(house: House) -> AsyncIterator[AsyncConnection]:
    async with house.engine.connect() as connection:
        yield connection


async def _relay(house: House, db: AsyncConnection) -> Relay:
    relay = Relay(house.bus)
    await relay.load(db)
    return relay


async def _drain(relay: Relay, db: AsyncConnection) -> None:
    while await relay.publish_new(db):
        continue


async def _streamed(house: House) -> dict[int, list[int]]:
    """The numbers on each stream."""
    streams: dict[int, Any] = {shard: await house.redis.xrange(stream(shard)) for shard in range(SHARDS)}
    return {shard: [int(entry.split(b"-")[0]) for entry, _ in entries] for shard, entries in streams.items()}


async def _logged(house: House) -> dict[int, list[int]]:
    """The numbers in the log, by shard."""
    found: dict[int, list[int]] = {shard: [] for shard in range(SHARDS)}
    for fact in await recorded(house):
        found[fact.shard].append(fact.seq)
    return found


async def test_everything_is_published_in_order(house: House, db: AsyncConnection) -> None:
    relay = await _relay(house, db)
    await _drain(relay, db)
    await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await _drain(relay, db)
    assert await _streamed(house) == await _logged(house)


async def test_a_crash_between_publish_and_cursor_repeats_nothing(house: House, db: AsyncConnection) -> None:
    await _drain(await _relay(house, db), db)
    assert await one(house, "select max(seq) from hub_relay_cursors") == 0
    await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await _drain(await _relay(house, db), db)
    assert await _streamed(house) == await _logged(house)


async def test_a_server_that_forgot_the_scripts_is_taught_them_again(house: House, db: AsyncConnection) -> None:
    """A restarted or promoted server knows no scripts."""
    relay = await _relay(house, db)
    await house.redis.script_flush()
    await _drain(relay, db)
    assert await _streamed(house) == await _logged(house)


async def test_the_cursor_follows_after_the_sync(house: House, db: AsyncConnection) -> None:
    relay = await _relay(house, db)
    await _drain(relay, db)
    assert await relay.save(db)
    newest = (
        "select count(*) from hub_relay_cursors c"
        " where seq = coalesce((select max(seq) from hub_facts f where f.shard = c.shard), 0)"
    )
    assert await one(house, newest) == SHARDS


async def test_a_flushed_server_is_filled_again_from_the_slowest_group(house: House, db: AsyncConnection) -> None:
    relay = await _relay(house, db)
    await _drain(relay, db)
    assert await relay.save(db)
    shard = (await recorded(house))[0].shard
    slow = (await _logged(house))[shard][0]
    async with house.engine.begin() as writer:
        await writer.exec_driver_sql(f"insert into hub_group_cursors values ('slow', {shard}, {slow})")
    await house.redis.flushall()
    await relay.verify(db)
    await _drain(relay, db)
    assert (await _streamed(house))[shard] == (await _logged(house))[shard][1:]


async def test_a_stream_that_lost_its_tail_gets_it_again(house: House, db: AsyncConnection) -> None:
    """A promoted replica that lagged: the newest entries and their ids are gone."""
    relay = await _relay(house, db)
    await _drain(relay, db)
    logged = await _logged(house)
    shard = max(logged, key=lambda s: len(logged[s]))
    kept: Any = await house.redis.xrange(stream(shard), count=1)
    await house.redis.delete(stream(shard))
    await house.redis.xadd(stream(shard), kept[0][1], id=kept[0][0])
    await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await relay.verify(db)
    await _drain(relay, db)
    assert await _streamed(house) == await _logged(house)


async def test_a_stream_ahead_of_the_log_is_dropped(house: House, db: AsyncConnection) -> None:
    """An older backup of the database was restored beside a younger Redis."""
    shard = (await recorded(house))[0].shard
    await house.redis.xadd(stream(shard), {"e": b"of another past"}, id="999999-0")
    relay = await _relay(house, db)
    await _drain(relay, db)
    assert await _streamed(house) == await _logged(house)


async def test_one_relay_leads(house: House, db: AsyncConnection) -> None:
    async with house.engine.connect() as other:
        assert await lead(db)
        assert not await lead(other)


async def test_streams_are_cut_only_below_the_slowest_group(house: House, db: AsyncConnection) -> None:
    relay = await _relay(house, db)
    await _drain(relay, db)
    logged = await _logged(house)
    shard = max(logged, key=lambda s: len(logged[s]))
    for group in ("fast", "slow"):
        await house.bus.ensure_group(group, shard, 0)
    fast = await house.bus.read("fast", "a", [shard], 1000, 10)
    await house.bus.acknowledge("fast", fast)
    slow = await house.bus.read("slow", "b", [shard], 1, 10)
    await house.redis.xtrim(stream(shard), minid=0)
    await house.bus.trim(shard)
    assert slow[0].seq in (await _streamed(house))[shard]
