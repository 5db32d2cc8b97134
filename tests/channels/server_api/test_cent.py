"""The server API, asked by the official Python client (`cent`) and by hand."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from cent import AsyncClient, CentApiResponseError, CentUnauthorizedError
from cent.dto import (
    BatchRequest,
    BroadcastRequest,
    ChannelsRequest,
    Disconnect,
    DisconnectRequest,
    HistoryRemoveRequest,
    HistoryRequest,
    InfoRequest,
    PresenceRequest,
    PresenceStatsRequest,
    PublishRequest,
    RefreshRequest,
    StreamPosition,
    SubscribeRequest,
    UnsubscribeRequest,
)

from channels.broker.base import Retention
from channels.wire.desk import Grant, Terms
from tests.channels.stage import KEY, Stage

KEPT = Terms(Retention(size=10, ttl=60, meta_ttl=600))
LIVELY = Grant(Terms(Retention(size=10, ttl=60, meta_ttl=600), presence=True))


@pytest.fixture
async def cent(stage: Stage) -> AsyncIterator[AsyncClient]:
    """The official client; `chat` has presence, `brief` keeps nothing."""
    stage.desk.offers["chat"] = LIVELY
    stage.desk.offers["brief"] = Grant(Terms(None), positioned=False, recoverable=False)
    client = AsyncClient(f"{stage.base}/server-api", KEY, timeout=5)
    yield client
    await client._session.close()  # noqa: SLF001 - it has no other way


async def test_publish_and_history(stage: Stage, cent: AsyncClient) -> None:
    async with stage.raw() as anna:
        await anna.connect()
        await anna.subscribe("chat")
        published = await cent.publish(PublishRequest(channel="chat", data={"x": "行"}, tags={"ward": "3"}))
        pub = await anna.pub()
        assert pub["data"] == {"x": "行"}
        assert pub["tags"] == {"ward": "3"}
        assert (published.offset, published.epoch) == (1, pub["epoch"])
    history = await cent.history(HistoryRequest(channel="chat", limit=10))
    assert (history.offset, history.epoch) == (1, published.epoch)
    assert (history.publications[0].data, history.publications[0].tags) == ({"x": "行"}, {"ward": "3"})
    since = StreamPosition(offset=1, epoch=published.epoch)
    assert (await cent.history(HistoryRequest(channel="chat", limit=10, since=since))).publications == []
    await cent.history_remove(HistoryRemoveRequest(channel="chat"))
    after = await cent.history(HistoryRequest(channel="chat", limit=10))
    assert (after.publications, after.offset, after.epoch) == ([], 1, published.epoch)


async def test_a_repeat_with_the_same_key_publishes_nothing(cent: AsyncClient) -> None:
    once = PublishRequest(channel="chat", data=1, idempotency_key="order 7")
    first = await cent.publish(once)
    assert (await cent.publish(once)).offset == first.offset
    assert (await cent.history(HistoryRequest(channel="chat", limit=10))).offset == 1


async def test_versions_and_bytes(stage: Stage) -> None:
    async with httpx.AsyncClient(headers={"X-API-Key": KEY}) as http:

        async def publish(**fields: Any) -> dict[str, Any]:
            answer = await http.post(f"{stage.base}/server-api/publish", json={"channel": "chat", **fields})
            result: dict[str, Any] = answer.json()
            return result

        stage.desk.offers["chat"] = LIVELY
        assert (await publish(data=1, version=5, version_epoch="a"))["result"]["offset"] == 1
        assert (await publish(data=2, version=5, version_epoch="a"))["result"]["offset"] == 1
        assert (await publish(data=3, version=4, version_epoch="b"))["result"]["offset"] == 2
        assert (await publish(b64data=base64.b64encode(b"\x00\xff").decode()))["result"]["offset"] == 3
        answer = await http.post(f"{stage.base}/server-api/history", json={"channel": "chat", "limit": 5})
        assert [item.get("data", item.get("b64data")) for item in answer.json()["result"]["publications"]] == [
            1,
            3,
            "AP8=",
        ]
        assert (await publish(data=9, skip_history=True))["result"] == {}


async def test_a_pretty_printed_body(stage: Stage) -> None:
    async with stage.raw() as anna, httpx.AsyncClient(headers={"X-API-Key": KEY}) as http:
        await anna.connect()
        await anna.subscribe("a")
        body = json.dumps({"channel": "a", "data": {"rows": [1, 2]}}, indent=2)
        assert (await http.post(f"{stage.base}/server-api/publish", content=body)).json()["result"]["offset"] == 1
        assert (await anna.pub())["data"] == {"rows": [1, 2]}


async def test_bytes_end_json_connections(stage: Stage) -> None:
    stage.desk.offers["chat"] = LIVELY
    async with stage.raw() as anna:
        await anna.connect()
        await anna.subscribe("chat")
        await stage.broker.publish("chat", b"\x00\xff", LIVELY.terms.retention)
        assert await anna.closed() == (3506, "inappropriate protocol")


async def test_broadcast_answers_for_each_channel(cent: AsyncClient) -> None:
    result = await cent.broadcast(BroadcastRequest(channels=["chat", "brief"], data=1))
    assert [response.result.offset for response in result.responses if response.result] == [1, 0]


async def test_orders_to_connections(stage: Stage, cent: AsyncClient) -> None:
    async with stage.raw() as anna, stage.raw() as other:
        client = (await anna.connect("anna"))["connect"]["client"]
        spared = (await other.connect("anna"))["connect"]["client"]
        await cent.subscribe(SubscribeRequest(user="anna", channel="ward", client=client, info={"role": "nurse"}))
        push = (await anna.next())["push"]
        assert (push["channel"], push["subscribe"]["recoverable"]) == ("ward", True)
        await cent.unsubscribe(UnsubscribeRequest(user="anna", channel="ward"))
        assert (await anna.next())["push"]["unsubscribe"]["code"] == 2000
        await cent.disconnect(
            DisconnectRequest(user="anna", whitelist=[spared], disconnect=Disconnect(code=4100, reason="shift over"))
        )
        assert await anna.closed() == (4100, "shift over")
        await cent.refresh(RefreshRequest(user="anna", client=spared, expired=True))
        assert await other.closed() == (3005, "connection expired")


async def test_who_is_where(stage: Stage, cent: AsyncClient) -> None:
    async with stage.raw() as anna, stage.raw() as ben:
        client = (await anna.connect("anna"))["connect"]["client"]
        await ben.connect("ben")
        await anna.subscribe("chat")
        await anna.subscribe("quiet", 3)
        await ben.subscribe("chat")
        presence = (await cent.presence(PresenceRequest(channel="chat"))).presence
        assert presence[client].user == "anna"
        stats = await cent.presence_stats(PresenceStatsRequest(channel="chat"))
        assert (stats.num_clients, stats.num_users) == (2, 2)
        channels = (await cent.channels(ChannelsRequest())).channels
        assert {name: found.num_clients for name, found in channels.items()} == {"chat": 2, "quiet": 1}
        assert list((await cent.channels(ChannelsRequest(pattern="q*"))).channels) == ["quiet"]
        (node,) = (await cent.info(InfoRequest())).nodes
        assert (node.uid, node.name, node.num_clients, node.num_users) == (stage.node.id, "stage", 2, 2)
        assert (node.num_channels, node.num_subs) == (2, 3)
        assert node.process is not None
        assert node.process.rss > 0


@pytest.mark.parametrize("parallel", [False, True])
async def test_batches(cent: AsyncClient, *, parallel: bool) -> None:
    requests = [PublishRequest(channel="chat", data=n) for n in range(3)]
    result = await cent.batch(BatchRequest(requests=[*requests, InfoRequest()], parallel=parallel))
    assert sorted(reply.offset for reply in result.replies[:3]) == [1, 2, 3]  # type: ignore[attr-defined]
    assert len(result.replies[3].nodes) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (PublishRequest(channel="", data=1), 107),
        (HistoryRequest(channel="brief", limit=1), 108),
        (PresenceRequest(channel="brief"), 108),
        (HistoryRequest(channel="chat", limit=1, since=StreamPosition(offset=1, epoch="other")), 112),
        (DisconnectRequest(user="anna", disconnect=Disconnect(code=1000, reason="")), 107),
        (BroadcastRequest(channels=[], data=1), 107),
    ],
)
async def test_refusals(cent: AsyncClient, request_: Any, code: int) -> None:
    with pytest.raises(CentApiResponseError) as refusal:
        await cent._send(request_)  # noqa: SLF001 - one way for all requests
    assert refusal.value.code == code


async def test_keys(stage: Stage) -> None:
    wrong = AsyncClient(f"{stage.base}/server-api", "wrong", timeout=5)
    with pytest.raises(CentUnauthorizedError):
        await wrong.info(InfoRequest())
    await wrong._session.close()  # noqa: SLF001
    async with httpx.AsyncClient() as http:
        url = f"{stage.base}/server-api/info"
        assert (await http.post(url, headers={"Authorization": f"apikey {KEY}"})).status_code == 200
        assert (await http.post(url, params={"api_key": KEY})).status_code == 200
        assert (await http.post(url)).status_code == 401
        assert (await http.get(url)).status_code == 405


async def test_what_is_no_json_or_no_method(stage: Stage) -> None:
    async with httpx.AsyncClient(headers={"X-API-Key": KEY}) as http:
        broken = await http.post(f"{stage.base}/server-api/publish", content=b"{")
        assert broken.status_code == 400
        assert broken.json()["error"]["code"] == 107
        unknown = await http.post(f"{stage.base}/server-api/nonsense", json={})
        assert (unknown.status_code, unknown.json()["error"]["code"]) == (200, 104)
        wrong = await http.post(f"{stage.base}/server-api/publish", json={"channel": 7})
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (200, 107)
        assert "channel" in wrong.json()["error"]["message"]


async def test_the_older_form_of_several_commands(stage: Stage) -> None:
    lines = [json.dumps({"method": "publish", "params": {"channel": "a", "data": n}}) for n in (1, 2)]
    async with httpx.AsyncClient(headers={"X-API-Key": KEY}) as http:
        answer = await http.post(f"{stage.base}/server-api", content="\n".join(lines))
        assert [json.loads(line)["result"]["offset"] for line in answer.text.splitlines()] == [1, 2]
