"""Connecting, subscribing, calling: what is answered to what."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from channels.wire.limits import Limits
from tests.channels.stage import Stage, until


async def test_connect_and_subscribe_in_one_frame(stage: Stage) -> None:
    await stage.publish("a", 1)
    async with stage.raw() as client:
        await client.say(
            {"id": 1, "connect": {"token": "anna", "name": "js", "data": {"x": 1}}},
            {"id": 2, "subscribe": {"channel": "a", "flag": 1}},
        )
        connected, subscribed = (await client.next())["connect"], (await client.next())["subscribe"]
        assert (connected["ping"], connected["pong"], "expires" in connected) == (25, True, False)
        assert len(connected["client"]) == 36
        epoch = (await stage.broker.history("a", None, 0)).position.epoch
        assert subscribed == {
            "recoverable": True, "positioned": True, "epoch": epoch, "offset": 1, "data": {"rows": [1]}
        }  # fmt: skip
        await stage.publish("a", {"n": 2})
        assert await client.next() == {"push": {"channel": "a", "pub": {"data": {"n": 2}, "offset": 2}}}


async def test_the_first_publication_carries_the_epoch(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        subscribed = (await client.subscribe("a"))["subscribe"]
        await stage.publish("a", 1)
        assert await client.pub() == {"data": 1, "offset": 1, "epoch": subscribed["epoch"]}


async def test_a_hundred_subscriptions_in_one_frame(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.say(*({"id": n, "subscribe": {"channel": f"c{n}"}} for n in range(2, 102)))
        answered = {(await client.next())["id"] for _ in range(100)}
        assert answered == set(range(2, 102))
        assert (stage.node.subscriptions, stage.node.channels, stage.node.connections) == (100, 100, 1)
    await until(lambda: (stage.node.subscriptions, stage.node.channels, stage.node.connections) == (0, 0, 0))


@pytest.mark.parametrize(
    ("channel", "code"),
    [("a", 105), ("secret:x", 103), ("unknown:x", 102), ("x" * 256, 107), ("line\nfeed", 107)],
)
async def test_refused_subscriptions(stage: Stage, channel: str, code: int) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.subscribe("a")
        assert (await client.subscribe(channel, 3))["error"]["code"] == code
        assert stage.node.subscriptions == 1


async def test_what_a_subscription_cannot_ask_for(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        assert (await client.subscribe("a", 2, type=1))["error"]["code"] == 103
        assert (await client.subscribe("a", 3, tf={"op": "and"}))["error"]["code"] == 107
        assert "delta" not in (await client.subscribe("a", 4, delta="fossil"))["subscribe"]


async def test_more_channels_than_allowed(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.say(*({"id": n, "subscribe": {"channel": f"c{n}"}} for n in range(2, 131)))
        answers = [await client.next() for _ in range(129)]
        assert [answer["error"]["code"] for answer in answers if "error" in answer] == [106]


async def test_unsubscribe_ends_the_pushes(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.subscribe("a")
        await client.say({"id": 3, "unsubscribe": {"channel": "a"}}, {"id": 4, "unsubscribe": {"channel": "never"}})
        assert await client.next() == {"id": 3, "unsubscribe": {}}
        assert await client.next() == {"id": 4, "unsubscribe": {}}
        await stage.publish("a", 1)
        await client.say({"id": 5, "rpc": {"method": "echo", "data": [1]}})
        assert await client.next() == {"id": 5, "rpc": {"data": [1]}}


async def test_unsubscribe_waits_for_its_subscribe(stage: Stage) -> None:
    stage.desk.snapshot_gate = asyncio.Event()
    async with stage.raw() as client:
        await client.connect()
        await client.say({"id": 2, "subscribe": {"channel": "a"}}, {"id": 3, "unsubscribe": {"channel": "a"}})
        await until(lambda: stage.desk.snapshots == 1)
        stage.desk.snapshot_gate.set()
        assert [(await client.next())["id"], (await client.next())["id"]] == [2, 3]
        assert stage.node.subscriptions == 0


async def test_calls(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.say(
            {"id": 2, "rpc": {"method": "slow"}},
            {"id": 3, "rpc": {"method": "echo", "data": {"名": "张三"}}},
            {"id": 4, "rpc": {"method": "echo"}},
            {"id": 5, "rpc": {"method": "conflict"}},
            {"id": 6, "rpc": {"method": "nothing"}},
            {"id": 7, "rpc": {"method": "bug"}},
        )
        assert await client.next() == {"id": 2, "rpc": {"data": "slow"}}
        assert await client.next() == {"id": 3, "rpc": {"data": {"名": "张三"}}}
        assert await client.next() == {"id": 4, "rpc": {"data": None}}
        conflict = (await client.next())["error"]
        assert conflict == {"code": 4409, "message": "该号正在呼叫 / already being called"}
        assert (await client.next())["error"] == {"code": 104, "message": "method not found"}
        assert (await client.next())["error"] == {"code": 100, "message": "internal server error", "temporary": True}


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ({"publish": {"channel": "a", "data": 1}}, 103),
        ({"presence": {"channel": "a"}}, 108),
        ({"presence_stats": {"channel": "a"}}, 108),
        ({"history": {"channel": "a"}}, 108),
        ({"sub_refresh": {"channel": "a", "token": "t"}}, 103),
        ({"ping": {}}, 108),
    ],
)
async def test_what_is_not_offered(stage: Stage, command: dict[str, Any], code: int) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.say({"id": 2, **command})
        assert (await client.reply(2))["error"]["code"] == code


@pytest.mark.parametrize(
    "first", ["{}", '{"id":1,"subscribe":{"channel":"a"}}', "x", "", '{"id":1,"connect":{"token":7}}', "[]", "\n"]
)
async def test_what_must_not_come_first(stage: Stage, first: str) -> None:
    async with stage.raw() as client:
        await client.ws.send(first)
        assert await client.closed() == (3501, "bad request")


@pytest.mark.parametrize(
    "then",
    [
        "{}",
        "",
        "{",
        '{"id":2}',
        '{"id":2,"subscribe":{"channel":"a","recover":true,"offset":-1}}',
        '{"id":2,"subscribe":{"channel":"a","recover":true,"offset":1180591620717411303424}}',
        '{"id":2,"connect":{}}',
        '{"id":2,"subscribe":{}}',
        '{"id":2,"unsubscribe":{}}',
        '{"id":2,"publish":{}}',
        '{"id":2,"subscribe":{"channel":"a","delta":"other"}}',
        '{"id":2,"refresh":{}}',
        '{"id":2,"rpc":{"method":"echo","data":{]}}',
    ],
)
async def test_what_ends_a_connection(stage: Stage, then: str) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.ws.send(then)
        assert await client.closed() == (3501, "bad request")
    assert stage.node.connections == 0


async def test_send_is_not_available(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.say({"send": {"data": 1}})
        assert await client.closed() == (3508, "not available")


async def test_commands_before_a_bad_one_are_done(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.ws.send('{"id":2,"rpc":{"method":"echo","data":1}}\nrubbish\n{"id":3,"rpc":{"method":"echo"}}')
        assert await client.next() == {"id": 2, "rpc": {"data": 1}}
        assert await client.closed() == (3501, "bad request")


async def test_unknown_fields_and_a_trailing_line_feed_are_fine(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.ws.send('{"id":1,"connect":{"token":"anna","future":[1]},"later":{}}\n')
        assert "connect" in await client.reply(1)


async def test_binary_and_fragmented_frames_are_fine(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.ws.send(json.dumps({"id": 1, "connect": {}}).encode())
        assert "connect" in await client.reply(1)
        await client.ws.send(iter(['{"id":2,"rpc":{"me', 'thod":"echo",', '"data":"whole"}}']))
        assert (await client.reply(2))["rpc"] == {"data": "whole"}


@pytest.mark.parametrize("fragmented", [False, True])
async def test_a_message_over_the_limit_is_1009(stage: Stage, *, fragmented: bool) -> None:
    async with stage.raw() as client:
        await client.connect()
        big = "x" * (64 * 1024 + 1)
        await client.ws.send(iter([big[:40_000], big[40_000:]]) if fragmented else big)
        assert (await client.closed())[0] == 1009
    await until(lambda: stage.node.connections == 0)


async def test_tokens(stage: Stage) -> None:
    async with stage.raw() as client:
        assert (await client.connect("expired"))["error"] == {"code": 109, "message": "token expired"}
        await client.say({"id": 2, "subscribe": {"channel": "a"}})
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.next(), 0.1)
    async with stage.raw() as client:
        await client.say({"id": 1, "connect": {"token": "invalid"}})
        assert await client.closed() == (3500, "invalid token")
    async with stage.raw() as client:
        assert (await client.connect("broken"))["error"]["code"] == 100
    stage.desk.expires_at = 1.0
    async with stage.raw() as client:
        assert (await client.connect())["error"]["code"] == 110


async def test_an_older_connection_may_send_an_empty_subprotocol(stage: Stage) -> None:
    async with stage.raw(additional_headers={"Sec-WebSocket-Protocol": ""}) as client:
        assert "connect" in await client.connect()


class TestTooManyCommands:
    """The inbox has an end."""

    @pytest.fixture
    def limits(self) -> Limits:
        """Few commands."""
        return Limits(pending_commands=5, close_wait=1.0)

    async def test_a_flood_of_commands_is_closed(self, stage: Stage) -> None:
        async with stage.raw() as client:
            await client.connect()
            await client.say(*({"id": n, "rpc": {"method": "slow"}} for n in range(2, 20)))
            assert await client.closed() == (3013, "too many requests")


async def test_an_unexpected_failure_is_logged_without_its_text(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    async with stage.raw() as client:
        await client.connect("anna")
        await client.say({"id": 2, "rpc": {"method": "bug"}})
        await client.reply(2)
    (record,) = [record for record in caplog.records if record.name == "carewire.wire"]
    assert "RuntimeError in rpc:" in record.getMessage()
    assert "a bug" not in caplog.text
