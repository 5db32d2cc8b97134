"""Fixtures of the channel tests: one Valkey per test process, brokers, and a running wire."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import uvloop

from channels.broker.base import Broker
from channels.broker.memory import MemoryBroker
from channels.broker.redis import RedisBroker
from channels.wire.limits import Limits
from tests.channels.stage import LossyBroker, Stage
from tests.channels.valkey import ValkeyServer

_numbers = itertools.count(1)


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run on the loop that the product runs on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session")
def shared_valkey() -> Iterator[ValkeyServer]:
    """A server that no test harms."""
    yield from _server()


@pytest.fixture
def mortal_valkey() -> Iterator[ValkeyServer]:
    """A server of one's own, to kill."""
    yield from _server()


def _server() -> Iterator[ValkeyServer]:
    folder = Path(tempfile.mkdtemp(prefix="carewire-valkey-"))
    server = ValkeyServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder)


@pytest.fixture
def prefix() -> str:
    """A key prefix that no other test uses."""
    return f"t{next(_numbers)}"


@pytest.fixture(params=["memory", "redis"])
async def broker(request: pytest.FixtureRequest, prefix: str) -> AsyncIterator[Broker]:
    """Each broker in turn, not started."""
    made: Broker = MemoryBroker()
    if request.param == "redis":
        made = RedisBroker(request.getfixturevalue("shared_valkey").url, prefix=prefix, probe_seconds=0.2)
    yield made
    await made.stop()


@pytest.fixture
def limits() -> Limits:
    """Times short enough for tests; override per module or test."""
    return Limits(close_wait=1.0, position_check=40.0, shutdown_pause=0.001)


@pytest.fixture
async def stage(limits: Limits) -> AsyncIterator[Stage]:
    """A wire on a memory broker that can be made to lose, serving on a free port."""
    async with Stage.open(LossyBroker(), limits) as opened:
        yield opened
