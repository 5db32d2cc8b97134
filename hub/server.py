"""One serving process: commands, queries, pages and the live door."""

from __future__ import annotations

import asyncio

from prometheus_client import REGISTRY

from hub.api import Api
from hub.app import create_app
from hub.gauges import Gauges
from hub.house import House
from hub.identity import Identity
from hub.listener import Address, listener
from hub.operations import Operations
from hub.probes import probes_of
from hub.roles import roles_of
from hub.serving import Live, sites_of


async def serve(house: House) -> None:
    """Serve until cancelled; then ask the live connections to come back elsewhere, and finish what is under way."""
    operations = Operations(house.dispatch)
    resolver = house.registry.one(Identity).open(house)
    async with house.registry.one(Live).open(house, operations, resolver) as live:
        api = Api(operations, resolver, secure_cookies=not house.settings.loopback)
        probes = [*probes_of(house, [r.name for r in roles_of(house)]), *live.probes]
        sites = sites_of(house, resolver)
        app = create_app(house.settings, house.registry, api, probes, live.app, sites)
        address = Address(house.settings.host, house.settings.port, house.settings.edge)
        server = listener(app, live.protocol, address)
        gauges = Gauges(live.counts)
        REGISTRY.register(gauges)
        task = asyncio.ensure_future(server.serve(address.sockets(house.settings.listen_fd)))
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            await live.drain()
            server.should_exit = True
            await task
            raise
        finally:
            REGISTRY.unregister(gauges)
