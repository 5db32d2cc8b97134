"""The Redis broker when its server misbehaves."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator

import pytest

from channels.broker.base import BrokerUnavailableError, Extras, Position, Publication, Retention
from channels.broker.masters import OneMaster
from channels.broker.redis import RedisBroker
from tests.channels.broker.ear import PATIENCE, Ear, eventually
from tests.channels.broker.ordeal import ordeal
from tests.channels.valkey import ValkeyServer

pytestmark = pytest.mark.slow

KEEP = Retention(size=100, ttl=60, meta_ttl=600)


class Node(Ear):
    """A broker with what it heard."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.broker = RedisBroker(url, prefix="t", probe_seconds=0.1)
        self.broker.listen(self)

    @property
    def publications(self) -> list[Publication]:
        return [publication for _, publication in self.heard]

    @property
    def healthy(self) -> bool:
        return self.broker.health.healthy


@pytest.fixture
async def node(mortal_valkey: ValkeyServer) -> AsyncIterator[Node]:
    made = Node(mortal_valkey.url)
    await made.broker.start()
    await made.broker.subscribe("a")
    yield made
    await made.broker.stop()


async def test_two_nodes_share_numbers_and_hear_each_other(node: Node, mortal_valkey: ValkeyServer) -> None:
    other = Node(mortal_valkey.url)
    await other.broker.start()
    try:
        await other.broker.subscribe("a")
        both = (node.broker, other.broker)
        await asyncio.gather(*(both[n % 2].publish("a", b"%d" % n, KEEP) for n in range(100)))
        await eventually(lambda: len(node.heard) == len(other.heard) == 100)
        assert node.offsets("a") == list(range(1, 101))
        assert node.heard == other.heard
    finally:
        await other.broker.stop()


@pytest.mark.parametrize("kind", ["pubsub", "normal"])
async def test_client_kill_is_survived(node: Node, mortal_valkey: ValkeyServer, kind: str) -> None:
    epoch = (await node.broker.publish("a", b"1", KEEP)).position.epoch
    await eventually(lambda: len(node.heard) == 1)
    gaps = len(node.gaps)
    with mortal_valkey.client() as client:
        client.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")
    if kind == "pubsub":
        await eventually(lambda: len(node.gaps) > gaps and node.healthy)
    await asyncio.sleep(0.1)
    assert (await node.broker.publish("a", b"2", KEEP)).position == Position(2, epoch)
    await eventually(lambda: node.publications[-1].offset == 2)


async def test_a_killed_server_comes_back_with_a_new_epoch(node: Node, mortal_valkey: ValkeyServer) -> None:
    before = await node.broker.publish("a", b"1", KEEP)
    gaps = len(node.gaps)
    mortal_valkey.kill()
    await eventually(lambda: not node.healthy)
    with pytest.raises(BrokerUnavailableError):
        await node.broker.publish("a", b"lost", KEEP)
    with pytest.raises(BrokerUnavailableError):
        await node.broker.history("a", None, 1)
    mortal_valkey.start()
    await eventually(lambda: node.healthy)
    assert len(node.gaps) > gaps
    after = await node.broker.publish("a", b"2", KEEP)
    assert after.position.offset == 1
    assert after.position.epoch != before.position.epoch
    assert [item.data for item in (await node.broker.history("a", None, 9)).publications] == [b"2"]
    await eventually(lambda: node.publications[-1].data == b"2")


async def test_row_versions_outlive_a_restart(node: Node, mortal_valkey: ValkeyServer) -> None:
    await node.broker.publish("a", b"1", KEEP, Extras(key="row", version=7))
    with mortal_valkey.client() as client:
        client.set("mark", 1)  # WAITAOF waits for what its own connection has written, and so for what came before
        assert client.execute_command("WAITAOF", "1", "0", "15000")[0] == 1
    mortal_valkey.kill()
    await eventually(lambda: not node.healthy)
    mortal_valkey.start()
    await eventually(lambda: node.healthy)
    assert not (await node.broker.publish("a", b"old", KEEP, Extras(key="row", version=6))).applied
    assert (await node.broker.publish("a", b"new", KEEP, Extras(key="row", version=8))).applied


async def test_a_flushed_server_gives_a_new_epoch(node: Node, mortal_valkey: ValkeyServer) -> None:
    before = await node.broker.publish("a", b"1", KEEP)
    with mortal_valkey.client() as client:
        client.flushall()
    after = await node.broker.publish("a", b"2", KEEP)
    assert after.position.offset == 1
    assert after.position.epoch != before.position.epoch


async def test_forgotten_scripts_are_loaded_again(node: Node, mortal_valkey: ValkeyServer) -> None:
    before = await node.broker.publish("a", b"1", KEEP)
    with mortal_valkey.client() as client:
        client.script_flush()
    assert (await node.broker.publish("a", b"2", KEEP)).position == Position(2, before.position.epoch)


async def test_a_promoted_replica_that_lags_cannot_reuse_offsets(node: Node, mortal_valkey: ValkeyServer) -> None:
    """The log is rolled back under the same epoch, as a lagging replica's is; only the server's identity differs."""
    for n in range(5):
        await node.broker.publish("a", b"%d" % n, KEEP)
    before = (await node.broker.history("a", None, 0)).position
    with mortal_valkey.client() as client:
        client.hset("{t}.meta.a", "s", "3")
        client.execute_command("XTRIM", "{t}.stream.a", "MAXLEN", "3")
        client.set("{t}.fence", "another life")
        client.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    await asyncio.sleep(0.1)
    await eventually(lambda: node.healthy)
    after = await node.broker.publish("a", b"new", KEEP)
    assert after.position.epoch != before.epoch
    assert (await node.broker.history("a", before, 9)).publications == ()


async def test_a_deaf_subscription_is_noticed_by_the_probe(node: Node) -> None:
    """The server drops the subscriptions without closing anything, as a wedged fail-over does."""
    gaps = len(node.gaps)
    masters = node.broker._masters  # noqa: SLF001 - no other client can take a subscription away
    assert isinstance(masters, OneMaster)
    ears = masters.server.ears
    assert ears._hearing is not None  # noqa: SLF001 - as above
    ears._hearing.unsubscribe([ears._probe_name, b"{t}.live.a"])  # noqa: SLF001 - as above
    await eventually(lambda: len(node.gaps) > gaps)
    await node.broker.publish("a", b"1", KEEP)
    await eventually(lambda: len(node.heard) == 1)


async def test_an_output_buffer_limit_does_not_silence_the_node(node: Node, mortal_valkey: ValkeyServer) -> None:
    with mortal_valkey.client() as client:
        client.config_set("client-output-buffer-limit", "pubsub 60000 0 0")
    gaps = len(node.gaps)
    payload = b'1:x:"' + b"x" * 200_000 + b'"'
    # Many publications inside one server turn overflow the buffer; the server may need more than one turn to act.
    flood = "for i = 1, 100 do redis.call('PUBLISH', '{t}.live.a', ARGV[1]) end"
    async with asyncio.timeout(PATIENCE):
        while len(node.gaps) == gaps:
            with mortal_valkey.client() as client:
                client.eval(flood, 0, payload)
            await asyncio.sleep(0.2)
    await eventually(lambda: node.healthy)
    await node.broker.publish("a", b'"after"', KEEP)
    await eventually(lambda: bool(node.heard) and node.publications[-1].data == b'"after"')


async def test_a_start_without_a_server_says_so(mortal_valkey: ValkeyServer) -> None:
    mortal_valkey.kill()
    broker = RedisBroker(mortal_valkey.url)
    with pytest.raises(BrokerUnavailableError):
        await broker.start()
    assert not broker.health.healthy
    await broker.stop()


async def test_an_ordeal_of_kills(mortal_valkey: ValkeyServer) -> None:
    async with ordeal(mortal_valkey.url) as going:
        for number in (2, 3):
            await asyncio.to_thread(mortal_valkey.kill)
            await asyncio.to_thread(mortal_valkey.start)
            await eventually(lambda number=number: all(len(found) == number for found in going.epochs().values()))


@pytest.mark.parametrize("kind", ["pubsub", "normal"])
async def test_an_ordeal_of_cut_connections(mortal_valkey: ValkeyServer, kind: str) -> None:
    async with ordeal(mortal_valkey.url) as going:
        gaps = [node.gaps for node in going.nodes]
        for _ in range(10):
            with mortal_valkey.client() as client:
                client.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")
            await asyncio.sleep(0.08)
    assert {len(found) for found in going.epochs().values()} == {1}
    if kind == "pubsub":
        assert all(node.gaps > before for node, before in zip(going.nodes, gaps, strict=True))


async def test_an_ordeal_of_lost_scripts_and_then_of_lost_everything(mortal_valkey: ValkeyServer) -> None:
    async with ordeal(mortal_valkey.url) as going:
        with mortal_valkey.client() as client:
            for _ in range(5):
                client.script_flush()
                await asyncio.sleep(0.05)
            assert {len(found) for found in going.epochs().values()} == {1}
            client.flushall()
        await eventually(lambda: all(len(found) == 2 for found in going.epochs().values()))


async def test_an_ordeal_of_tiny_output_buffers(mortal_valkey: ValkeyServer) -> None:
    """Bursts that the server cannot hold: it cuts the hearing side each time."""
    async with ordeal(mortal_valkey.url) as going:
        gaps = min(node.gaps for node in going.nodes)
        with mortal_valkey.client() as client:
            client.config_set("client-output-buffer-limit", "pubsub 60000 0 0")
            flood = "for i = 1, 30 do redis.call('PUBLISH', KEYS[1], ARGV[1]) end"
            last = list(going.nodes[0].readers)[-1]

            async def cut() -> bool:
                # What is already seen: readers drop it, but the server has to hold it.
                place = going.nodes[0].readers[last].position
                assert place is not None
                filler = b"1:%b:" % place.epoch.encode() + f"{last}/1".encode().ljust(200_000)
                await asyncio.to_thread(client.eval, flood, 1, f"{{t}}.live.{last}", filler)
                return min(node.gaps for node in going.nodes) > gaps

            await eventually(cut)


@pytest.mark.slow
async def test_an_ordeal_of_a_frozen_server(mortal_valkey: ValkeyServer) -> None:
    """Longer than every timeout: what was written into the connections is executed after all."""
    process = mortal_valkey.process
    assert process is not None
    async with ordeal(mortal_valkey.url) as going:
        process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(6)
        assert not any(node.broker.health.healthy for node in going.nodes)
        process.send_signal(signal.SIGCONT)
        await asyncio.sleep(0.5)
    assert {len(found) for found in going.epochs().values()} == {1}
