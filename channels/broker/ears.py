"""The hearing half of one server: a PUB/SUB connection, supervised so that it never dies silently.

It hears only what is wished. Whatever ends the connection (the server's death, CLIENT KILL, an output buffer limit,
a slot that moved away, a probe that was not heard) leads to a new one with back-off, to everything subscribed again,
and then to `Reports.again`: positions must be checked, since PUB/SUB repeats nothing.
"""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redis.exceptions import RedisError

from channels.broker.base import BrokerUnavailableError, Health
from channels.broker.dial import hang_up, host_of
from channels.broker.hearing import Hearing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from redis.asyncio.connection import AbstractConnection

    from hub.bus.address import Host

log = logging.getLogger("carewire.broker")

FIRST_WAIT, LONGEST_WAIT = 0.05, 2.0
PROVED = b""
"""Awaited like a name: the first probe of a connection."""
LINGER_SECONDS = 1.0
PROBE_ANSWER_SECONDS = 4.0
ACKNOWLEDGED_SECONDS = 2.0
"""Below the five seconds after which SDKs take a connection for dead."""


class TakenAwayError(BrokerUnavailableError):
    """The server ended a subscription that is still wished: it does not serve that slot any more."""


@dataclass(frozen=True, slots=True)
class Reports:
    """Whom ears tell: what comes, which names may have missed something, and that (and why) hearing ended."""

    message: Callable[[bytes, bytes], None]
    again: Callable[[Collection[bytes]], None]
    lost: Callable[[Exception], None]


@dataclass(slots=True)
class Wish:
    """A name that is to be heard."""

    acknowledged: asyncio.Future[None]
    moved: bool = False
    leaving: asyncio.TimerHandle | None = None


class Ears:
    """Subscribes, hears, reconnects."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[AbstractConnection]],
        probe: Probe,
        reports: Reports,
        *,
        sharded: bool,
    ) -> None:
        """Not connected yet. `sharded` is for clusters."""
        self._connect, self._probing, self._reports, self._sharded = connect, probe, reports, sharded
        self.wishes: dict[bytes, Wish] = {}
        """What is to be heard. Only `subscribe`, `unsubscribe`, `release` and `adopt` change it."""
        self._awaited: set[bytes] = set()
        self._hearing: Hearing | None = None
        self._probe_name = b""
        self._probe_known, self._probe_heard = asyncio.Event(), asyncio.Event()
        self._called_off, self._ready = asyncio.Event(), asyncio.Event()
        self._problem, self._stopping = "not connected yet", False
        self._task: asyncio.Task[None] | None = None
        self.host: Host | None = None
        """Where the present connection leads."""

    @property
    def health(self) -> Health:
        """Whether publications are being heard now."""
        healthy = self._ready.is_set()
        return Health(healthy, f"hears {len(self.wishes)} channels" if healthy else self._problem)

    def begin(self) -> None:
        """Begin to hear, some time."""
        if self._task is None:
            self._stopping = False
            self._task = asyncio.ensure_future(self._live())

    async def stand(self) -> None:
        """Return when the connection stands. Raises BrokerUnavailableError when it does not for a while."""
        try:
            async with asyncio.timeout(ACKNOWLEDGED_SECONDS):
                await self._ready.wait()
        except TimeoutError:
            raise BrokerUnavailableError(f"PUB/SUB: {self._problem}") from None

    async def stop(self) -> None:
        """Close the connection and forget all names."""
        self.release(self.wishes.keys())
        self._stopping = True
        self._ready.clear()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def call_off(self) -> None:
        """Connect anew: the master is elsewhere."""
        self._called_off.set()

    # wishes

    def subscribe(self, name: bytes) -> Wish:
        """Begin to hear a name; the wish says when."""
        wish = self.wishes.get(name)
        if wish is None:
            wish = self.wishes[name] = Wish(asyncio.get_running_loop().create_future())
            self._ask_for([name])
        if wish.leaving is not None:
            wish.leaving.cancel()
            wish.leaving = None
        return wish

    def unsubscribe(self, name: bytes) -> None:
        """Hear a name no more; the server is told a moment later, in case somebody comes back."""
        wish = self.wishes.get(name)
        if wish is not None and wish.leaving is None:
            wish.leaving = asyncio.get_running_loop().call_later(LINGER_SECONDS, self._leave, name)

    def release(self, names: Collection[bytes]) -> dict[bytes, Wish]:
        """Give up `names`, which the server has given up too; those that are still wanted are for `adopt`."""
        gone = {name: self.wishes.pop(name) for name in list(names)}
        self._awaited -= gone.keys()
        for wish in gone.values():
            if wish.leaving is not None:
                wish.leaving.cancel()
        return {name: wish for name, wish in gone.items() if wish.leaving is None}

    def adopt(self, name: bytes, wish: Wish) -> None:
        """Hear a name that was heard elsewhere until now."""
        wish.moved = True
        if wish.acknowledged.done():
            wish.acknowledged = asyncio.get_running_loop().create_future()
        self.wishes[name] = wish
        self._ask_for([name])

    def _leave(self, name: bytes) -> None:
        del self.wishes[name]
        if self._hearing is not None:
            self._hearing.unsubscribe([name])

    def _ask_for(self, names: Collection[bytes]) -> None:
        if self._hearing is not None:
            self._hearing.subscribe(names)

    # what a connection tells

    def message(self, name: bytes, data: bytes) -> None:
        """See `Hearer.message`."""
        if name == self._probe_name:
            self._probe_heard.set()
            self._settled(PROVED)
        else:
            self._reports.message(name, data)

    def acknowledged(self, name: bytes) -> None:
        """See `Hearer.acknowledged`."""
        wish = self.wishes.get(name)
        if wish is not None and not wish.acknowledged.done():
            wish.acknowledged.set_result(None)
            if wish.moved and self._ready.is_set():
                self._reports.again([name])
            wish.moved = False
        elif name == self._probe_name:
            self._probe_known.set()
        self._settled(name)

    def _settled(self, name: bytes) -> None:
        self._awaited.discard(name)
        if not self._awaited and not self._ready.is_set():
            self._ready.set()
            self._reports.again(list(self.wishes))

    def taken_away(self, name: bytes) -> None:
        """See `Hearer.taken_away`."""
        if name in self.wishes or name == self._probe_name:
            raise TakenAwayError("a subscription was ended by the server")

    # life

    async def _live(self) -> None:
        """Connect, hear, and begin again, until `stop`.

        The flag is needed: a task group whose own task fails at the moment of a cancellation swallows the latter.
        """
        wait = FIRST_WAIT
        while not self._stopping:
            try:
                await self._one_life()
            except (BrokerUnavailableError, RedisError, OSError) as problem:
                if self._ready.is_set():
                    wait = FIRST_WAIT
                self._lost(problem)
            except Exception as problem:
                log.exception("the PUB/SUB reader failed and is started again")
                self._lost(problem)
            if not self._stopping:
                await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 - spreads reconnects, no secret
            wait = min(wait * 2, LONGEST_WAIT)

    def _lost(self, problem: Exception) -> None:
        self._problem = f"PUB/SUB connection lost: {type(problem).__name__} {problem}"
        self._ready.clear()
        for wish in self.wishes.values():
            if wish.acknowledged.done():
                wish.acknowledged = asyncio.get_running_loop().create_future()
        log.warning("%s", self._problem)
        self._reports.lost(problem)

    async def _one_life(self) -> None:
        self._called_off.clear()
        self._probe_known.clear()
        connection = await self._connect()
        self.host = host_of(connection)
        try:
            self._probe_name = self._probing.name()
            names = [self._probe_name, *self.wishes]
            self._awaited = {PROVED, *names}
            self._hearing = hearing = Hearing(connection, self, sharded=self._sharded)
            hearing.subscribe(names)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(hearing.listen())
                tasks.create_task(hearing.speak())
                tasks.create_task(self._prove())
                tasks.create_task(self._until_called_off())
        except ExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            self._hearing, self.host = None, None
            await hang_up(connection)

    async def _prove(self) -> None:
        """Prove again and again that what is published on the other connection is heard on this one."""
        await self._probe_known.wait()
        while True:
            self._probe_heard.clear()
            await self._probing.send(self._probe_name)
            try:
                async with asyncio.timeout(PROBE_ANSWER_SECONDS):
                    await self._probe_heard.wait()
            except TimeoutError:
                raise BrokerUnavailableError("the probe was not heard") from None
            await asyncio.sleep(self._probing.seconds)

    async def _until_called_off(self) -> None:
        await self._called_off.wait()
        raise BrokerUnavailableError("the master is elsewhere")


@dataclass(frozen=True, slots=True)
class Probe:
    """How ears prove that they hear: every so many `seconds` they `send` a message to a `name` of their own."""

    seconds: float
    name: Callable[[], bytes]
    send: Callable[[bytes], Awaitable[None]]


async def heard(wish: Wish) -> None:
    """Return once everything published under the wish's name comes. Raises BrokerUnavailableError."""
    try:
        async with asyncio.timeout(ACKNOWLEDGED_SECONDS):
            while not wish.acknowledged.done():
                await asyncio.shield(wish.acknowledged)
    except TimeoutError:
        raise BrokerUnavailableError("the subscription was not acknowledged") from None
