"""What no other test looks at: items of the conformance checklist, and complaints that other hubs' users have.

`tests/channels/CHECKLIST.md` says where each of them is tested.
"""

from __future__ import annotations

import asyncio
import gc
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from centrifuge.protocol import client_pb2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from channels.broker.base import BrokerUnavailableError, Extras, Published, Retention
from channels.broker.limits import MAX_DATA
from channels.wire.connection import Connection
from channels.wire.desk import Grant, Guest, Knock, Terms
from channels.wire.limits import Limits
from channels.wire.node import Whose
from tests.channels.stage import KEY, FakeDesk, LossyBroker, Raw, Stage, until

PEER: Any = client_pb2
"""The official SDK's message classes, made without types."""

peer: Any = client_pb2
KEPT = Retention(size=10, ttl=60, meta_ttl=600)
CHAT = Grant(Terms(KEPT, presence=True))


@pytest.fixture
def limits() -> Limits:
    """Short times."""
    return Limits(close_wait=0.5, refresh_grace=0.1, recovery=4)


@pytest.mark.parametrize("missed", [4, 5])
async def test_more_than_the_limit_is_not_recovered(stage: Stage, missed: int) -> None:
    """Checklist 12: the log holds ten, but four are the most that a reply may bring."""
    stage.desk.retention = KEPT
    async with stage.raw() as anna:
        await anna.connect()
        before = (await anna.subscribe("a"))["subscribe"]
    for n in range(missed):
        await stage.publish("a", n)
    async with stage.raw() as anna:
        await anna.connect()
        again = (await anna.subscribe("a", 2, recover=True, epoch=before["epoch"], offset=0))["subscribe"]
        assert again["was_recovering"] is True
        assert again.get("recovered", False) is (missed == 4)
        assert [item["data"] for item in again.get("publications", [])] == ([0, 1, 2, 3] if missed == 4 else [])
        assert again.get("offset", 0) == (0 if missed == 4 else 5)


async def test_an_expired_subscription_may_begin_again(stage: Stage) -> None:
    """Checklist 23."""
    now = stage.desk.now().timestamp()
    stage.desk.offers["chat"] = replace(CHAT, expires_at=now + 0.1)
    async with stage.raw() as anna:
        await anna.connect()
        before = (await anna.subscribe("chat"))["subscribe"]
        assert (await anna.next())["push"]["unsubscribe"]["code"] == 2501
        await stage.broker.publish("chat", b"1", KEPT)
        stage.desk.offers["chat"] = replace(CHAT, expires_at=now + 60)
        again = (await anna.subscribe("chat", 3, recover=True, epoch=before["epoch"], offset=0))["subscribe"]
        assert [item["data"] for item in again["publications"]] == [1]


class TestProtobuf:
    """Checklist 30 and 34, on the wire."""

    @pytest.mark.parametrize(
        ("query", "subprotocols"),
        [("", ["centrifuge-protobuf"]), ("?format=protobuf", None), ("?cf_protocol=protobuf", None)],
        ids=["subprotocol", "format", "cf_protocol"],
    )
    async def test_chosen(self, stage: Stage, query: str, subprotocols: Any) -> None:
        async with connect(stage.url + query, subprotocols=subprotocols, compression=None) as ws:
            await ws.send(self.frame(PEER.Command(id=1, connect=PEER.ConnectRequest(token="anna"))))
            assert (await self.reply(ws)).connect.pong is True
            command = PEER.Command(id=2, rpc=PEER.RPCRequest(method="echo", data=b"\x00\xff"))
            await ws.send(self.frame(command))
            assert (await self.reply(ws)).rpc.data == b"\x00\xff"

    @pytest.mark.parametrize("broken", [b"", b"\x80", b"\x05\x08", b"\x02\xff\xff", b"{}"])
    async def test_broken(self, stage: Stage, broken: bytes) -> None:
        async with connect(f"{stage.url}?format=protobuf", compression=None) as ws:
            await ws.send(self.frame(PEER.Command(id=1, connect=PEER.ConnectRequest(token="anna"))))
            await self.reply(ws)
            await ws.send(broken)
            with pytest.raises(ConnectionClosed) as end:
                await ws.recv()
        assert end.value.rcvd is not None
        assert (end.value.rcvd.code, end.value.rcvd.reason) == (3501, "bad request")

    @staticmethod
    def frame(command: Any) -> bytes:
        body: bytes = command.SerializeToString()
        return bytes((len(body),)) + body

    @staticmethod
    async def reply(ws: ClientConnection) -> Any:
        frame = await ws.recv()
        assert isinstance(frame, bytes)
        return PEER.Reply.FromString(frame[1 if frame[0] < 128 else 2 :])


class Unreachable(LossyBroker):
    """Takes no publication while it is away."""

    away = False

    async def publish(
        self, channel: str, data: bytes, retention: Retention | None, extras: Extras = Extras()  # noqa: B008
    ) -> Published:  # fmt: skip
        if self.away:
            raise BrokerUnavailableError("away")
        return await super().publish(channel, data, retention, extras)


async def test_a_publish_is_acknowledged_only_once_it_is_kept(limits: Limits) -> None:
    """Complaint 10: the client hears an error that it may try again; with its key nothing is published twice."""
    broker = Unreachable()
    async with Stage.open(broker, limits) as stage, stage.raw() as anna:
        stage.desk.offers["chat"] = CHAT
        await anna.connect()
        await anna.subscribe("chat")
        broker.away = True
        await anna.say({"id": 3, "publish": {"channel": "chat", "data": 1}})
        assert (await anna.reply(3))["error"] == {"code": 100, "message": "internal server error", "temporary": True}
        async with httpx.AsyncClient(headers={"X-API-Key": KEY}) as http:
            request = {"channel": "chat", "data": 2, "idempotency_key": "order 7"}
            url = f"{stage.base}/server-api/publish"
            assert (await http.post(url, json=request)).json()["error"]["code"] == 100
            broker.away = False
            first = (await http.post(url, json=request)).json()["result"]
            assert (await http.post(url, json=request)).json()["result"] == first
        assert (await broker.history("chat", None, 0)).position.offset == 1


class Sluggish(LossyBroker):
    """Takes a leave only when it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def leave(self, channel: str, client: str) -> None:
        await self.gate.wait()
        await super().leave(channel, client)


async def test_a_slow_presence_does_not_hold_up_the_close(limits: Limits) -> None:
    """Complaint 11: the socket is closed first, so that nobody comes back beside it."""
    broker = Sluggish()
    async with Stage.open(broker, limits) as stage, stage.raw() as anna:
        stage.desk.offers["chat"] = CHAT
        await anna.connect()
        await anna.subscribe("chat")
        stage.node.disconnect(Whose("anna"))
        assert await anna.closed() == (3503, "force disconnect")
        await until(lambda: stage.node.connections == 0)
        assert len(await broker.present("chat")) == 1
        broker.gate.set()
        await stage.node.attendance.settled()
        assert not await broker.present("chat")


async def test_clients_that_reconnect_without_a_pause_harm_nobody(stage: Stage) -> None:
    """Complaints 12 and 20: others are served meanwhile, and of those who came and went nothing is left."""
    stage.desk.offers["chat"] = CHAT

    async def restless() -> None:
        for _ in range(40):
            async with stage.raw() as eve:
                await eve.connect("eve")
                await eve.subscribe("chat")

    async with stage.raw() as anna:
        client = (await anna.connect("anna"))["connect"]["client"]
        await anna.subscribe("chat")
        storm = asyncio.gather(*(restless() for _ in range(5)))
        for n in range(100):
            await stage.broker.publish("chat", b"%d" % n, KEPT)
            assert (await anna.pub())["data"] == n
        await storm
        await until(lambda: stage.node.connections == 1)
        await stage.node.attendance.settled()
        assert list(await stage.broker.present("chat")) == [client]
        gc.collect()
        left = [one for one in gc.get_objects() if type(one) is Connection and one.closed and one._node is stage.node]  # noqa: SLF001
        assert left == []
        assert stage.node.counters.opened == 201


async def test_what_no_client_could_take_is_refused_at_the_publish(stage: Stage) -> None:
    """Complaint 13: else it would come again with every recovery."""
    stage.desk.offers["chat"] = CHAT
    async with httpx.AsyncClient(headers={"X-API-Key": KEY}) as http:
        url = f"{stage.base}/server-api/publish"
        answer = (await http.post(url, json={"channel": "chat", "data": "x" * MAX_DATA})).json()
        assert answer["error"]["code"] == 107
        assert str(MAX_DATA) in answer["error"]["message"]
        assert "result" in (await http.post(url, json={"channel": "chat", "data": "x" * (MAX_DATA - 2)})).json()


class SlowDesk(FakeDesk):
    """Needs its time to let somebody in."""

    async def admit(self, knock: Knock) -> Guest:
        await asyncio.sleep(0.4)
        return await super().admit(knock)


async def test_a_slow_house_is_not_the_clients_fault(limits: Limits) -> None:
    """Complaint 15: 3502 would tell the SDK to stay away for good."""
    desk = SlowDesk()
    async with Stage.open_memory(replace(limits, stale=0.2), desk) as stage, stage.raw() as anna, stage.raw() as mute:
        await anna.say({"id": 1, "connect": {"token": "anna"}})
        assert await anna.closed() == (3004, "internal server error")
        assert await mute.closed() == (3502, "stale")
        await asyncio.sleep(0.4)
        assert (stage.node.connections, stage.node.users) == (0, 0)


async def test_an_old_sdk_that_forgets_the_channel_of_its_refresh(stage: Stage) -> None:
    """Complaint 18 (centrifuge-python up to 0.5): it is closed with 3501 and comes back with a fresh subscription."""
    stage.desk.offers["chat"] = CHAT
    async with stage.raw() as anna:
        await anna.connect()
        await anna.subscribe("chat")
        await anna.say({"id": 3, "sub_refresh": {"token": "t"}})
        assert await anna.closed() == (3501, "bad request")


async def test_a_reader_of_everything_at_once_gets_whole_frames(stage: Stage) -> None:
    """Checklist 9 the other way: replies and pushes share frames, and each is whole."""
    async with stage.raw() as anna:
        await anna.connect()
        await anna.subscribe("a")
        await anna.say(*({"id": n, "rpc": {"method": "echo", "data": {"n": n}}} for n in range(3, 103)))
        for n in range(50):
            await stage.publish("a", n)
        messages = await _messages(anna, 150)
        assert [message["id"] for message in messages if "id" in message] == list(range(3, 103))
        assert [message["push"]["pub"]["data"] for message in messages if "push" in message] == list(range(50))


async def _messages(client: Raw, count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while len(found) < count:
        found += [json.loads(text) for text in str(await client.ws.recv()).split("\n") if text != "{}"]
    return found
