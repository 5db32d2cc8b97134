"""One PUB/SUB connection from its opening to its end."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from redis.exceptions import RedisError

from channels.broker.base import BrokerUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redis.asyncio.connection import AbstractConnection

CHUNK = 512
BREATH = 64
"""After so many messages without a pause the loop gets its turn, so that a flood does not starve the sockets."""


class Hearer(Protocol):
    """Whom a connection tells what comes. Nothing here may wait."""

    def message(self, name: bytes, data: bytes) -> None:
        """Something was published under `name`."""
        ...

    def acknowledged(self, name: bytes) -> None:
        """From now on everything published under `name` comes."""
        ...

    def taken_away(self, name: bytes) -> None:
        """The server ended a subscription by itself."""
        ...


class Hearing:
    """Subscribes, unsubscribes and reads, as long as the connection lasts."""

    def __init__(self, connection: AbstractConnection, hearer: Hearer, *, sharded: bool) -> None:
        """`sharded` is for clusters: names are then subscribed where their slot is."""
        self._connection, self._hearer = connection, hearer
        self._letter = "S" if sharded else ""
        self._outbox: list[tuple[str, bytes]] = []
        self._filled = asyncio.Event()
        self._coming: Counter[bytes] = Counter()
        self._going: Counter[bytes] = Counter()

    def subscribe(self, names: Iterable[bytes]) -> None:
        """Ask for `names`; each is acknowledged later."""
        self._put(f"{self._letter}SUBSCRIBE", names, self._coming)

    def unsubscribe(self, names: Iterable[bytes]) -> None:
        """Ask for `names` no more."""
        self._put(f"{self._letter}UNSUBSCRIBE", names, self._going)

    async def speak(self) -> None:
        """Send what is asked for, for ever."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            outbox, self._outbox = self._outbox, []
            packed = b"".join(part for command in _commands(outbox) for part in self._connection.pack_command(*command))
            await self._connection.send_packed_command([packed], check_health=False)

    async def listen(self) -> None:
        """Read what comes, for ever. Raises RedisError and OSError at the connection's end."""
        count = 0
        while True:
            answer = await self._connection.read_response(
                disable_decoding=True, timeout=math.inf, disconnect_on_error=False
            )
            if isinstance(answer, RedisError):
                raise answer
            if not isinstance(answer, list) or len(answer) != 3:  # noqa: PLR2004 - kind, name, data
                raise BrokerUnavailableError("an answer that belongs to no subscription")
            self._take(*answer)
            count += 1
            if count % BREATH == 0:
                await asyncio.sleep(0)

    def _put(self, command: str, names: Iterable[bytes], counter: Counter[bytes]) -> None:
        for name in names:
            counter[name] += 1
            self._outbox.append((command, name))
        self._filled.set()

    def _take(self, kind: bytes, name: bytes, data: bytes) -> None:
        if kind in (b"message", b"smessage"):
            self._hearer.message(name, data)
        elif kind in (b"subscribe", b"ssubscribe"):
            if _less(self._coming, name):
                self._hearer.acknowledged(name)
        elif self._going[name]:
            _less(self._going, name)
        else:
            self._hearer.taken_away(name)


def _less(counter: Counter[bytes], name: bytes) -> bool:
    """Count one answer; whether it was the last that is waited for."""
    counter[name] -= 1
    if counter[name] > 0:
        return False
    del counter[name]
    return True


def _commands(outbox: list[tuple[str, bytes]]) -> Iterator[list[str | bytes]]:
    """Neighbours of the same kind and partition share a command: a cluster takes no other slot in it."""
    for (command, _), group in groupby(outbox, lambda item: (item[0], item[1].partition(b"}")[0])):
        names = [name for _, name in group]
        for start in range(0, len(names), CHUNK):
            yield [command, *names[start : start + CHUNK]]
