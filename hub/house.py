"""What one process has: settings, registry, database, bus, clock and the door."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from hub.bus.bus import Bus
from hub.bus.connect import Redis, connect
from hub.bus.errors import RedisError
from hub.clock import Clock
from hub.consumers import Source
from hub.db import open_engine
from hub.dispatch import Dispatcher
from hub.module import Registry, discover
from hub.settings import Settings
from hub.tools import Tool

log = logging.getLogger(__name__)


@dataclass(slots=True)
class House:
    """The parts that every role and every request of this process share."""

    settings: Settings
    registry: Registry
    engine: AsyncEngine
    redis: Redis
    bus: Bus
    clock: Clock
    dispatch: Dispatcher

    def source(self) -> Source:
        """What a consumer group of this process reads from. A restarted worker of the same name owns at once."""
        return Source(self.engine, self.bus, self.clock, self.settings.worker or f"{os.uname().nodename}-{os.getpid()}")


@contextlib.asynccontextmanager
async def open_house(
    settings: Settings, registry: Registry | None = None, clock: Clock | None = None
) -> AsyncIterator[House]:
    """Open the parts of this process and close them in the end; connects lazily, so it never fails by itself."""
    registry = registry or discover()
    clock = clock or settings.clock()
    engine = open_engine(settings.database_url)
    redis = connect(settings.redis_url)
    bus = Bus(redis)
    waker = Waker(bus)
    dispatch = Dispatcher(registry, engine, clock, waker.wake, settings.secret)
    dispatch.tools.update({tool.kind: tool.open(settings, os.environ) for tool in registry.of(Tool)})
    try:
        yield House(settings, registry, engine, redis, bus, clock, dispatch)
    finally:
        await waker.close()
        await redis.aclose()
        await engine.dispose()


class Waker:
    """Wakes the relay after commits: at most one message under way, however many commits there were."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._task: asyncio.Task[None] | None = None
        self._shards: set[int] = set()

    def wake(self, shards: Iterable[int]) -> None:
        """Say that there is something new on ``shards``. Never waits or fails: the relay also looks by itself."""
        self._shards.update(shards)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._send())

    async def _send(self) -> None:
        while self._shards:
            shards, self._shards = self._shards, set()
            try:
                await self._bus.wake(shards)
            except (RedisError, OSError) as error:
                log.debug("wake not sent", extra={"error": repr(error)})
                return

    async def close(self) -> None:
        """Wait for the message under way."""
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
