"""A master that Sentinels watch: found for each new connection, and followed when they choose another.

All Sentinels are asked and the newest word counts (the highest configuration epoch), so that one of them that was cut
off from the others cannot lead us back. They are asked again every second: a server that was demoted without cutting
its clients, or that is cut off from the Sentinels but not from us, still answers and still does PUB/SUB, and nothing
but the Sentinels' word tells that it is the wrong one.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from redis.exceptions import ResponseError

from channels.broker.base import BrokerUnavailableError
from channels.broker.dial import dial
from channels.broker.line import Line
from channels.broker.masters import Hearers, OneMaster

if TYPE_CHECKING:
    from redis.asyncio.connection import AbstractConnection

    from hub.bus.address import Address, Host

log = logging.getLogger("carewire.broker")

SENTINEL_SECONDS = 1.0
WATCH_SECONDS = 1.0


class Sentinels:
    """Those who know where the master is. Connections to them are kept, and opened again when they broke."""

    def __init__(self, address: Address) -> None:
        """Nobody is asked yet."""
        self._address = address
        self._lines: dict[Host, Line] = {}

    async def master(self) -> Host:
        """Where the master is. Raises BrokerUnavailableError when no Sentinel can tell."""
        answers = await asyncio.gather(*(self._ask(host) for host in self._address.hosts))
        known = [answer for answer in answers if answer is not None]
        if not known:
            raise BrokerUnavailableError(f"no Sentinel knows a master {self._address.service}")
        return max(known)[1]

    async def close(self) -> None:
        """Hang up."""
        lines, self._lines = self._lines, {}
        await asyncio.gather(*(line.close() for line in lines.values()))

    async def _ask(self, host: Host) -> tuple[int, Host] | None:
        """The configuration epoch and the master's place as this Sentinel knows them."""
        try:
            async with asyncio.timeout(SENTINEL_SECONDS):
                answer = await (await self._line(host)).ask("SENTINEL", "MASTER", self._address.service)
        except (BrokerUnavailableError, ResponseError, TimeoutError) as problem:
            log.info("a Sentinel did not answer: %s", type(problem).__name__)
            return None
        fields = _pairs(answer)
        return int(fields["config-epoch"]), (fields["ip"], int(fields["port"]))

    async def _line(self, host: Host) -> Line:
        line = self._lines.get(host)
        if line is None or line.closed:
            if line is not None:
                await line.close()
            connection = await dial(self._address.connection, self._address.sentinel_options, host)
            line = self._lines[host] = Line(connection, answer_seconds=SENTINEL_SECONDS)
        return line


class WatchedMaster(OneMaster):
    """All partitions in the one server that the Sentinels call master."""

    def __init__(self, address: Address, hearers: Hearers, *, prefix: str, probe_seconds: float) -> None:
        """`address` names the Sentinels and the service."""
        super().__init__(self._connect, hearers, prefix=prefix, probe_seconds=probe_seconds)
        self._address = address
        self._sentinels = Sentinels(address)
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """See `Masters.start`."""
        await super().start()
        self._watching = asyncio.ensure_future(self._watch())

    async def stop(self) -> None:
        """See `Masters.stop`."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
            self._watching = None
        await super().stop()
        await self._sentinels.close()

    async def _connect(self) -> AbstractConnection:
        host = await self._sentinels.master()
        return await dial(self._address.connection, self._address.options, host)

    async def _watch(self) -> None:
        """Leave a server that the Sentinels do not call master any more."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await self.server.move(await self._sentinels.master())
            except BrokerUnavailableError as problem:
                # Without their word we stay where we are; each new connection asks them too.
                log.warning("the Sentinels cannot be asked: %s", problem)


def _pairs(answer: list[Any]) -> dict[str, str]:
    words = [word.decode() for word in answer]
    return dict(zip(words[::2], words[1::2], strict=True))
