"""The verb `channels` as a process: how it starts, what it refuses, how it ends."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from websockets.asyncio.client import connect

from tests.channels.broker import certificates
from tests.channels.stage import Raw
from tests.channels.standalone.process import Served, ended, free_port, serving, status, until
from tests.channels.valkey import ValkeyServer

pytestmark = pytest.mark.slow

KEY = "the key of the backends"
OPEN: dict[str, Any] = {
    "client": {"insecure": True},
    "channel": {"without_namespace": {"history_size": 100, "history_ttl": "60s", "force_recovery": True}},
    "http_api": {"key": KEY},
}


def on(valkey: ValkeyServer, prefix: str) -> dict[str, Any]:
    """The same in Redis."""
    return {**OPEN, "engine": {"type": "redis", "redis": {"address": valkey.url, "prefix": prefix}}}


@asynccontextmanager
async def client(server: Served, **options: Any) -> AsyncIterator[Raw]:
    async with connect(server.socket, compression=None, max_size=None, **options) as ws:
        yield Raw(ws)


async def publish(server: Served, channel: str, data: Any) -> dict[str, Any]:
    answer: dict[str, Any] = await asyncio.to_thread(server.call, "publish", KEY, channel=channel, data=data)
    return answer


async def test_it_says_that_it_is_ready_and_ends_kindly() -> None:
    with serving({**OPEN, "nonsense": {"deep": 1}, "client": {"insecure": True, "nonsense": 2}}) as server:
        assert await asyncio.to_thread(status, server, "/ready") == 200
        assert await asyncio.to_thread(status, server, "/health") == 200
        assert f"ready http://127.0.0.1:{server.port}\n" in server.said
        for path in ("nonsense", "client.nonsense"):
            assert f"configuration: {path} is not known here and ignored" in server.said
        async with client(server) as anna, client(server) as ben:
            for one in (anna, ben):
                await one.connect("")
            await anna.subscribe("a")
            ends = asyncio.gather(anna.closed(), ben.closed())
            assert await asyncio.to_thread(server.stop) == 0
            assert list(await ends) == [(3001, "shutdown"), (3001, "shutdown")]


@pytest.mark.parametrize(
    ("config", "words", "sentence"),
    [
        ("{", (), "The configuration is not JSON"),
        ({"client": {"channel_limit": "many"}}, (), "client.channel_limit: expected"),
        ({"engine": {"type": "nats"}}, (), "engine.type: "),
        ({"http_server": {"port": "http"}}, (), "http is not a TCP port"),
        ({}, ("--port", "70000"), "70000 is not a TCP port"),
        ({}, ("--workers", "2"), "engine.type: several workers need redis"),
    ],
    ids=["no-json", "wrong-type", "unknown-engine", "port-in-file", "port-in-words", "workers-in-memory"],
)
def test_what_cannot_be_used_is_one_sentence(config: Any, words: tuple[str, ...], sentence: str) -> None:
    code, said = ended(config, *words)
    assert code == 2
    (line,) = said.splitlines()
    assert sentence in line


def test_a_busy_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = ended({}, "--port", str(port))
    assert code == 2
    assert f"Port {port} is in use" in said


class TestTls:
    """CAREWIRE_TLS_CERT and CAREWIRE_TLS_KEY."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return certificates.make(tmp_path)

    async def test_wss_carries_what_is_large(self, folder: Path) -> None:
        env = {"CAREWIRE_TLS_CERT": str(folder / "server.pem"), "CAREWIRE_TLS_KEY": str(folder / "server.key")}
        trust = ssl.create_default_context(cafile=folder / "ca.pem")
        with serving(OPEN, env=env) as server:
            assert f"ready https://127.0.0.1:{server.port}" in server.said
            async with (
                client(server, ssl=trust) as anna,
                httpx.AsyncClient(verify=trust, headers={"X-API-Key": KEY}) as http,
            ):
                await anna.connect("")
                await anna.subscribe("a")
                for n in range(20):
                    data = [n, "行" * 100_000]
                    answer = await http.post(f"{server.base}/api/publish", json={"channel": "a", "data": data})
                    assert answer.json()["result"]["offset"] == n + 1
                for n in range(20):
                    assert (await anna.pub())["data"] == [n, "行" * 100_000]

    @pytest.mark.parametrize("wrong", ["half", "missing", "broken"])
    def test_a_certificate_that_cannot_be_used(self, folder: Path, wrong: str) -> None:
        key = {"half": None, "missing": folder / "nothing.key", "broken": folder / "ca.pem"}[wrong]
        env = {"CAREWIRE_TLS_CERT": str(folder / "server.pem")}
        code, said = ended({}, "--port", "0", env=env if key is None else {**env, "CAREWIRE_TLS_KEY": str(key)})
        assert code == 2
        assert "CAREWIRE_TLS_KEY" in said.splitlines()[-1]


async def test_workers_share_a_port_and_come_back(shared_valkey: ValkeyServer, prefix: str) -> None:
    """`--workers 2`: clients of both hear the same channel; one that is killed is replaced."""

    def nodes() -> dict[str, int]:
        found = server.call("info", KEY)["result"]["nodes"]
        return {node["uid"]: node["num_clients"] for node in found}

    with serving(on(shared_valkey, prefix), "--workers", "2", port=free_port()) as server:
        await asyncio.to_thread(until, lambda: len(nodes()) == 2)
        before = set(nodes())
        clients = await _on_both(server, nodes)
        await publish(server, "a", 1)
        assert [(await one.pub())["data"] for one in clients] == [1] * len(clients)
        (victim, other) = server.children()
        victim.kill()
        ends = await asyncio.gather(*(_hears(server, one, n) for n, one in enumerate(clients, 2)))
        assert {True, False} == set(ends), "one worker's clients lost it, the other's did not"
        await asyncio.to_thread(until, lambda: _alive(server) == 2 and len(set(nodes()) - before) == 1)
        assert other.pid in {process.pid for process in server.children()}
        children = server.children()
        assert server.stop() == 0
        assert psutil.wait_procs(children, timeout=5)[1] == []


async def _on_both(server: Served, nodes: Callable[[], dict[str, int]]) -> list[Raw]:
    """Clients, subscribed to `a`, of which each worker has some."""
    clients: list[Raw] = []
    for _ in range(10):
        clients += await asyncio.gather(*(_newcomer(server) for _ in range(10)))
        # What a node knows of another is as old as that one's last announcement.
        while sum((known := await asyncio.to_thread(nodes)).values()) < len(clients):  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        if min(known.values()):
            return clients
    raise AssertionError("one worker takes everything")


async def _newcomer(server: Served) -> Raw:
    raw = Raw(await connect(server.socket, compression=None))
    await raw.connect("")
    await raw.subscribe("a")
    return raw


async def _hears(server: Served, one: Raw, number: int) -> bool:
    """Whether this client still hears."""
    try:
        await one.say({"id": 9, "publish": {"channel": "a", "data": number}})
        while (await one.next()).get("id") != 9:
            continue
    except Exception:  # noqa: BLE001 - however it was lost
        return False
    assert server.process.poll() is None
    return True


def _alive(server: Served) -> int:
    return sum(child.status() != psutil.STATUS_ZOMBIE for child in server.children())


def test_a_broker_that_comes_late_is_waited_for(mortal_valkey: ValkeyServer, prefix: str) -> None:
    mortal_valkey.kill()
    with serving(on(mortal_valkey, prefix), port=free_port(), wait=False) as server:
        until(lambda: status(server, "/ready") == 503)
        assert "broker does not answer yet" in server.said
        assert "ready http" not in server.said
        mortal_valkey.start()
        until(lambda: status(server, "/ready") == 200)
        until(lambda: "ready http" in server.said)
