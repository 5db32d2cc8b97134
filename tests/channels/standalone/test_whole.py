"""Tokens, namespaces and the wire together, with the official Python SDK in both encodings."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from centrifuge import (
    Client,
    ClientEventHandler,
    ClientState,
    DeltaType,
    DisconnectedContext,
    JoinContext,
    PublicationContext,
    ServerSubscribedContext,
    SubscriptionEventHandler,
)

from channels.broker.memory import MemoryBroker
from channels.standalone.desk import StandaloneDesk
from channels.standalone.limits import limits
from channels.standalone.reading import parsed
from tests.channels.stage import Stage
from tests.channels.standalone.signing import SECRET, signed

CONFIG: dict[str, Any] = {
    "client": {"token": {"hmac_secret_key": SECRET}, "subscribe_to_user_personal_channel": True},
    "channel": {
        "namespaces": [{
            "name": "ward", "presence": True, "join_leave": True, "force_push_join_leave": True, "history_size": 10,
            "history_ttl": "60s", "force_recovery": True, "allowed_delta_types": ["fossil"],
            "allow_subscribe_for_client": True, "allow_publish_for_subscriber": True,
            "allow_presence_for_subscriber": True, "allow_history_for_subscriber": True,
        }],
    },
}  # fmt: skip
ROWS = [{"v": number, "bed": "ward 3 bed 12, комната", "note": "医生在三号房等候。😀"} for number in range(4)]


class Heard(SubscriptionEventHandler):
    def __init__(self) -> None:
        self.publications: asyncio.Queue[Any] = asyncio.Queue()
        self.joins: asyncio.Queue[str] = asyncio.Queue()

    async def on_publication(self, ctx: PublicationContext) -> None:
        self.publications.put_nowait(ctx.pub.data)

    async def on_join(self, ctx: JoinContext) -> None:
        self.joins.put_nowait(ctx.info.user)


class Life(ClientEventHandler):
    def __init__(self) -> None:
        self.server_side: asyncio.Queue[str] = asyncio.Queue()
        self.end: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def on_subscribed(self, ctx: ServerSubscribedContext) -> None:
        self.server_side.put_nowait(ctx.channel)

    async def on_disconnected(self, ctx: DisconnectedContext) -> None:
        self.end.set_result(ctx.code)


@asynccontextmanager
async def connected(token: str, life: Life, *, protobuf: bool) -> AsyncIterator[Client]:
    config = parsed(json.dumps(CONFIG).encode())
    desk: Any = StandaloneDesk(config, time.time)  # noqa: TID251 - the SDK goes by the machine's clock as well
    async with Stage.open(MemoryBroker(), limits(config), desk) as stage:
        address = f"{stage.url}?format=protobuf" if protobuf else stage.url
        client = Client(address, events=life, token=token, use_protobuf=protobuf)
        await client.connect()
        try:
            yield client
        finally:
            await client.disconnect()


@pytest.mark.parametrize("protobuf", [False, True])
async def test_a_session(*, protobuf: bool) -> None:
    def encoded(row: Any) -> Any:
        return json.dumps(row, ensure_ascii=False).encode() if protobuf else row

    life, heard = Life(), Heard()
    async with asyncio.timeout(20), connected(signed({"sub": "42", "info": 7}), life, protobuf=protobuf) as client:
        assert await life.server_side.get() == "#42"
        ward = client.new_subscription("ward:3", heard, delta=DeltaType.FOSSIL)
        await ward.subscribe()
        assert await heard.joins.get() == "42"
        for row in ROWS:
            await ward.publish(encoded(row))
        assert [await heard.publications.get() for _ in ROWS] == [encoded(row) for row in ROWS]
        (present,) = (await ward.presence()).clients.values()
        assert (present.user, present.conn_info) == ("42", b"7" if protobuf else 7)
        history = await ward.history(limit=2)
        assert ([item.offset for item in history.publications], history.offset) == ([1, 2], 4)
    assert client.state is ClientState.DISCONNECTED


async def test_a_wrong_token_ends_it() -> None:
    life = Life()
    async with asyncio.timeout(20), connected(signed({"sub": "42"}, "wrong"), life, protobuf=False):
        assert await life.end == 3500


async def test_a_token_for_one_connection_alone() -> None:
    """An old custom: the token names the connection that it is for."""
    config = parsed(json.dumps(CONFIG).encode())
    desk: Any = StandaloneDesk(config, time.time)  # noqa: TID251 - tokens without times
    connection = signed({"sub": "42"})

    def ticket(client: str) -> str:
        return signed({"sub": "42", "channel": "ward:3", "client": client})

    async with Stage.open(MemoryBroker(), limits(config), desk) as stage, stage.raw() as one, stage.raw() as other:
        client = (await one.connect(connection))["connect"]["client"]
        await other.connect(connection)
        assert "subscribe" in await one.subscribe("ward:3", token=ticket(client))
        await one.say({"id": 3, "refresh": {"token": connection}})
        assert "refresh" in await one.reply(3)
        await one.say({"id": 4, "sub_refresh": {"channel": "ward:3", "token": ticket(client)}})
        assert "sub_refresh" in await one.reply(4)
        await other.say({"id": 2, "subscribe": {"channel": "ward:3", "token": ticket(client)}})
        assert await other.closed() == (3500, "invalid token")
