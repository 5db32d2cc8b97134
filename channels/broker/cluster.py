"""The masters of a cluster: each partition's requests and PUB/SUB go to the server that has its slot now.

The map is read again whenever something does not fit it (MOVED, a broken connection, subscriptions that the server
ended) and every few seconds besides. Partitions that have another server then take their subscriptions along, and
whoever hears them is told to compare positions.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from redis.exceptions import AskError, ClusterDownError, MovedError, ResponseError, TryAgainError

from channels.broker.base import BrokerUnavailableError, Health
from channels.broker.dial import dial
from channels.broker.ears import Reports, TakenAwayError, heard
from channels.broker.keys import Keys
from channels.broker.partitions import partition_of, tags
from channels.broker.server import ANSWER_SECONDS, Server
from channels.broker.slots import Map, read_map

if TYPE_CHECKING:
    from redis.asyncio.connection import AbstractConnection

    from channels.broker.masters import Hearers
    from hub.bus.address import Address, Host

log = logging.getLogger("carewire.broker")

LOOK_SECONDS = 3.0
PAUSE_SECONDS = 0.05


class ManyMasters:
    """See the module's text, and `channels.broker.masters.Masters`."""

    publish = "SPUBLISH"

    def __init__(self, address: Address, hearers: Hearers, *, prefix: str, probe_seconds: float) -> None:
        """`address` names some nodes of the cluster; the others are found."""
        self._address, self._hearers, self._probe_seconds = address, hearers, probe_seconds
        self._partitions = [Keys.tagged(prefix, tag) for tag in tags()]
        self._of_head = {keys.head.encode().partition(b"}")[0]: number for number, keys in enumerate(self._partitions)}
        self._map = Map({}, frozenset())
        self._servers: dict[Host, Server] = {}
        self._look, self._looking, self._looks = asyncio.Event(), asyncio.Lock(), 0
        self._watching: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def health(self) -> Health:
        """Healthy when every partition has a server and every server is heard."""
        missing = len(self._partitions) - len(self._map.owners)
        if missing:
            return Health(healthy=False, detail=f"{missing} of {len(self._partitions)} partitions have no server")
        ill = [server.ears.health.detail for server in self._servers.values() if not server.ears.health.healthy]
        if ill:
            return Health(healthy=False, detail=f"{len(ill)} of {len(self._servers)} servers: {ill[0]}")
        return Health(healthy=True, detail=f"hears {len(self._servers)} servers")

    def keys(self, name: str) -> Keys:
        """The partition of a channel, or of a node."""
        return self._partitions[partition_of(name)]

    async def start(self) -> None:
        """See `Masters.start`."""
        await self._read_map(self._looks)
        await asyncio.gather(*(server.open() for server in self._servers.values()))
        await asyncio.gather(*(server.ears.stand() for server in self._servers.values()))
        self._watching = asyncio.ensure_future(self._watch())

    async def stop(self) -> None:
        """See `Masters.stop`."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
            self._watching = None
        servers, self._servers, self._map = self._servers, {}, Map({}, frozenset())
        await asyncio.gather(*(server.close() for server in servers.values()), *self._closing)

    async def ask(self, keys: Keys, *command: str | bytes | int) -> Any:
        """See `Masters.ask`. Redirections and slots under way are followed and waited for, for some seconds."""
        deadline = asyncio.get_running_loop().time() + ANSWER_SECONDS
        target: Host | None = None
        while True:
            looks = self._looks
            try:
                return await self._ask_once(keys, target, command)
            except ResponseError as refusal:
                if not _passing(refusal, target) or asyncio.get_running_loop().time() > deadline:
                    raise BrokerUnavailableError(f"refused: {refusal}") from refusal
                target = self._told_to_ask(refusal)
            except BrokerUnavailableError:
                self._look.set()
                raise
            if target is None:
                await asyncio.sleep(PAUSE_SECONDS)
                await self._read_map(looks)

    async def subscribe(self, name: str) -> None:
        """See `Masters.subscribe`."""
        await heard(self._server(name).ears.subscribe(name.encode()))

    def unsubscribe(self, name: str) -> None:
        """See `Masters.unsubscribe`."""
        host = self._owner(name.encode())
        if host is not None:
            self._servers[host].ears.unsubscribe(name.encode())

    async def _ask_once(self, keys: Keys, target: Host | None, command: tuple[str | bytes | int, ...]) -> Any:
        server = self._server(keys.fence) if target is None else self._servers[target]
        try:
            return await server.ask(keys.fence, *command, asking=target is not None)
        except MovedError:
            # Should the slot ever come back, the server may have been a replica in between.
            server.doubt()
            raise

    def _told_to_ask(self, refusal: ResponseError) -> Host | None:
        """Where a slot is on its way to, if we know that server; otherwise the map is read again."""
        if isinstance(refusal, AskError) and not isinstance(refusal, MovedError):
            host = (refusal.host, refusal.port)
            return host if host in self._servers else None
        return None

    def _server(self, name: str) -> Server:
        host = self._owner(name.encode())
        if host is None:
            self._look.set()
            raise BrokerUnavailableError("a part of the cluster has no server now")
        return self._servers[host]

    def _owner(self, name: bytes) -> Host | None:
        return self._map.owners.get(self._of_head[name.partition(b"}")[0]])

    # the map

    async def _watch(self) -> None:
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._look.wait()
            except TimeoutError:
                log.debug("time to look at the cluster again")
            self._look.clear()
            try:
                await self._read_map(self._looks)
            except BrokerUnavailableError as problem:
                log.warning("the cluster's map cannot be read: %s", problem)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _read_map(self, looks: int) -> None:
        """Read the map, unless somebody has since the caller counted `looks`."""
        async with self._looking:
            if self._looks == looks:
                new = await read_map(self._address, self._map.hosts)
                self._looks += 1
                self._apply(new)

    def _apply(self, new: Map) -> None:
        """Give every partition's subscriptions to its server; close servers that have nothing any more."""
        old, self._map = self._map, new
        owners = {*new.owners.values()}
        for host in owners - self._servers.keys():
            self._servers[host] = self._begin(host)
        for host, server in list(self._servers.items()):
            if any(new.owners.get(partition) != host for partition, owner in old.owners.items() if owner == host):
                server.doubt()
            moved = {name: owner for name in server.ears.wishes if (owner := self._owner(name)) not in (host, None)}
            for name, wish in server.ears.release(moved.keys()).items():
                self._servers[moved[name]].ears.adopt(name, wish)
            if host not in owners and not server.ears.wishes:
                del self._servers[host]
                self._close(server)

    def _begin(self, host: Host) -> Server:
        async def connect() -> AbstractConnection:
            return await dial(self._address.connection, self._address.options, host)

        def probe_keys() -> Keys:
            for partition, owner in self._map.owners.items():
                if owner == host:
                    return self._partitions[partition]
            raise BrokerUnavailableError("the server has no part of the cluster")

        def lost(problem: Exception) -> None:
            self._look.set()
            if isinstance(problem, TakenAwayError):
                server.doubt()

        reports = Reports(self._hearers.message, self._hearers.again, lost)
        server = Server(connect, reports, probe_keys, sharded=True, probe_seconds=self._probe_seconds)
        server.ears.begin()
        return server

    def _close(self, server: Server) -> None:
        closing = asyncio.ensure_future(server.close())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)


def _passing(refusal: ResponseError, target: Host | None) -> bool:
    """Whether it may be otherwise in a moment: slots on their way, servers being replaced."""
    if isinstance(refusal, AskError | TryAgainError | ClusterDownError):
        return True
    # The fence comes with the last of the slot's keys.
    return target is not None and str(refusal).startswith("NOFENCE")
