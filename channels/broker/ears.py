"""The hearing half of the Redis broker: one PUB/SUB connection per node, supervised so that it never dies silently.

It hears only channels with local subscribers. Whatever ends the connection (the server's death, CLIENT KILL, an output
buffer limit, a probe that was not heard) leads to a new one with back-off, to everything subscribed again, and then to
`on_gap(None)`: positions must be checked, since PUB/SUB repeats nothing.
"""

from __future__ import annotations

import asyncio
import logging
import math
import random
import secrets
from typing import TYPE_CHECKING, Any

from redis.exceptions import RedisError

from channels.broker.base import BrokerUnavailableError, Health, Publication
from channels.broker.line import hang_up

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from redis.asyncio.connection import AbstractConnection

    from channels.broker.keys import Keys

log = logging.getLogger("carewire.broker")

FIRST_WAIT, LONGEST_WAIT = 0.05, 5.0
LINGER_SECONDS = 1.0
PROBE_ANSWER_SECONDS = 4.0
ACKNOWLEDGED_SECONDS = 2.0
"""Below the five seconds after which SDKs take a connection for dead."""
CHUNK = 512
BREATH = 64
"""After so many messages without a pause the loop gets its turn, so that a flood does not starve the sockets."""


class Ears:
    """Subscribes, hears, reconnects."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[AbstractConnection]],
        keys: Keys,
        ask: Callable[..., Awaitable[Any]],
        *,
        probe_seconds: float,
    ) -> None:
        """`ask` sends one command on the broker's other connection; the probe is published there."""
        self._connect, self._keys, self._ask = connect, keys, ask
        self._probe_seconds = probe_seconds
        self._probe_name = keys.probe(secrets.token_hex(8)).encode()
        self._prefix = keys.live("").encode()
        self._on_publication: Callable[[str, Publication], None] = lambda _channel, _publication: None
        self._on_gap: Callable[[str | None], None] = lambda _channel: None
        self._connection: AbstractConnection | None = None
        self._wanted: dict[bytes, asyncio.Future[None]] = {}
        self._leaving: dict[bytes, asyncio.TimerHandle] = {}
        self._probe_heard = asyncio.Event()
        self._ready = asyncio.Event()
        self._problem = "not connected yet"
        self._outbox: list[tuple[str, list[bytes]]] = []
        self._outbox_filled = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def health(self) -> Health:
        """Whether publications are being heard now."""
        healthy = self._ready.is_set()
        return Health(healthy, f"hears {len(self._wanted)} channels" if healthy else self._problem)

    def listen(self, on_publication: Callable[[str, Publication], None], on_gap: Callable[[str | None], None]) -> None:
        """See `Broker.listen`."""
        self._on_publication, self._on_gap = on_publication, on_gap

    async def start(self) -> None:
        """Begin to hear; returns when the connection stands. Raises BrokerUnavailableError when it does not."""
        self._task = asyncio.ensure_future(self._live())
        try:
            async with asyncio.timeout(ACKNOWLEDGED_SECONDS):
                await self._ready.wait()
        except TimeoutError:
            await self.stop()
            raise BrokerUnavailableError(f"PUB/SUB: {self._problem}") from None

    async def stop(self) -> None:
        """Close the connection and forget all channels."""
        for timer in self._leaving.values():
            timer.cancel()
        self._leaving.clear()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        self._wanted.clear()

    async def subscribe(self, channel: str) -> None:
        """See `Broker.subscribe`."""
        name = self._prefix + channel.encode()
        timer = self._leaving.pop(name, None)
        if timer is not None:
            timer.cancel()
        acknowledged = self._wanted.get(name)
        if acknowledged is None:
            acknowledged = self._wanted[name] = asyncio.get_running_loop().create_future()
            self._send("SUBSCRIBE", [name])
        if acknowledged.done():
            return
        try:
            async with asyncio.timeout(ACKNOWLEDGED_SECONDS):
                await asyncio.shield(acknowledged)
        except TimeoutError:
            raise BrokerUnavailableError("the subscription was not acknowledged") from None

    def unsubscribe(self, channel: str) -> None:
        """See `Broker.unsubscribe`."""
        name = self._prefix + channel.encode()
        if name in self._wanted and name not in self._leaving:
            loop = asyncio.get_running_loop()
            self._leaving[name] = loop.call_later(LINGER_SECONDS, self._leave, name)

    def _leave(self, name: bytes) -> None:
        del self._leaving[name]
        if self._wanted.pop(name, None) is not None:
            self._send("UNSUBSCRIBE", [name])

    def _send(self, command: str, names: list[bytes]) -> None:
        self._outbox.append((command, names))
        self._outbox_filled.set()

    async def _live(self) -> None:
        """Connect, hear, and begin again, for ever."""
        wait = FIRST_WAIT
        while True:
            try:
                await self._one_life()
            except (BrokerUnavailableError, RedisError, OSError) as problem:
                if self._ready.is_set():
                    wait = FIRST_WAIT
                self._lost(f"PUB/SUB connection lost: {type(problem).__name__} {problem}")
            except Exception as problem:
                self._lost(f"PUB/SUB reader failed: {type(problem).__name__}")
                log.exception("the PUB/SUB reader failed and is started again")
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 - spreads reconnects, no secret
            wait = min(wait * 2, LONGEST_WAIT)

    def _lost(self, problem: str) -> None:
        self._problem = problem
        self._ready.clear()
        for name, acknowledged in self._wanted.items():
            if acknowledged.done():
                self._wanted[name] = asyncio.get_running_loop().create_future()
        log.warning("%s", problem)

    async def _one_life(self) -> None:
        connection = await self._connect()
        try:
            self._outbox.clear()
            self._outbox_filled.clear()
            names = [self._probe_name, *self._wanted]
            for start in range(0, len(names), CHUNK):
                await connection.send_command("SUBSCRIBE", *names[start : start + CHUNK])
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._hear(connection, {*names}))
                tasks.create_task(self._speak(connection))
                tasks.create_task(self._probe())
        except ExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            await hang_up(connection)

    async def _hear(self, connection: AbstractConnection, awaited: set[bytes]) -> None:
        count = 0
        while True:
            kind, name, data = await connection.read_response(
                disable_decoding=True, timeout=math.inf, disconnect_on_error=False
            )
            if kind == b"message":
                self._heard(name, data)
            elif kind == b"subscribe":
                self._acknowledge(name, awaited)
            count += 1
            if count % BREATH == 0:
                await asyncio.sleep(0)

    def _heard(self, name: bytes, data: bytes) -> None:
        if name == self._probe_name:
            self._probe_heard.set()
            return
        offset, epoch, payload = data.split(b":", 2)
        self._on_publication(name[len(self._prefix) :].decode(), Publication(int(offset), epoch.decode(), payload))

    def _acknowledge(self, name: bytes, awaited: set[bytes]) -> None:
        acknowledged = self._wanted.get(name)
        if acknowledged is not None and not acknowledged.done():
            acknowledged.set_result(None)
        if not awaited:
            return
        awaited.discard(name)
        if not awaited:
            self._ready.set()
            self._on_gap(None)

    async def _speak(self, connection: AbstractConnection) -> None:
        while True:
            await self._outbox_filled.wait()
            self._outbox_filled.clear()
            outbox, self._outbox = self._outbox, []
            for command, names in outbox:
                await connection.send_command(command, *names)

    async def _probe(self) -> None:
        """Prove again and again that what is published on the other connection is heard on this one."""
        while True:
            await asyncio.sleep(self._probe_seconds)
            self._probe_heard.clear()
            await self._ask("PUBLISH", self._probe_name, b"")
            try:
                async with asyncio.timeout(PROBE_ANSWER_SECONDS):
                    await self._probe_heard.wait()
            except TimeoutError:
                raise BrokerUnavailableError("the probe was not heard") from None
