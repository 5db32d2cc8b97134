"""Who may open a socket, and what else the port still does."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.channels.stage import Stage


async def refused(stage: Stage, path: str, **options: Any) -> int:
    with pytest.raises(InvalidStatus) as refusal:
        async with connect(f"ws://127.0.0.1:{stage.port}{path}", **options):
            raise AssertionError("opened")
    return refusal.value.response.status_code


async def test_unknown_paths_are_404(stage: Stage) -> None:
    assert await refused(stage, "/elsewhere") == 404
    assert await refused(stage, "/connection/websocket/x") == 404


async def test_foreign_origins_are_403(stage: Stage) -> None:
    for origin in ("https://evil.example", "null", f"http://127.0.0.1:{stage.port + 1}"):
        assert await refused(stage, "/connection/websocket", origin=origin) == 403


async def test_own_and_listed_origins_are_let_in(stage: Stage) -> None:
    for origin in (f"http://127.0.0.1:{stage.port}", "https://ward.example"):
        async with stage.raw(origin=origin) as client:
            assert "connect" in await client.connect()


async def test_a_known_subprotocol_is_echoed_and_others_are_ignored(stage: Stage) -> None:
    async with stage.raw(subprotocols=["other", "centrifuge-json"]) as client:
        assert client.ws.subprotocol == "centrifuge-json"
    async with stage.raw(subprotocols=["other"]) as client:
        assert client.ws.subprotocol is None


async def test_query_parameters_do_not_disturb(stage: Stage) -> None:
    async with connect(f"{stage.url}?cf_protocol_version=v2") as ws:
        await ws.send('{"id":1,"connect":{}}')
        assert '"connect"' in str(await ws.recv())


async def test_a_node_that_drains_accepts_nobody(stage: Stage) -> None:
    stage.node.accepting = False
    assert await refused(stage, "/connection/websocket") == 503


async def test_http_beside_it_and_an_upgrade_on_a_kept_connection(stage: Stage) -> None:
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"http://127.0.0.1:{stage.port}/hello")).text == "hello"
    reader, writer = await asyncio.open_connection("127.0.0.1", stage.port)
    writer.write(b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n")
    assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200")
    writer.write(
        b"GET /connection/websocket HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    answer = await reader.readuntil(b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 101")
    assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in answer
    writer.close()
    await writer.wait_closed()
