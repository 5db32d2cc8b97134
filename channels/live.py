"""The live door of a serving process: the wire's node with the house behind it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

from channels.broker.connect import broker as open_broker
from channels.desk import HouseDesk
from channels.fleet import people, troubles
from channels.fleet.fleet import Fleet
from channels.fleet.life import figures, start
from channels.paths import Offer, find, mounts, upgrades
from channels.wire.node import Node
from channels.wire.origins import Origins
from hub.health import Probed
from hub.house import House
from hub.identity import Resolver
from hub.operations import Operations
from hub.serving import Live
from hub.settings import Settings


class Door:
    """See ``hub.serving.LiveDoor``."""

    def __init__(self, fleet: Fleet, settings: Settings) -> None:
        self.node = fleet.node
        self._fleet = fleet
        origins = Origins(frozenset(settings.allowed_origins))
        offer = Offer(api_key=settings.server_api_key)
        people.answer_for(fleet)
        self._recent = troubles.answer_for(fleet)
        edge = settings.edge
        upgrade = upgrades(fleet, origins, offer, edge.proxies, own=edge.own_websockets)
        self.protocol: Any = upgrade.protocol
        self._apps = {**mounts(fleet, origins, offer), **upgrade.apps}
        self.probes = [Probed("live", self._probe, vital=True)]

    def app(self, path: str) -> Any:
        """The ASGI application of the HTTP transports and the server API that answers a path, if one does."""
        return find(self._apps, path)

    async def _probe(self) -> str:
        health = self.node.broker.health
        if not health.healthy:
            raise RuntimeError(health.detail)
        return f"{self.node.connections} connections, {health.detail}"

    def counts(self) -> Mapping[str, float]:
        """What the node counts, and what is open now."""
        return figures(self.node)

    async def drain(self) -> None:
        """Close all connections with 3001."""
        troubles.stop(self._recent)
        if self.node.accepting:
            await self._fleet.stop()
            await self.node.shutdown()


@contextlib.asynccontextmanager
async def _open(house: House, operations: Operations, resolver: Resolver) -> AsyncIterator[Door]:
    settings = house.settings
    node = Node(open_broker(settings.redis_url), HouseDesk(house, operations, resolver), house.clock)
    fleet = Fleet(node)
    house.dispatch.tools[Fleet] = fleet
    starting = asyncio.ensure_future(start(fleet))
    door = Door(fleet, settings)
    try:
        yield door
    finally:
        starting.cancel()
        await door.drain()


live = Live(_open)
