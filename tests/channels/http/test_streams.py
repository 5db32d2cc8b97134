"""Connections over plain HTTP: streams, server-sent events, emulation, and clients that only listen."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from centrifuge.protocol import client_pb2
from websockets.asyncio.client import connect

from channels.broker.base import Retention
from channels.wire.desk import Disconnect, Grant, Refused, Terms
from channels.wire.limits import Limits
from channels.wire.node import Whose
from tests.channels.stage import FakeDesk, Raw, Stage, until

PEER: Any = client_pb2
"""The official SDK's message classes, made without types."""

KEPT = Terms(Retention(size=10, ttl=60, meta_ttl=600))
OCTETS = {"content-type": "application/octet-stream"}


@pytest.fixture
def limits() -> Limits:
    """Short times, small frames."""
    return Limits(close_wait=0.5, inbound=2000, queue=200_000)


@dataclass
class Down:
    """The downward half of an emulated connection."""

    stage: Stage
    http: httpx.AsyncClient
    response: httpx.Response
    events: bool
    session: str = ""
    node: str = ""
    texts: AsyncIterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = self.response.aiter_lines()

    async def next(self) -> dict[str, Any]:
        """The next message."""
        async with asyncio.timeout(5):
            async for line in self.texts:
                text = line.removeprefix("data: ")
                if text.strip():
                    message: dict[str, Any] = json.loads(text)
                    return message
        raise EOFError

    async def connect(self) -> dict[str, Any]:
        """The connect reply; its session and node are kept."""
        result: dict[str, Any] = (await self.next())["connect"]
        self.session, self.node = result["session"], result["node"]
        return result

    async def say(self, *commands: dict[str, Any], **more: str) -> int:
        """Send commands by `/emulation`; returns the status."""
        data = "\n".join(json.dumps(command) for command in commands)
        envelope = {"session": self.session, "node": self.node, "data": data, **more}
        return (await self.http.post(f"{self.stage.base}/emulation", json=envelope)).status_code


@contextlib.asynccontextmanager
async def down(stage: Stage, *commands: dict[str, Any], events: bool) -> AsyncIterator[Down]:
    """Open an emulated connection."""
    frame = "\n".join(json.dumps(command) for command in commands)
    async with httpx.AsyncClient(timeout=5) as http:
        if events:
            stream = http.stream("GET", f"{stage.base}/connection/sse", params={"cf_connect": frame})
        else:
            stream = http.stream("POST", f"{stage.base}/connection/http_stream", content=frame)
        async with stream as response:
            assert response.status_code == 200
            yield Down(stage, http, response, events)


CONNECT = {"id": 1, "connect": {"token": "anna"}}


@pytest.mark.parametrize("events", [False, True], ids=["http_stream", "sse"])
class TestEmulated:
    """Section 21."""

    async def test_the_whole_conversation(self, stage: Stage, *, events: bool) -> None:
        async with down(stage, CONNECT, {"id": 2, "subscribe": {"channel": "a"}}, events=events) as client:
            await client.connect()
            assert client.node == stage.node.id
            assert (await client.next())["subscribe"]["data"] == {"rows": []}
            await stage.publish("a", {"text": "行\n2"})
            assert (await client.next())["push"]["pub"]["data"] == {"text": "行\n2"}
            assert (
                await client.say({"id": 3, "unsubscribe": {"channel": "a"}}, {"id": 4, "rpc": {"method": "echo"}})
                == 204
            )
            assert [(await client.next())["id"] for _ in range(2)] == [3, 4]
        await until(lambda: stage.node.connections == 0)

    async def test_the_server_says_why_it_ends(self, stage: Stage, *, events: bool) -> None:
        async with down(stage, CONNECT, events=events) as client:
            await client.connect()
            assert await client.say({"id": 2, "connect": {}}) == 204
            end = {"push": {"disconnect": {"code": 3501, "reason": "bad request"}}}
            assert await client.next() == end
            with pytest.raises(EOFError):
                await client.next()

    async def test_an_invalid_token(self, stage: Stage, *, events: bool) -> None:
        async with down(stage, {"id": 1, "connect": {"token": "invalid"}}, events=events) as client:
            assert (await client.next())["push"]["disconnect"]["code"] == 3500

    async def test_frames_for_nobody(self, stage: Stage, *, events: bool) -> None:
        async with down(stage, CONNECT, events=events) as client:
            await client.connect()
            assert await client.say({}, session="no such session") == 204
            assert await client.say({}, node="no such node") == 404
            refused = await client.http.post(f"{stage.base}/emulation", content=b"{")
            assert refused.status_code == 400
            assert (await client.http.post(f"{stage.base}/emulation", content=b" " * 5000)).status_code == 413
            assert (await client.http.get(f"{stage.base}/emulation")).status_code == 405

    async def test_who_takes_nothing_is_slow_and_others_are_not(self, stage: Stage, *, events: bool) -> None:
        async with down(stage, CONNECT, {"id": 2, "subscribe": {"channel": "a"}}, events=events), stage.raw() as other:
            await other.connect()
            await other.subscribe("a")
            await until(lambda: stage.node.subscriptions == 2)
            for n in range(400):
                await stage.broker.publish("a", json.dumps(["x" * 20_000, n]).encode(), Retention())
                assert (await other.pub())["data"][1] == n
                if stage.node.counters.slow_closes:
                    break
            assert stage.node.counters.slow_closes == 1
            await until(lambda: stage.node.connections == 1)


@pytest.mark.parametrize(
    ("path", "method", "content", "status"),
    [
        ("/connection/http_stream", "POST", b"", 400),
        ("/connection/http_stream", "POST", b" " * 3000, 413),
        ("/connection/http_stream", "GET", b"", 405),
        ("/connection/sse", "GET", b"", 400),
        ("/connection/sse", "PUT", b"", 405),
        ("/connection/uni_sse", "POST", b"{", 400),
        ("/connection/uni_http_stream", "GET", b"", 405),
    ],
)
async def test_what_http_refuses(stage: Stage, path: str, method: str, content: bytes, status: int) -> None:
    async with httpx.AsyncClient() as http:
        assert (await http.request(method, stage.base + path, content=content)).status_code == status


@pytest.mark.parametrize("path", ["/connection/http_stream", "/connection/sse", "/emulation"])
async def test_other_origins(stage: Stage, path: str) -> None:
    async with httpx.AsyncClient() as http:
        asked = {"origin": "https://ward.example", "access-control-request-headers": "content-type"}
        allowed = await http.options(stage.base + path, headers=asked)
        assert allowed.status_code == 204
        assert allowed.headers["access-control-allow-origin"] == "https://ward.example"
        assert allowed.headers["access-control-allow-credentials"] == "true"
        assert allowed.headers["access-control-allow-headers"] == "content-type"
        assert allowed.headers["access-control-max-age"] == "300"
        assert "POST" in allowed.headers["access-control-allow-methods"]
        foreign = await http.post(stage.base + path, headers={"origin": "https://elsewhere.example"}, json=CONNECT)
        assert foreign.status_code == 403


def delimited(message: Any) -> bytes:
    """A short Protobuf message behind its length."""
    body: bytes = message.SerializeToString()
    assert len(body) < 128
    return bytes((len(body),)) + body


def read_reply(frame: bytes) -> Any:
    """The reply in a frame that holds no other."""
    start = 1 if frame[0] < 128 else 2
    return PEER.Reply.FromString(frame[start:])


async def test_a_stream_in_protobuf(stage: Stage) -> None:
    command = PEER.Command(id=1, connect=PEER.ConnectRequest(token="anna"))
    frame = delimited(command)
    async with httpx.AsyncClient(timeout=5) as http:
        url = f"{stage.base}/connection/http_stream"
        async with http.stream("POST", url, content=frame, headers=OCTETS) as response:
            assert response.headers["content-type"] == "application/octet-stream"
            chunks = response.aiter_raw()
            reply = read_reply(await anext(chunks))
            echo = PEER.Command(id=2, rpc=PEER.RPCRequest(method="echo", data=b"\x00\xff"))
            data = delimited(echo)
            # The SDK's schema has no EmulationRequest: its three fields by hand.
            fields = [(1, reply.connect.node.encode()), (2, reply.connect.session.encode()), (3, data)]
            body = b"".join(bytes((number << 3 | 2, len(value))) + value for number, value in fields)
            assert (await http.post(f"{stage.base}/emulation", content=body, headers=OCTETS)).status_code == 204
            answer = read_reply(await anext(chunks))
            assert (answer.id, answer.rpc.data) == (2, b"\x00\xff")


class TestOneWay:
    """Section 20: bare pushes, errors as disconnects, no pongs."""

    @pytest.fixture
    def limits(self) -> Limits:
        return Limits(close_wait=0.5, ping=0.1, pong=0.05)

    @pytest.fixture
    async def listening(self, stage: Stage) -> Stage:
        stage.desk.subs["#anna"] = Grant(KEPT)
        return stage

    @pytest.mark.parametrize("way", ["uni_sse get", "uni_sse post", "uni_http_stream"])
    async def test_over_http(self, listening: Stage, way: str) -> None:
        path, _, verb = way.partition(" ")
        url, request = f"{listening.base}/connection/{path}", json.dumps({"token": "anna"})
        async with httpx.AsyncClient(timeout=5) as http:
            stream = (
                http.stream("GET", url, params={"cf_connect": request})
                if verb == "get"
                else http.stream("POST", url, content=request)
            )
            async with stream as response:
                client = Down(listening, http, response, events=True)
                hello = (await client.next())["connect"]
                assert list(hello["subs"]) == ["#anna"]
                assert hello["ping"] == 1
                assert "pong" not in hello
                assert hello["session"]
                await listening.broker.publish("#anna", b'{"n":1}', KEPT.retention)
                message = await client.next()
                while message == {}:
                    message = await client.next()
                assert message == {
                    "channel": "#anna",
                    "pub": {"data": {"n": 1}, "offset": 1, "epoch": hello["subs"]["#anna"]["epoch"]},
                }
                for _ in range(3):
                    assert await client.next() == {}
                listening.node.disconnect(Whose("anna"))
                message = await client.next()
                while message == {}:
                    message = await client.next()
                assert message == {"disconnect": {"code": 3503, "reason": "force disconnect"}}

    @pytest.mark.parametrize("in_address", [False, True])
    async def test_over_a_websocket(self, listening: Stage, *, in_address: bool) -> None:
        query = '?cf_connect={"token":"anna"}' if in_address else ""
        url = f"ws://127.0.0.1:{listening.port}/connection/uni_websocket{query}"
        async with connect(url, compression=None, ping_interval=None, close_timeout=1) as ws:
            if not in_address:
                await ws.send('{"token":"anna"}')
            client = Raw(ws)
            client.pongs = False
            hello = await client.next()
            assert hello["connect"]["subs"]["#anna"]["positioned"] is True
            await ws.send("whatever")
            await listening.broker.publish("#anna", b"1", KEPT.retention)
            assert (await client.next())["pub"]["data"] == 1
            while client.pings < 3:
                await ws.send("{}")
                await asyncio.sleep(0.05)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(client.next(), 0.05)

    @pytest.mark.parametrize(
        ("failure", "code"),
        [
            (Refused(109, "token expired"), 3005),
            (Refused(110, "expired"), 3005),
            (Refused(111, "too many requests"), 3013),
            (Refused(103, "permission denied"), 3507),
            (Refused(106, "limit exceeded"), 3004),
            (Disconnect(3500, "invalid token"), 3500),
            (RuntimeError("the database is gone"), 3004),
        ],
    )
    async def test_errors_are_ends(self, limits: Limits, failure: Exception, code: int) -> None:
        desk = FakeDesk(refusal=failure)
        async with Stage.open_memory(limits, desk) as stage, httpx.AsyncClient(timeout=5) as http:
            url = f"{stage.base}/connection/uni_http_stream"
            async with http.stream("POST", url, content=b"{}") as response:
                client = Down(stage, http, response, events=False)
                assert (await client.next())["disconnect"]["code"] == code
