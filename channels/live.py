"""The live door of a serving process: the wire's node with the house behind it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from typing import Any

from channels.broker.base import BrokerUnavailableError
from channels.broker.redis import RedisBroker
from channels.desk import HouseDesk
from channels.wire.endpoint import HubEndpoint
from channels.wire.node import Node
from channels.wire.server import Router, websocket_protocol
from hub.health import Probed
from hub.house import House
from hub.identity import Resolver
from hub.operations import Operations
from hub.serving import Live

log = logging.getLogger(__name__)

RETRY = 0.5


class Door:
    """See ``hub.serving.LiveDoor``."""

    def __init__(self, node: Node, allowed_origins: tuple[str, ...]) -> None:
        self.node = node
        router = Router({"/connection/websocket": HubEndpoint(node)}, frozenset(allowed_origins))
        self.protocol: Any = websocket_protocol(router)
        self.probes = [Probed("live", self._probe, vital=True)]

    async def _probe(self) -> str:
        health = self.node.broker.health
        if not health.healthy:
            raise RuntimeError(health.detail)
        return f"{self.node.connections} connections, {health.detail}"

    def counts(self) -> Mapping[str, float]:
        """What the node counts, and what is open now."""
        node = self.node
        now = {"connections": node.connections, "channels": node.channels, "subscriptions": node.subscriptions}
        return {**now, **asdict(node.counters)}

    async def drain(self) -> None:
        """Close all connections with 3001."""
        await self.node.shutdown()


@contextlib.asynccontextmanager
async def _open(house: House, operations: Operations, resolver: Resolver) -> AsyncIterator[Door]:
    broker = RedisBroker(house.settings.redis_url)
    node = Node(broker, HouseDesk(house, operations, resolver), house.clock)
    starting = asyncio.ensure_future(_start(node))
    try:
        yield Door(node, house.settings.allowed_origins)
    finally:
        starting.cancel()
        if node.accepting:
            await node.shutdown()


async def _start(node: Node) -> None:
    """Start as soon as the broker answers; until then upgrades are told to come again (503)."""
    while True:
        try:
            await node.start()
        except BrokerUnavailableError as error:
            log.warning("broker does not answer yet", extra={"error": repr(error)})
            await asyncio.sleep(RETRY)
        else:
            return


live = Live(_open)
