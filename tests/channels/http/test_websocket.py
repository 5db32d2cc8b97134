"""Uvicorn's own WebSockets as the fallback: the same conversations as over ours."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from centrifuge.protocol import client_pb2
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from channels.broker.base import Retention
from channels.wire.desk import Grant, Terms
from channels.wire.limits import Limits
from tests.channels.stage import FakeDesk, LossyBroker, Raw, Stage, until

PEER: Any = client_pb2
"""The official SDK's message classes, made without types."""

KEPT = Terms(Retention(size=10, ttl=60, meta_ttl=600))


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A stage whose WebSockets are uvicorn's."""
    limits = Limits(close_wait=0.5, inbound=2000, queue=200_000)
    async with Stage.open(LossyBroker(), limits, FakeDesk(subs={"#anna": Grant(KEPT)}), own=False) as opened:
        yield opened


async def test_a_conversation(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        assert (await client.subscribe("a"))["subscribe"]["data"] == {"rows": []}
        for n in range(50):
            await stage.publish("a", n)
        assert [(await client.pub())["offset"] for _ in range(50)] == list(range(1, 51))
        await client.say({"id": 3, "connect": {}})
        assert await client.closed() == (3501, "bad request")
    await until(lambda: stage.node.connections == 0)


async def test_protobuf_by_its_subprotocol(stage: Stage) -> None:
    command = PEER.Command(id=1, connect=PEER.ConnectRequest(token="anna")).SerializeToString()
    async with connect(stage.url, compression=None, subprotocols=["centrifuge-protobuf"]) as ws:  # type: ignore[list-item]
        assert ws.subprotocol == "centrifuge-protobuf"
        await ws.send(bytes((len(command),)) + command)
        frame = await ws.recv()
        assert isinstance(frame, bytes)
        start = 1 if frame[0] < 128 else 2
        assert PEER.Reply.FromString(frame[start:]).connect.client


async def test_who_only_listens(stage: Stage) -> None:
    async with connect(f"ws://127.0.0.1:{stage.port}/connection/uni_websocket", compression=None) as ws:
        await ws.send('{"token":"anna"}')
        client = Raw(ws)
        assert list((await client.next())["connect"]["subs"]) == ["#anna"]
        await stage.broker.publish("#anna", b"1", KEPT.retention)
        assert (await client.next())["pub"]["data"] == 1


async def test_who_is_turned_away(stage: Stage) -> None:
    with pytest.raises(InvalidStatus):
        await connect(stage.url, origin="https://elsewhere.example")  # type: ignore[arg-type]
    with pytest.raises(InvalidStatus):
        await connect(stage.url.replace("websocket", "nowhere"))


async def test_a_message_over_the_limit(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.ws.send("x" * 3000)
        assert (await client.closed())[0] == 1009


async def test_who_takes_nothing_is_slow(stage: Stage) -> None:
    ws = await connect(stage.url, compression=None, max_queue=1, close_timeout=0.1)
    await ws.send('{"id":1,"connect":{"token":"slow"}}\n{"id":2,"subscribe":{"channel":"a"}}')
    await until(lambda: stage.node.subscriptions == 2)
    for n in range(400):
        await stage.broker.publish("a", json.dumps(["x" * 20_000, n]).encode(), KEPT.retention)
        await asyncio.sleep(0)
        if stage.node.counters.slow_closes:
            break
    assert stage.node.counters.slow_closes == 1
    async with asyncio.timeout(5):
        with contextlib.suppress(ConnectionClosed):
            while True:
                await ws.recv()
