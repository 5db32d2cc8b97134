"""Groups: one owner per shard, nothing lost at a hand-over, poison parks its key and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from domains.queue.commands.calls import CallFirst
from hub import parking
from hub.bus.bus import stream
from hub.consumers import Reader, Source
from hub.events import SHARDS, Fact
from hub.house import House
from hub.relay import Relay
from tests.kit.house import one, person, recorded


@dataclass
class Digest:
    """A handler that remembers what it got, and chokes on what it is told to."""

    got: list[Fact] = field(default_factory=list)
    chokes_on: Callable[[Fact], Exception | None] = lambda _: None

    async def __call__(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            error = self.chokes_on(fact)
            if error is not None:
                raise error
        self.got.extend(facts)

    def seqs(self) -> list[int]:
        return [f.seq for f in self.got]


@pytest.fixture
async def published(house: House) -> list[Fact]:
    """The demo's facts, on the streams."""
    await _publish(house)
    return await recorded(house)


async def _publish(house: House) -> None:
    relay = Relay(house.bus)
    async with house.engine.connect() as db:
        await relay.load(db)
        while await relay.publish_new(db):
            continue


async def _open(house: House) -> int:
    """How many entries of the group are read and not acknowledged."""
    return sum([(await house.redis.xpending(stream(shard), "test"))["pending"] for shard in range(SHARDS)])


def _reader(house: House, handle: Digest, member: str = "a") -> Reader:
    return Reader("test", Source(house.engine, house.bus, house.clock, member), handle, block_ms=20)


async def _rounds(reader: Reader, count: int = 4) -> None:
    for _ in range(count):
        reader.leased_at = 0.0
        await reader.round()


async def test_every_fact_once_and_in_order_per_shard(house: House, published: list[Fact]) -> None:
    digest = Digest()
    await _rounds(_reader(house, digest))
    assert sorted(digest.seqs()) == sorted(f.seq for f in published)
    for shard in range(SHARDS):
        mine = [f.seq for f in digest.got if f.shard == shard]
        assert mine == sorted(mine)


async def test_two_members_share_the_shards_and_no_fact_goes_to_both(house: House, published: list[Fact]) -> None:
    one_, two = _reader(house, Digest(), "a"), _reader(house, Digest(), "b")
    await house.bus.lease("test", "a")
    await house.bus.lease("test", "b")
    for _ in range(4):
        await asyncio.gather(_rounds(one_, 1), _rounds(two, 1))
    assert len(one_.owned) == len(two.owned) == SHARDS // 2
    assert not one_.owned & two.owned
    seqs = [*one_.handle.seqs(), *two.handle.seqs()]  # type: ignore[attr-defined]
    assert sorted(seqs) == sorted(f.seq for f in published)


async def test_what_a_dead_owner_left_open_is_taken_over_first(house: House, published: list[Fact]) -> None:
    for shard in range(SHARDS):
        await house.bus.ensure_group("test", shard, 0)
    left = await house.bus.read("test", "dead", range(SHARDS), 3, 10)
    assert left
    digest = Digest()
    await _rounds(_reader(house, digest, "heir"))
    assert sorted(digest.seqs()) == sorted(f.seq for f in published)
    shard = left[0].shard
    assert [f.seq for f in digest.got if f.shard == shard] == [f.seq for f in published if f.shard == shard]


async def test_what_was_handled_is_acknowledged_with_the_next_reading(house: House, published: list[Fact]) -> None:
    reader = _reader(house, Digest())
    await _rounds(reader, 1)
    assert sorted(f.seq for f in reader.settled) == sorted(f.seq for f in published)
    await _rounds(reader, 1)
    assert reader.settled == []
    assert await _open(house) == 0


async def test_who_stops_leaves_nothing_open_that_was_handled(house: House, published: list[Fact]) -> None:
    got = asyncio.Event()

    async def handle(facts: Sequence[Fact]) -> None:
        if len(facts) == len(published):
            got.set()

    reader = Reader("test", Source(house.engine, house.bus, house.clock, "a"), handle)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(reader.run())
        await got.wait()
        running.cancel()
    assert await _open(house) == 0


async def test_a_released_shard_is_free_at_once(house: House) -> None:
    assert len(await house.bus.lease("test", "a")) == SHARDS
    assert await house.bus.lease("test", "b") == []
    await house.bus.release("test", "a")
    assert len(await house.bus.lease("test", "b")) == SHARDS


async def test_poison_parks_its_key_and_the_rest_goes_on(house: House, published: list[Fact]) -> None:
    poison = next(f for f in published if f.envelope.type == "queue.ticket_admitted")
    digest = Digest(chokes_on=lambda f: ValueError("bad fact") if f.seq == poison.seq else None)
    reader = _reader(house, digest)
    await _rounds(reader)
    assert sorted(digest.seqs()) == sorted(f.seq for f in published if f.seq != poison.seq)
    called = await house.dispatch(person("technician"), CallFirst(room_id="ct1"))
    await _publish(house)
    await _rounds(reader)
    behind = [f for f in await recorded(house) if f.envelope.aggregate == called.ticket_id]
    waits = behind[-1].envelope.key == poison.envelope.key
    assert (behind[-1].seq in digest.seqs()) is not waits


async def test_later_facts_of_a_parked_key_wait_and_a_replay_brings_them_in_order(house: House) -> None:
    called = await house.dispatch(person("technician"), CallFirst(room_id="ct1"))
    admitted, rang = [f for f in await recorded(house) if f.envelope.aggregate == called.ticket_id]
    await _publish(house)
    digest = Digest(chokes_on=lambda f: ValueError("bad fact") if f.seq == admitted.seq else None)
    reader = _reader(house, digest)
    await _rounds(reader)
    assert rang.seq not in digest.seqs()
    listed = [(r.seq, r.error) for r in await parking.listing(house.engine)]
    assert listed == [(admitted.seq, "ValueError('bad fact')"), (rang.seq, "waits behind an earlier parked fact")]
    assert await parking.request_replay(house.engine, "test") == 2
    await _rounds(reader, 2)
    assert await one(house, "select count(*) from hub_parked_facts") == 2  # it still cannot be digested
    digest.chokes_on = lambda _: None
    await parking.request_replay(house.engine, "test")
    await _rounds(reader, 2)
    assert digest.seqs()[-2:] == [admitted.seq, rang.seq]
    assert await one(house, "select count(*) from hub_parked_facts") == 0


async def test_an_outage_is_not_poison(house: House, published: list[Fact]) -> None:
    digest = Digest(chokes_on=lambda _: ConnectionError("the database is away"))
    reader = _reader(house, digest)
    with pytest.raises(ConnectionError):
        await _rounds(reader)
    assert await one(house, "select count(*) from hub_parked_facts") == 0
    digest.chokes_on = lambda _: None
    reader.owned.clear()
    await _rounds(reader)
    assert sorted(digest.seqs()) == sorted(f.seq for f in published)


@pytest.mark.usefixtures("published")
async def test_a_flushed_server_repeats_only_what_was_not_done(house: House) -> None:
    first = Digest()
    reader = _reader(house, first)
    await _rounds(reader)
    await house.redis.flushall()
    await house.dispatch(person("technician"), CallFirst(room_id="ct1"))
    await _publish(house)
    second = Digest()
    await _rounds(_reader(house, second, "later"))
    assert second.seqs() == [(await recorded(house))[-1].seq]
