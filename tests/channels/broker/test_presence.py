"""Who is present, in every broker."""

from __future__ import annotations

import asyncio

import pytest

from channels.broker.base import Broker, Crowd
from channels.broker.memory import MemoryBroker
from channels.protocol.people import ClientInfo
from tests.channels.valkey import ValkeyServer

pytestmark = pytest.mark.usefixtures("started")


@pytest.fixture
async def started(broker: Broker) -> None:
    await broker.start()


def client(number: int, user: str = "anna") -> ClientInfo:
    return ClientInfo(user, f"c{number}", b'{"n":1}', None)


async def test_clients_and_users_are_counted_apart(broker: Broker) -> None:
    people = [client(1), client(2), client(3, "贝:亚"), client(4, ""), client(5, "")]
    for info in people:
        await broker.enter("a", info, 60)
    assert await broker.present("a") == {info.client: info for info in people}
    assert await broker.crowd("a") == Crowd(5, 3)
    assert await broker.crowd("b") == Crowd(0, 0)
    assert await broker.present("b") == {}


async def test_entering_again_counts_once_and_changes_what_is_known(broker: Broker) -> None:
    await broker.enter("a", client(1), 60)
    await broker.enter("a", client(1), 60)
    assert await broker.crowd("a") == Crowd(1, 1)
    other = ClientInfo("bea", "c1", None, b"1")
    await broker.enter("a", other, 60)
    assert await broker.present("a") == {"c1": other}
    assert await broker.crowd("a") == Crowd(1, 1)


async def test_leaving_ends_presence_of_the_client_and_then_of_the_user(broker: Broker) -> None:
    for number in (1, 2):
        await broker.enter("a", client(number), 60)
    await broker.leave("a", "c1")
    await broker.leave("a", "c1")
    await broker.leave("a", "nobody")
    assert await broker.crowd("a") == Crowd(1, 1)
    await broker.leave("a", "c2")
    assert await broker.crowd("a") == Crowd(0, 0)
    assert await broker.present("a") == {}


async def test_who_does_not_enter_again_is_gone_after_a_while(broker: Broker) -> None:
    await broker.enter("a", client(1), 0.3)
    await broker.enter("a", client(2), 60)
    await broker.enter("a", client(3, "bea"), 0.3)
    await asyncio.sleep(0.15)
    await broker.enter("a", client(1), 60)
    await asyncio.sleep(0.2)
    assert set(await broker.present("a")) == {"c1", "c2"}
    assert await broker.crowd("a") == Crowd(2, 1)


async def test_a_channel_that_all_left_takes_no_room(prefix: str, broker: Broker, shared_valkey: ValkeyServer) -> None:
    await broker.enter("a", client(1), 0.05)
    await asyncio.sleep(0.1)
    with shared_valkey.client() as server:
        left = server.keys(f"{{{prefix}}}.*")
    assert [name for name in left if not name.endswith(b".fence")] == []


async def test_the_dead_do_not_pile_up_in_a_channel_that_nobody_reads(
    prefix: str, broker: Broker, shared_valkey: ValkeyServer
) -> None:
    for number in range(20):
        await broker.enter("a", client(number), 0.03)
    await broker.enter("a", client(99), 60)
    await asyncio.sleep(0.06)
    for _ in range(3):
        await broker.enter("a", client(99), 60)
    with shared_valkey.client() as server:
        for name in server.keys(f"{{{prefix}}}.infos.*"):
            assert server.hlen(name) == 1


async def test_time_is_handed_in() -> None:
    now = [100.0]
    broker = MemoryBroker(lambda: now[0])
    await broker.enter("a", client(1), 10)
    now[0] = 109.9
    assert await broker.crowd("a") == Crowd(1, 1)
    now[0] = 110.0
    assert await broker.crowd("a") == Crowd(0, 0)
