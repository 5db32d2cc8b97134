"""Two nodes on one Valkey: what happens on one is heard, done and known on the other."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from channels.broker.base import Retention
from channels.broker.redis import RedisBroker
from channels.fleet.messages import Disconnect, Recheck, Whom
from channels.wire.desk import Grant, Terms
from channels.wire.limits import Limits
from tests.channels.stage import KEY, FakeDesk, Stage, until
from tests.channels.valkey import ValkeyServer

KEPT = Retention(size=1000, ttl=60, meta_ttl=600)
LIVELY = Grant(Terms(KEPT, presence=True, signals=True), hears_signals=True)
CONNECT = {"id": 1, "connect": {"token": "anna"}}


@pytest.fixture
def limits() -> Limits:
    """Short times."""
    return Limits(close_wait=0.5, shutdown_pause=0.001, refresh_grace=0.2, queue=8 * 1024 * 1024)


@dataclass
class Pair:
    """Both nodes, and one client of the server API that asks only the first."""

    first: Stage
    second: Stage
    http: httpx.AsyncClient

    async def call(self, method: str, **params: Any) -> Any:
        answer = await self.http.post(f"{self.first.base}/server-api/{method}", json=params)
        found = answer.json()
        assert "error" not in found, found
        return found["result"]


@pytest.fixture
async def pair(shared_valkey: ValkeyServer, prefix: str, limits: Limits) -> AsyncIterator[Pair]:
    """They know each other."""
    desk = FakeDesk(offers={"chat": LIVELY})
    one, other = (RedisBroker(shared_valkey.url, prefix=prefix) for _ in range(2))
    async with (
        Stage.open(one, limits, desk) as first,
        Stage.open(other, limits, desk) as second,
        httpx.AsyncClient(headers={"X-API-Key": KEY}, timeout=10) as http,
    ):
        _be_patient(first, second)
        await until(lambda: len(first.fleet.nodes()) == len(second.fleet.nodes()) == 2)
        yield Pair(first, second, http)


def _be_patient(*stages: Stage) -> None:
    """A quarter of a second, as stages have it, is less than a busy machine may keep a node from speaking."""
    for stage in stages:
        stage.fleet._silent = 10.0  # noqa: SLF001


# checklist 26


@pytest.mark.parametrize("path", ["/connection/http_stream", "/connection/sse"])
async def test_a_frame_that_reaches_the_other_node_finds_its_connection(pair: Pair, path: str) -> None:
    async with pair.http.stream("POST", pair.second.base + path, content=json.dumps(CONNECT)) as response:
        lines = (line.removeprefix("data: ") async for line in response.aiter_lines() if line)
        hello = json.loads(await anext(lines))["connect"]
        command = json.dumps({"id": 2, "rpc": {"method": "echo", "data": "行"}})
        envelope = {"session": hello["session"], "node": hello["node"], "data": command}
        assert (await pair.http.post(f"{pair.first.base}/emulation", json=envelope)).status_code == 204
        assert json.loads(await anext(lines)) == {"id": 2, "rpc": {"data": "行"}}


async def test_a_frame_for_a_node_that_has_said_goodbye_is_404(pair: Pair) -> None:
    gone = pair.second.node.id
    await pair.second.fleet.stop()
    await until(lambda: len(pair.first.fleet.nodes()) == 1)
    envelope = {"session": "x", "node": gone, "data": "{}"}
    assert (await pair.http.post(f"{pair.first.base}/emulation", json=envelope)).status_code == 404


# checklist 35


async def test_publishers_on_both_nodes_are_heard_in_one_order_everywhere(pair: Pair) -> None:
    async with pair.first.raw() as anna, pair.second.raw() as ben:
        await anna.connect("anna")
        await ben.connect("ben")
        for client in (anna, ben):
            await client.subscribe("a")

        async def publish(stage: Stage, name: str) -> None:
            for n in range(100):
                await stage.broker.publish("a", json.dumps([name, n]).encode(), KEPT)

        await asyncio.gather(publish(pair.first, "first"), publish(pair.second, "second"))
        heard = [[await client.pub() for _ in range(200)] for client in (anna, ben)]
        assert heard[0] == heard[1]
        assert [pub["offset"] for pub in heard[0]] == list(range(1, 201))
        for name in ("first", "second"):
            assert [pub["data"][1] for pub in heard[0] if pub["data"][0] == name] == list(range(100))


async def test_people_on_both_nodes_see_each_other(pair: Pair) -> None:
    async with pair.first.raw() as anna:
        await anna.connect("anna")
        await anna.subscribe("chat")
        assert (await anna.next())["push"]["join"]["info"]["user"] == "anna"
        async with pair.second.raw() as ben:
            await ben.connect("ben")
            await ben.subscribe("chat")
            assert (await anna.next())["push"]["join"]["info"]["user"] == "ben"
            await anna.say({"id": 5, "presence_stats": {"channel": "chat"}})
            assert (await anna.reply(5))["presence_stats"] == {"num_clients": 2, "num_users": 2}
        assert (await anna.next())["push"]["leave"]["info"]["user"] == "ben"


# orders


async def test_subscribed_and_unsubscribed_on_the_other_node(pair: Pair) -> None:
    async with pair.second.raw() as anna:
        await anna.connect("anna")
        await pair.call("subscribe", user="anna", channel="ward", data={"n": 1}, info={"role": "nurse"})
        push = (await anna.next())["push"]
        assert (push["channel"], push["subscribe"]["data"]) == ("ward", {"n": 1})
        await pair.call("publish", channel="ward", data=5)
        assert (await anna.pub())["data"] == 5
        await pair.call("unsubscribe", user="anna", channel="ward")
        assert (await anna.next())["push"]["unsubscribe"]["code"] == 2000
        await until(lambda: pair.second.node.channels == 0)


async def test_a_recovering_order_brings_what_was_missed(pair: Pair) -> None:
    published = await pair.call("publish", channel="ward", data=1)
    await pair.call("publish", channel="ward", data=2)
    async with pair.second.raw() as anna:
        await anna.connect("anna")
        since = {"offset": 1, "epoch": published["epoch"]}
        await pair.call("subscribe", user="anna", channel="ward", recover_since=since)
        begun = (await anna.next())["push"]["subscribe"]
        assert (begun["epoch"], begun["offset"]) == (published["epoch"], 1)
        assert ((await anna.pub())["data"], pair.second.node.counters.recovered) == (2, 1)


async def test_disconnected_on_the_other_node(pair: Pair) -> None:
    async with pair.second.raw() as anna, pair.second.raw() as spared, pair.second.raw() as ben:
        await anna.connect("anna")
        keep = (await spared.connect("anna"))["connect"]["client"]
        await ben.connect("ben")
        await pair.call("disconnect", user="anna", whitelist=[keep], code=4100, reason="shift over")
        assert await anna.closed() == (4100, "shift over")
        for client in (spared, ben):
            await client.say({"id": 2, "rpc": {"method": "echo"}})
            assert "rpc" in await client.reply(2)


async def test_refreshed_on_the_other_node(pair: Pair) -> None:
    now = pair.second.desk.now().timestamp()
    pair.second.desk.expires_at = now + 0.3
    async with pair.second.raw() as anna:
        await anna.connect("anna")
        await pair.call("refresh", user="anna", expire_at=int(now) + 3600)
        await asyncio.sleep(0.8)
        await anna.say({"id": 2, "rpc": {"method": "echo"}})
        assert "rpc" in await anna.reply(2)
        await pair.call("refresh", user="anna", expired=True)
        assert await anna.closed() == (3005, "connection expired")


async def test_a_changed_right_is_looked_at_on_the_other_node(pair: Pair) -> None:
    async with pair.second.raw() as anna:
        await anna.connect("anna")
        await anna.subscribe("a")
        pair.second.desk.forbidden.add(("anna", "a"))
        await pair.first.fleet.order(Recheck(("anna",)))
        assert (await anna.next())["push"]["unsubscribe"]["code"] == 2000


# questions


async def test_what_all_nodes_know_together(pair: Pair) -> None:
    async with pair.first.raw() as anna, pair.second.raw() as ben:
        await anna.connect("anna")
        await ben.connect("ben")
        await anna.subscribe("chat")
        await ben.subscribe("chat")
        await ben.subscribe("quiet", 3)
        found = (await pair.call("channels"))["channels"]
        assert found == {"chat": {"num_clients": 2}, "quiet": {"num_clients": 1}}
        assert list((await pair.call("channels", pattern="q*"))["channels"]) == ["quiet"]
        await until(lambda: sum(info.subscriptions for info in pair.first.fleet.nodes()) == 3)
        nodes = {node["uid"]: node for node in (await pair.call("info"))["nodes"]}
        assert set(nodes) == {pair.first.node.id, pair.second.node.id}
        assert nodes[pair.second.node.id]["num_subs"] == 2
        assert nodes[pair.second.node.id]["num_clients"] == 1


async def test_a_node_that_says_nothing_is_not_waited_for_long(pair: Pair) -> None:
    async with pair.first.raw() as anna:
        await anna.connect("anna")
        await anna.subscribe("chat")
        pair.second.node.on_told = None
        assert await pair.first.fleet.ask("channels", b"{}", wait=0.2) == {pair.first.node.id: b'{"chat":1}'}


async def test_a_node_that_falls_silent_is_forgotten(pair: Pair) -> None:
    pair.first.fleet._silent = 0.3  # noqa: SLF001 - it is to be quick
    for task in list(pair.second.fleet._tasks):  # noqa: SLF001 - as if its process hung
        task.cancel()
    await until(lambda: [info.uid for info in pair.first.fleet.nodes()] == [pair.first.node.id])


async def test_words_of_others_on_the_control_channel_do_no_harm(pair: Pair, caplog: pytest.LogCaptureFixture) -> None:
    await pair.first.broker.tell(b"rubbish")
    await until(lambda: "nobody here understands" in caplog.text)
    async with pair.second.raw() as anna:
        assert "connect" in await anna.connect()


async def test_nodes_hear_each_other_again_after_a_restart(mortal_valkey: ValkeyServer, limits: Limits) -> None:
    """Complaint 6: orders and questions must not wait for a place in something that is gone."""
    one, other = (RedisBroker(mortal_valkey.url, probe_seconds=0.2) for _ in range(2))
    async with Stage.open(one, limits) as first, Stage.open(other, limits) as second, second.raw() as anna:
        _be_patient(first, second)
        await until(lambda: len(first.fleet.nodes()) == 2)
        await anna.connect("anna")
        mortal_valkey.kill()
        await until(lambda: not one.health.healthy and not other.health.healthy)
        mortal_valkey.start()
        await until(lambda: one.health.healthy and other.health.healthy)
        await until(lambda: len(first.fleet.nodes()) == len(second.fleet.nodes()) == 2)
        assert set(await first.fleet.ask("channels", b"{}", wait=3)) == {first.node.id, second.node.id}
        await first.fleet.order(Disconnect(Whom("anna"), 4100, "shift over"))
        assert await anna.closed() == (4100, "shift over")
