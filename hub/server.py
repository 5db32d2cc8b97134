"""One serving process: uvicorn for HTTP, with the live door's protocol for what upgrades."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from prometheus_client import REGISTRY
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
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
from hub.settings import Edge

HELP = {
    "connections": "Open live connections.",
    "users": "Different people and devices with a live connection.",
    "channels": "Channels with members on this node.",
    "subscriptions": "Memberships in channels over all connections.",
    "queued_bytes": "Bytes that wait for slow readers.",
    "healthy": "1 while publications reach this node, 0 while they do not.",
    "memory_bytes": "Resident memory of the node's process.",
    "cpu_seconds": "Processor time of the node's process, user and system.",
    "opened": "Connections that were opened.",
    "heard": "Publications taken from the broker for channels of this node.",
    "delivered": "Publications put on the way to a socket, once per member.",
    "repaired": "Publications that were lost on the way and brought back from the log.",
    "insufficient": "Subscriptions cut because a loss could not be repaired (2500); clients start afresh.",
    "slow_closes": "Connections closed because their reader was too slow (3008).",
    "skipped": "Rows that a slow connection did not get because a newer one of the same key came first.",
    "recovered": "Subscriptions that continued from their position.",
    "not_recovered": "Subscriptions that asked to continue and got a fresh snapshot.",
    "closes": "Connections that the node closed, by code.",
}


async def serve(house: House) -> None:
    """Serve until cancelled; then ask the live connections to come back elsewhere, and finish what is under way."""
    operations = Operations(house.dispatch)
    resolver = house.registry.one(Identity).open(house)
    async with house.registry.one(Live).open(house, operations, resolver) as live:
        api = Api(operations, resolver, secure_cookies=not house.settings.loopback)
        probes = [*probes_of(house, [r.name for r in roles_of(house)]), *live.probes]
        app = create_app(house.settings, house.registry, api, probes, live.app)
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


class _Server(uvicorn.Server):
    """Leaves the signals to us: the live connections are drained first."""

    def capture_signals(self) -> Any:
        """Nothing to capture."""
        return contextlib.nullcontext()


@dataclass(frozen=True, slots=True)
class Address:
    """Where and how to listen."""

    host: str
    port: int
    edge: Edge = field(default_factory=Edge)

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
        ssl_certfile=address.edge.certificate,
        ssl_keyfile=address.edge.key,
        proxy_headers=bool(address.edge.proxies),
        forwarded_allow_ips=list(address.edge.proxies),
    )
    return _Server(config)


class Gauges(Collector):
    """The live door's figures, read when somebody asks for ``/metrics``."""

    def __init__(self, counts: Callable[[], Mapping[str, float]]) -> None:
        """``counts`` gives values by series: a name, and labels in braces where there are any (``a_total{code=1}``)."""
        self._counts = counts

    def describe(self) -> Iterator[Metric]:
        """Nothing beforehand: the live door is asked only when somebody looks."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """A counter for each name that ends in ``_total``, a gauge for each other one."""
        families: dict[str, CounterMetricFamily | GaugeMetricFamily] = {}
        for series, value in self._counts().items():
            name, labels = _parted(series)
            if name not in families:
                families[name] = _family(name, list(labels))
            # A family is announced once, with all labels that its first sample has.
            families[name].add_metric(list(labels.values()), value)
        yield from families.values()


def _parted(series: str) -> tuple[str, dict[str, str]]:
    name, _, rest = series.partition("{")
    pairs = (pair.partition("=") for pair in rest.removesuffix("}").split(",") if pair)
    return name, {label: value for label, _, value in pairs}


def _family(name: str, labels: list[str]) -> CounterMetricFamily | GaugeMetricFamily:
    bare = name.removesuffix("_total")
    kind = GaugeMetricFamily if bare == name else CounterMetricFamily
    return kind(f"carewire_live_{bare}", HELP.get(bare, f"Live delivery: {bare.replace('_', ' ')}."), labels=labels)
