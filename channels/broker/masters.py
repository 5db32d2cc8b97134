"""The servers behind a Redis broker, whatever their topology."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from redis.exceptions import ResponseError

from channels.broker.base import BrokerUnavailableError, Health
from channels.broker.dial import dial
from channels.broker.ears import Reports, heard
from channels.broker.keys import Keys
from channels.broker.server import Server

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from redis.asyncio.connection import AbstractConnection

    from hub.bus.address import Address


@dataclass(frozen=True, slots=True)
class Hearers:
    """Whom the servers tell: what was published under a name, and which names (None: any) may have missed something."""

    message: Callable[[bytes, bytes], None]
    again: Callable[[Collection[bytes] | None], None]


class Masters(Protocol):
    """What a broker asks of its servers. Everything raises BrokerUnavailableError when they cannot do it now."""

    publish: str
    """PUBLISH or SPUBLISH."""

    @property
    def health(self) -> Health:
        """Whether all of them answer and are heard."""
        ...

    def keys(self, name: str) -> Keys:
        """The partition of a channel, or of a node."""
        ...

    async def start(self) -> None:
        """Open the connections."""
        ...

    async def stop(self) -> None:
        """Close them."""
        ...

    async def ask(self, keys: Keys, *command: str | bytes | int) -> Any:
        """One command for a partition."""
        ...

    async def subscribe(self, name: str) -> None:
        """Hear a PUB/SUB name; returns when everything published from now on comes."""
        ...

    def unsubscribe(self, name: str) -> None:
        """Hear it no more."""
        ...


class OneMaster:
    """All partitions in one server: the one that `connect` finds."""

    publish = "PUBLISH"

    def __init__(
        self,
        connect: Callable[[], Awaitable[AbstractConnection]],
        hearers: Hearers,
        *,
        prefix: str,
        probe_seconds: float,
    ) -> None:
        """`connect` is asked for each new connection."""
        self._keys = keys = Keys.alone(prefix)
        reports = Reports(hearers.message, lambda _names: hearers.again(None), lambda _problem: None)
        self.server = Server(connect, reports, lambda: keys, sharded=False, probe_seconds=probe_seconds)

    @property
    def health(self) -> Health:
        """Of the only server."""
        return self.server.ears.health

    def keys(self, name: str) -> Keys:
        """All names lie in the same partition."""
        del name
        return self._keys

    async def start(self) -> None:
        """See `Masters.start`."""
        await self.server.open()
        self.server.ears.begin()
        await self.server.ears.stand()

    async def stop(self) -> None:
        """See `Masters.stop`."""
        await self.server.close()

    async def ask(self, keys: Keys, *command: str | bytes | int) -> Any:
        """See `Masters.ask`."""
        try:
            return await self.server.ask(keys.fence, *command)
        except ResponseError as refusal:
            raise BrokerUnavailableError(f"refused: {refusal}") from refusal

    async def subscribe(self, name: str) -> None:
        """See `Masters.subscribe`."""
        await heard(self.server.ears.subscribe(name.encode()))

    def unsubscribe(self, name: str) -> None:
        """See `Masters.unsubscribe`."""
        self.server.ears.unsubscribe(name.encode())


def always_at(address: Address) -> Callable[[], Awaitable[AbstractConnection]]:
    """How to connect to a server that never moves."""
    host = address.hosts[0] if address.hosts else None

    async def connect() -> AbstractConnection:
        return await dial(address.connection, address.options, host)

    return connect
