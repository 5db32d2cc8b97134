"""One serving process: uvicorn for HTTP, with the live door's protocol for what upgrades."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from prometheus_client import REGISTRY
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp

from hub.api import Api
from hub.app import create_app
from hub.health import probes_of
from hub.house import House
from hub.identity import Identity
from hub.operations import Operations
from hub.roles import roles_of
from hub.serving import Live
from hub.settings import Settings


async def serve(house: House) -> None:
    """Serve until cancelled; then ask the live connections to come back elsewhere, and finish what is under way."""
    operations = Operations(house.dispatch)
    resolver = house.registry.one(Identity).open(house)
    async with house.registry.one(Live).open(house, operations, resolver) as live:
        api = Api(operations, resolver, secure_cookies=not house.settings.loopback)
        probes = [*probes_of(house, [r.name for r in roles_of(house)]), *live.probes]
        app = create_app(house.settings, house.registry, api, probes, live.app)
        address = _address(house.settings)
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


def _address(settings: Settings) -> Address:
    return Address(settings.host, settings.port, settings.tls_cert, settings.tls_key, settings.trusted_proxies)


class _Server(uvicorn.Server):
    """Leaves the signals to us: the live connections are drained first."""

    def capture_signals(self) -> Any:
        """Nothing to capture."""
        return contextlib.nullcontext()


@dataclass(frozen=True, slots=True)
class Address:
    """Where and how to listen. With a certificate the port speaks TLS; `trusted` proxies may say for whom they ask."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    trusted: tuple[str, ...] = ()

    def sockets(self, listen_fd: int | None) -> list[socket.socket] | None:
        """The socket that the supervisor bound and keeps open while we restart, if there is one."""
        return None if listen_fd is None else [socket.socket(fileno=listen_fd)]


def listener(app: ASGIApp, protocol: Any, address: Address) -> uvicorn.Server:
    """The HTTP server; what upgrades is handed to ``protocol``. The caller stops it by ``should_exit``."""
    config = uvicorn.Config(
        app,
        host=address.host,
        port=address.port,
        ws=protocol,
        http="httptools",
        loop="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=4096,
        timeout_graceful_shutdown=5,
        ssl_certfile=address.certificate,
        ssl_keyfile=address.key,
        proxy_headers=bool(address.trusted),
        forwarded_allow_ips=list(address.trusted),
    )
    return _Server(config)


class Gauges(Collector):
    """The live door's figures, read when somebody asks for ``/metrics``."""

    def __init__(self, counts: Callable[[], Mapping[str, float]]) -> None:
        self._counts = counts

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge per figure."""
        for name, value in self._counts().items():
            yield GaugeMetricFamily(f"carewire_live_{name}", f"Live delivery: {name.replace('_', ' ')}", value)
