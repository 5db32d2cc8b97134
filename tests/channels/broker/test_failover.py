"""Sentinel and Cluster under fail-over: nothing is lost unnoticed, and no number means two things."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from channels.broker.base import Position
from channels.broker.partitions import slot_of
from tests.channels.broker.ear import eventually
from tests.channels.broker.fleet import HOST, Cluster, Server, Watched
from tests.channels.broker.ordeal import CHANNELS, Ordeal, ordeal

pytestmark = pytest.mark.slow


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched.start(debian=True)
    yield made
    made.end()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    made = Cluster.start(replicas=1)
    yield made
    made.end()


async def said(server: Server, *words: object) -> bytes:
    answer: bytes = await asyncio.to_thread(server.say, *words)
    return answer


async def hold_back(master: Server, replica: Server) -> None:
    """From now on the replica gets nothing any more, and does not know."""
    await said(replica, "CONFIG", "SET", "masteruser", "nobody")
    await said(replica, "CONFIG", "SET", "masterauth", "wrong")
    await said(master, "CLIENT", "KILL", "TYPE", "replica")


def tops_of(going: Ordeal) -> dict[str, Position]:
    return {name: max(all_of.values(), key=lambda place: place.offset) for name, all_of in going.acknowledged.items()}


async def test_a_lagging_replica_that_sentinels_promote_begins_new_epochs(watched: Watched) -> None:
    master, replica = watched.servers
    async with ordeal(watched.url) as going:
        await eventually(lambda: has_something_of_all(replica))
        await hold_back(master, replica)
        await asyncio.sleep(0.4)
        for name, top in tops_of(going).items():
            assert 0 < await top_in(replica, name) < top.offset
        await asyncio.to_thread(master.kill)
        await eventually(lambda: said_role(replica, b"role:master"))
        await eventually(lambda: all(len(epochs) == 2 for epochs in going.epochs().values()))


async def top_in(server: Server, channel: str) -> int:
    return int(await said(server, "HGET", f"{{t}}.meta.{channel}", "s") or 0)


async def has_something_of_all(server: Server) -> bool:
    return all([await top_in(server, name) > 0 for name in CHANNELS])


async def said_role(server: Server, words: bytes) -> bool:
    return words in await said(server, "INFO", "replication")


async def test_an_ordered_fail_over_is_followed(watched: Watched) -> None:
    async with ordeal(watched.url) as going:
        await said(watched.sentinels[0], "SENTINEL", "FAILOVER", watched.service)
        await eventually(lambda: said_role(watched.servers[1], b"role:master"))
        await eventually(lambda: said_role(watched.servers[0], b"role:slave"))
        await eventually(lambda: all(len(epochs) == 2 for epochs in going.epochs().values()))


async def test_a_former_master_that_still_answers_is_left(watched: Watched) -> None:
    """Nobody cuts our connections, and the old server takes writes and does PUB/SUB as before."""
    old, new = watched.servers
    async with ordeal(watched.url) as going:
        await said(new, "REPLICAOF", "NO", "ONE")
        for sentinel in watched.sentinels:
            await said(sentinel, "SENTINEL", "REMOVE", watched.service)
            await said(sentinel, "SENTINEL", "MONITOR", watched.service, HOST, new.port, 2)
        await eventually(lambda: all(len(epochs) == 2 for epochs in going.epochs().values()))
        assert await said_role(old, b"role:master")


async def test_one_sentinel_is_enough(watched: Watched) -> None:
    async with ordeal(watched.url):
        watched.sentinels[0].kill()
        watched.sentinels[1].freeze()
        await said(watched.servers[0], "CLIENT", "KILL", "TYPE", "pubsub")
        await said(watched.servers[0], "CLIENT", "KILL", "TYPE", "normal")


async def test_a_killed_cluster_node_is_replaced_by_its_lagging_replica(cluster: Cluster) -> None:
    master, replica = cluster.servers[0], cluster.servers[3]
    async with ordeal(cluster.url) as going:
        epochs = going.epochs()
        await hold_back(master, replica)
        await asyncio.sleep(0.4)
        await asyncio.to_thread(master.kill)
        await eventually(lambda: said_role(replica, b"role:master"))
        await eventually(lambda: going.epochs() != epochs)
        await eventually(lambda: all(node.broker.health.healthy for node in going.nodes))
    changed = {name for name, found in going.epochs().items() if len(found) == 2}
    assert changed == {name for name in CHANNELS if slot_of_channel(going, name) <= 16384 // 3 - 1}


def slot_of_channel(going: Ordeal, channel: str) -> int:
    head = going.nodes[0].broker._masters.keys(channel).head  # noqa: SLF001 - the layout under test
    return slot_of(head[head.index("{") + 1 : head.index("}")])


async def test_a_demotion_that_cuts_nobody_is_noticed(cluster: Cluster) -> None:
    """CLUSTER FAILOVER keeps all connections; and back again, so that the first master has a second life."""
    first, second = cluster.servers[0], cluster.servers[3]
    async with ordeal(cluster.url) as going:
        for new in (second, first):
            await said(new, "CLUSTER", "FAILOVER")
            await eventually(lambda new=new: said_role(new, b"role:master"))
            await asyncio.sleep(0.5)
    lives = {len(found) for name, found in going.epochs().items() if slot_of_channel(going, name) < 16384 // 3}
    assert lives == {3}


@pytest.mark.slow
async def test_a_frozen_cluster_node_is_replaced_and_comes_back_as_replica(cluster: Cluster) -> None:
    master, replica = cluster.servers[0], cluster.servers[3]
    async with ordeal(cluster.url):
        master.freeze()
        await eventually(lambda: said_role(replica, b"role:master"))
        await asyncio.sleep(1)
        master.thaw()
        await eventually(lambda: said_role(master, b"role:slave"))


async def test_slots_that_move_to_another_node_take_their_channels_along(cluster: Cluster) -> None:
    async with ordeal(cluster.url) as going:
        channel = next(name for name in CHANNELS if slot_of_channel(going, name) < 16384 // 3)
        await move(cluster, slot_of_channel(going, channel), 0, 1)


async def move(cluster: Cluster, slot: int, source: int, target: int) -> None:
    """Move one slot as redis-cli does, with a pause in which it lies in both."""
    ids = [(await said(server, "CLUSTER", "MYID")).decode() for server in cluster.servers[:3]]
    old, new = cluster.servers[source], cluster.servers[target]
    await said(new, "CLUSTER", "SETSLOT", slot, "IMPORTING", ids[source])
    await said(old, "CLUSTER", "SETSLOT", slot, "MIGRATING", ids[target])
    while keys := await said(old, "CLUSTER", "GETKEYSINSLOT", slot, 3):
        await said(old, "MIGRATE", HOST, new.port, "", 0, 1000, "KEYS", *keys)
    await asyncio.sleep(0.2)
    for server in (new, old):
        await said(server, "CLUSTER", "SETSLOT", slot, "NODE", ids[target])
