"""What a subscription can ask for besides: filters and deltas; and what is too much."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from centrifuge.fossil import apply_delta

from channels.broker.base import Extras, Retention
from channels.wire.desk import Grant, Guest, Knock, Terms
from channels.wire.limits import Limits
from tests.channels.stage import FakeDesk, Stage, until
from tests.channels.wire.lively import KEPT, ask


@pytest.fixture
def limits() -> Limits:
    """Short times."""
    return Limits(close_wait=1.0, refresh_grace=0.1, history=5)


class _Counting(FakeDesk):
    admitted = 0

    async def admit(self, knock: Knock) -> Guest:
        self.admitted += 1
        return await super().admit(knock)


class TestFilters:
    """Section 14 in a live subscription."""

    async def test_hidden_publications_count(self, lively: Stage) -> None:
        lively.desk.filters = True
        lively.desk.offers["chat"] = Grant(KEPT)
        wanted = {"key": "ward", "cmp": "eq", "val": "3"}

        async def publish(n: int, ward: str) -> None:
            await lively.broker.publish("chat", b"%d" % n, KEPT.retention, Extras(tags={"ward": ward}))

        async with lively.raw() as anna:
            await anna.connect()
            joined = (await anna.subscribe("chat", tf=wanted))["subscribe"]
            for n, ward in enumerate("3433", 1):
                await publish(n, ward)
            assert [(await anna.pub())["data"] for _ in range(3)] == [1, 3, 4]
            assert lively.node.counters.insufficient == 0
        async with lively.raw() as anna:
            await anna.connect()
            again = await anna.subscribe("chat", tf=wanted, recover=True, epoch=joined["epoch"], offset=0)
            assert [item["data"] for item in again["subscribe"]["publications"]] == [1, 3, 4]
            assert again["subscribe"]["recovered"] is True

    @pytest.mark.parametrize("tf", [{"op": "and"}, {"cmp": "eq", "key": "a"}, {"op": "nonsense"}])
    async def test_a_malformed_filter(self, lively: Stage, tf: dict[str, Any]) -> None:
        lively.desk.filters = True
        async with lively.raw() as anna:
            await anna.connect()
            assert (await anna.subscribe("chat", tf=tf))["error"]["code"] == 107
            assert lively.node.rooms.counts() == {}

    async def test_not_together_with_delta(self, lively: Stage) -> None:
        lively.desk.filters = True
        lively.desk.offers["chat"] = Grant(KEPT, delta=True)
        async with lively.raw() as anna:
            await anna.connect()
            tf = {"key": "ward", "cmp": "ex"}
            assert (await anna.subscribe("chat", tf=tf, delta="fossil"))["error"]["code"] == 107


def patched(before: bytes, patch: bytes) -> bytes:
    """What the official SDK makes of a patch."""
    after: bytes = apply_delta(before, patch)  # type: ignore[no-untyped-call]
    return after


class TestDelta:
    """Section 13."""

    ROW = '{"v":%d,"name":"monitor","bed":"三病区 12 床","hr":72,"spo2":98,"rr":14,"note":"без изменений 😀"}'

    async def test_the_first_is_whole_and_the_next_are_patches(self, lively: Stage) -> None:
        lively.desk.offers["beds"] = Grant(KEPT, delta=True)
        async with lively.raw() as anna:
            await anna.connect()
            joined = (await anna.subscribe("beds", delta="fossil"))["subscribe"]
            assert joined["delta"] is True
            for n in (1, 2, 3):
                await lively.broker.publish("beds", (self.ROW % n).encode(), KEPT.retention)
            pubs = [await anna.pub() for _ in range(3)]
        assert [pub.get("delta", False) for pub in pubs] == [False, True, True]
        text = pubs[0]["data"].encode()
        for n, pub in enumerate(pubs[1:], 2):
            text = patched(text, pub["data"].encode())
            assert json.loads(text)["v"] == n

    async def test_a_recovered_chain_begins_whole(self, lively: Stage) -> None:
        lively.desk.offers["beds"] = Grant(KEPT, delta=True)
        epoch = (await lively.broker.history("beds", None, 0)).position.epoch
        for n in (1, 2, 3):
            await lively.broker.publish("beds", (self.ROW % n).encode(), KEPT.retention)
        async with lively.raw() as anna:
            await anna.connect()
            again = await anna.subscribe("beds", delta="fossil", recover=True, epoch=epoch, offset=1)
            first, second = again["subscribe"]["publications"]
            assert (first.get("delta", False), second["delta"]) == (False, True)
            assert json.loads(patched(first["data"].encode(), second["data"].encode()))["v"] == 3

    async def test_only_if_asked(self, lively: Stage) -> None:
        lively.desk.offers["beds"] = Grant(KEPT, delta=True)
        async with lively.raw() as anna:
            await anna.connect()
            assert "delta" not in (await anna.subscribe("beds"))["subscribe"]
            await lively.broker.publish("beds", b'{"v":1}', KEPT.retention)
            assert (await anna.pub())["data"] == {"v": 1}


class TestLimits:
    """Section 18 and beyond."""

    async def test_too_many_commands_are_told_so(self, limits: Limits) -> None:
        few = replace(limits, commands_per_second=0.001, commands_at_once=2)
        async with Stage.open_memory(few, FakeDesk()) as stage, stage.raw() as anna:
            await anna.connect()
            answers = [await ask(anna, "rpc", 2 + n, method="echo", data=n) for n in range(3)]
            assert [answer.get("error") for answer in answers] == [
                None,
                None,
                {"code": 111, "message": "too many requests", "temporary": True},
            ]

    async def test_all_connections_of_a_user_share_a_budget(self, limits: Limits) -> None:
        few = replace(limits, user_commands_per_second=0.001, user_commands_at_once=2)
        async with Stage.open_memory(few, FakeDesk()) as stage, stage.raw() as one, stage.raw() as other:
            await one.connect("anna")
            await other.connect("anna")
            assert "rpc" in await ask(one, "rpc", method="echo")
            assert "rpc" in await ask(other, "rpc", method="echo")
            assert (await ask(one, "rpc", method="echo"))["error"]["code"] == 111

    async def test_connections_of_one_user(self, limits: Limits) -> None:
        one_each = Stage.open_memory(replace(limits, user_connections=1), FakeDesk())
        async with one_each as stage, stage.raw() as one, stage.raw() as other, stage.raw() as third:
            await one.connect("anna")
            await third.connect("ben")
            await other.say({"id": 1, "connect": {"token": "anna"}})
            assert await other.closed() == (3504, "connection limit")

    async def test_of_two_that_connect_at_once_one_is_too_many(self, limits: Limits) -> None:
        desk, gate = _Counting(), asyncio.Event()

        async def snapshot() -> bytes:
            await gate.wait()
            return b"{}"

        desk.subs["a"] = Grant(Terms(Retention()), snapshot=snapshot)
        one_each = Stage.open_memory(replace(limits, user_connections=1), desk)
        async with one_each as stage, stage.raw() as one, stage.raw() as other:
            for client in (one, other):
                await client.say({"id": 1, "connect": {"token": "anna"}})
            await until(lambda: desk.admitted == 2)
            gate.set()
            answers = await asyncio.gather(one.next(), other.next(), return_exceptions=True)
            assert sorted(isinstance(answer, dict) for answer in answers) == [False, True]
            ended = next(
                client for client, answer in zip((one, other), answers, strict=True) if not isinstance(answer, dict)
            )
            assert await ended.closed() == (3504, "connection limit")

    async def test_so_many_messages_to_a_frame_at_most(self, limits: Limits) -> None:
        pairs = Stage.open_memory(replace(limits, frame_messages=2), FakeDesk())
        async with pairs as stage, stage.raw() as client:
            await client.connect()
            await client.subscribe("a")
            await asyncio.gather(*(stage.publish("a", n) for n in range(5)))
            frames = [str(await client.ws.recv()).count("\n") + 1 for _ in range(3)]
            assert frames == [2, 2, 1]

    async def test_an_abundance_of_newcomers_is_turned_away_for_a_while(self, limits: Limits) -> None:
        async with Stage.open_memory(replace(limits, arriving=1), FakeDesk()) as stage, stage.raw() as first:
            await until(lambda: stage.node.connections == 1)
            status, headers = await stage.refused()
            assert status == 503
            assert 1 <= int(headers["Retry-After"]) <= 10
            await first.connect()
            async with stage.raw() as second:
                assert "connect" in await second.connect()
