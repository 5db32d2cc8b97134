"""Two nodes as processes on one Valkey, of which one is stopped or killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.asyncio.client import connect

from tests.channels.stage import Raw
from tests.channels.standalone.process import Served, serving, until, wait_until_ready
from tests.channels.valkey import ValkeyServer

pytestmark = pytest.mark.slow

KEY = "the key of the backends"
PRESENCE_SECONDS = 3


@pytest.fixture
def pings() -> dict[str, str]:
    """As usual."""
    return {}


@pytest.fixture
def pair(shared_valkey: ValkeyServer, prefix: str, pings: dict[str, str]) -> Iterator[tuple[Served, Served]]:
    """Both know each other."""
    redis = {"address": shared_valkey.url, "prefix": prefix, "presence_ttl": f"{PRESENCE_SECONDS}s"}
    config = {
        "client": {"insecure": True, **pings},
        "channel": {"without_namespace": {"presence": True, "join_leave": True, "force_push_join_leave": True}},
        "http_api": {"key": KEY},
        "engine": {"type": "redis", "redis": redis},
    }
    with contextlib.ExitStack() as stack:
        first, second = [stack.enter_context(serving(config, wait=False)) for _ in range(2)]
        for server in (first, second):
            wait_until_ready(server)
        for server in (first, second):
            until(lambda server=server: len(nodes(server)) == 2)
        yield first, second


def nodes(server: Served) -> list[str]:
    """Whom a node takes for alive."""
    return [node["uid"] for node in server.call("info", KEY)["result"]["nodes"]]


def channels(server: Served) -> dict[str, Any]:
    found: dict[str, Any] = server.call("channels", KEY)["result"]["channels"]
    return found


def present(server: Served) -> int:
    found: int = server.call("presence_stats", KEY, channel="a")["result"]["num_clients"]
    return found


async def test_a_stopped_node_is_left_out_until_it_goes_on(pair: tuple[Served, Served]) -> None:
    """Answers are partial instead of late (complaint 25), and complete again afterwards."""
    first, second = pair
    async with connect(first.socket, compression=None) as one, connect(second.socket, compression=None) as other:
        anna, ben = Raw(one), Raw(other)
        for client, channel in ((anna, "a"), (ben, "b")):
            await client.connect("")
            await client.subscribe(channel)
        both = {"a": {"num_clients": 1}, "b": {"num_clients": 1}}
        assert await asyncio.to_thread(channels, first) == both
        os.killpg(second.process.pid, signal.SIGSTOP)
        assert await asyncio.to_thread(channels, first) == {"a": {"num_clients": 1}}
        await asyncio.to_thread(first.call, "publish", KEY, channel="a", data=1)
        assert (await anna.pub())["data"] == 1
        os.killpg(second.process.pid, signal.SIGCONT)
        await asyncio.to_thread(until, lambda: channels(first) == both)


@pytest.mark.parametrize("pings", [{"ping_interval": "1s", "pong_timeout": "900ms"}], ids=["quick-pings"])
async def test_a_killed_node_is_forgotten_and_so_are_its_people(pair: tuple[Served, Served]) -> None:
    """Checklist 17; complaint 23: no zombies."""
    first, second = pair
    async with connect(first.socket, compression=None) as one:
        anna, ben = Raw(one), Raw(await connect(second.socket, compression=None))
        for client in (anna, ben):
            await client.connect("")
            await client.subscribe("a")
        # Presence is said again as long as they live.
        await _pinged(anna, ben, seconds=1.5 * PRESENCE_SECONDS)
        assert await asyncio.to_thread(present, first) == 2
        await asyncio.to_thread(second.kill)
        living = asyncio.ensure_future(_pinged(anna, seconds=60))
        await asyncio.to_thread(until, lambda: present(first) == 1)
        await asyncio.to_thread(until, lambda: len(nodes(first)) == 1)
        assert await asyncio.to_thread(present, first) == 1
        assert not living.done(), "who lives on is not disturbed"
        living.cancel()


async def _pinged(*clients: Raw, seconds: float) -> None:
    """Answer pings for a while."""
    until_then = time.monotonic() + seconds

    async def listen(client: Raw) -> None:
        while (left := until_then - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(client.next(), left)

    await asyncio.gather(*(listen(client) for client in clients))
