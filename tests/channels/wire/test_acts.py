"""What clients do besides listening: publish, presence, history, messages; joins and leaves."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from channels.wire.limits import Limits
from tests.channels.stage import FakeDesk, Raw, Stage, until
from tests.channels.wire.lively import LIVELY, ask


@pytest.fixture
def limits() -> Limits:
    """Short times."""
    return Limits(close_wait=1.0, refresh_grace=0.1, history=5)


class TestPublish:
    """Section 8.4."""

    async def test_everyone_hears_it_with_its_author(self, lively: Stage) -> None:
        async with lively.raw() as anna, lively.raw() as ben:
            client = (await anna.connect("anna"))["connect"]["client"]
            await ben.connect("ben")
            await anna.subscribe("chat")
            await ben.subscribe("chat")
            assert await ask(anna, "publish", channel="chat", data={"x": 1}) == {"id": 9, "publish": {}}
            assert await ben.pub() == {
                "data": {"x": 1},
                "offset": 1,
                "epoch": (await lively.broker.history("chat", None, 0)).position.epoch,
                "info": {"user": "anna", "client": client},
            }

    async def test_one_hears_oneself(self, lively: Stage) -> None:
        async with lively.raw() as anna:
            await anna.connect()
            await anna.subscribe("brief")
            await anna.say({"id": 3, "publish": {"channel": "brief", "data": 7}})
            pub = await anna.pub()
            assert pub["data"] == 7
            assert "offset" not in pub

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"channel": "chat"}, 107),
            ({"channel": "a", "data": 1}, 103),
            ({"channel": "chat", "data": 1, "type": 1}, 108),
        ],
    )
    async def test_what_is_refused(self, lively: Stage, fields: dict[str, Any], code: int) -> None:
        async with lively.raw() as anna:
            await anna.connect()
            await anna.subscribe("chat")
            assert (await ask(anna, "publish", **fields))["error"]["code"] == code

    async def test_the_author_of_a_recovered_publication_is_known_too(self, lively: Stage) -> None:
        async with lively.raw() as anna:
            await anna.connect()
            joined = (await anna.subscribe("chat"))["subscribe"]
            await ask(anna, "publish", channel="chat", data=1)
            again = await ask(anna, "unsubscribe", channel="chat")
            assert again == {"id": 9, "unsubscribe": {}}
            recovered = await anna.subscribe("chat", 4, recover=True, epoch=joined["epoch"], offset=0)
            assert recovered["subscribe"]["publications"][0]["info"]["user"] == "anna"


class TestPresence:
    """Sections 8.5 and 12."""

    async def test_who_is_there(self, lively: Stage) -> None:
        async with lively.raw() as anna:
            client = (await anna.connect("anna"))["connect"]["client"]
            await anna.subscribe("chat")
            assert (await ask(anna, "presence", channel="chat"))["presence"] == {
                "presence": {client: {"user": "anna", "client": client}}
            }
            assert (await ask(anna, "presence_stats", channel="chat"))["presence_stats"] == {
                "num_clients": 1,
                "num_users": 1,
            }
            assert (await ask(anna, "presence", channel="elsewhere"))["error"]["code"] == 108

    async def test_the_own_join_is_heard_and_the_own_leave_is_not(self, lively: Stage) -> None:
        async with lively.raw() as anna, lively.raw() as ben:
            client = (await anna.connect("anna"))["connect"]["client"]
            await anna.subscribe("chat")
            info = {"info": {"user": "anna", "client": client}}
            assert (await anna.next())["push"] == {"channel": "chat", "join": info}
            await ben.connect("ben")
            await ben.subscribe("chat")
            assert (await anna.next())["push"]["join"]["info"]["user"] == "ben"
            assert (await ben.next())["push"]["join"]["info"]["user"] == "ben"
            await anna.say({"id": 5, "unsubscribe": {"channel": "chat"}})
            assert (await ben.next())["push"] == {"channel": "chat", "leave": info}
            assert await anna.next() == {"id": 5, "unsubscribe": {}}
            assert list(await lively.broker.present("chat")) != [client]

    async def test_a_lost_connection_leaves(self, lively: Stage) -> None:
        ws = await lively.connect()
        anna = Raw(ws)
        await anna.connect()
        await anna.subscribe("chat")
        ws.transport.abort()

        await until(lambda: lively.node.connections == 0)
        await lively.node.attendance.settled()
        assert not await lively.broker.present("chat")

    async def test_presence_is_said_again_with_each_tick(self) -> None:
        desk = FakeDesk(offers={"chat": LIVELY})
        limits = Limits(ping=0.05, pong=0.04, presence_ttl=0.01, close_wait=0.5)
        async with Stage.open_memory(limits, desk) as stage, stage.raw() as anna:
            await anna.connect()
            await anna.subscribe("chat")
            for _ in range(8):
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(anna.next_but(("join",)), 0.05)
                assert await stage.broker.present("chat")


class TestHistory:
    """Section 8.6."""

    @pytest.fixture
    async def told(self, lively: Stage) -> Stage:
        for n in range(1, 8):
            await lively.broker.publish("chat", b"%d" % n, LIVELY.terms.retention)
        return lively

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({}, []),
            ({"limit": 2}, [1, 2]),
            ({"limit": 2, "since": {"offset": 2}}, [3, 4]),
            ({"limit": 2, "reverse": True}, [7, 6]),
            ({"limit": 2, "reverse": True, "since": {"offset": 4}}, [3, 2]),
            ({"limit": -1}, [1, 2, 3, 4, 5]),
            ({"limit": 1000}, [1, 2, 3, 4, 5]),
        ],
    )
    async def test_what_is_returned(self, told: Stage, fields: dict[str, Any], expected: list[int]) -> None:
        epoch = (await told.broker.history("chat", None, 0)).position.epoch
        if "since" in fields:
            fields = {**fields, "since": {**fields["since"], "epoch": epoch}}
        async with told.raw() as anna:
            await anna.connect()
            await anna.subscribe("chat")
            result = (await ask(anna, "history", channel="chat", **fields))["history"]
            assert [publication["data"] for publication in result["publications"]] == expected
            assert (result["offset"], result["epoch"]) == (7, epoch)

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"channel": "chat", "since": {"offset": 1, "epoch": "other"}, "limit": 1}, 112),
            ({"channel": "chat", "since": {"offset": 0, "epoch": ""}, "reverse": True, "limit": 1}, 107),
            ({"channel": "brief", "limit": 1}, 108),
            ({"channel": "a", "limit": 1}, 108),
        ],
    )
    async def test_what_is_refused(self, told: Stage, fields: dict[str, Any], code: int) -> None:
        async with told.raw() as anna:
            await anna.connect()
            await anna.subscribe("chat")
            await anna.subscribe("brief", 3)
            assert (await ask(anna, "history", **fields))["error"]["code"] == code


class TestMessages:
    """Sections 8.7 and 8.8."""

    async def test_a_message_is_not_answered(self, lively: Stage) -> None:
        lively.desk.heard = []
        async with lively.raw() as anna:
            await anna.connect()
            await anna.say({"send": {"data": {"hello": 1}}}, {"id": 4, "rpc": {"method": "echo", "data": 1}})
            assert await anna.next() == {"id": 4, "rpc": {"data": 1}}
            assert lively.desk.heard == [b'{"hello": 1}']

    async def test_slow_calls_do_not_wait_for_each_other_where_allowed(self, limits: Limits) -> None:
        async with Stage.open_memory(replace(limits, concurrency=4), FakeDesk()) as stage, stage.raw() as anna:
            await anna.connect()
            await anna.say({"id": 2, "rpc": {"method": "slow"}}, {"id": 3, "rpc": {"method": "echo", "data": 1}})
            assert [(await anna.next())["id"] for _ in range(2)] == [3, 2]
