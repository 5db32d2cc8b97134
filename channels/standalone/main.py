"""The stand-alone server's process."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from prometheus_client import REGISTRY

from channels.broker.connect import broker
from channels.fleet.fleet import Fleet
from channels.fleet.life import figures, start
from channels.paths import router
from channels.standalone.app import Front, offer
from channels.standalone.desk import StandaloneDesk
from channels.standalone.engine import broker_url
from channels.standalone.limits import limits
from channels.standalone.reading import read
from channels.wire.node import Node
from channels.wire.origins import Origins
from channels.wire.server import websocket_protocol
from hub.clock import system_clock
from hub.processes import run_for_good
from hub.server import Address, Gauges, listener
from hub.settings import Edge, WrongSetting

if TYPE_CHECKING:
    from pathlib import Path

    from channels.standalone.config import Config


LOOPBACK = "127.0.0.1"


def address(file: Path, host: str | None, port: int | None) -> tuple[str, int]:
    """Where several processes of this configuration are to listen. Raises WrongSetting."""
    config = read(file, os.environ)
    if config.engine.type == "memory":
        raise WrongSetting("engine.type: several workers need redis; in memory each would be alone.")
    found = _address(config, host, port)
    return found.host, found.port


def serve(file: Path, host: str | None = None, port: int | None = None, listen_fd: int | None = None) -> int:
    """Serve until stopped. Raises WrongSetting before anything is opened.

    `host` and `port` None: the configuration's. `listen_fd` is a socket that somebody opened for several of us.
    """
    config = read(file, os.environ)
    url = broker_url(config.engine)
    try:
        desk = StandaloneDesk(config, lambda: system_clock().timestamp())
    except ValueError as problem:
        raise WrongSetting(f"client.token: {problem}.") from problem
    here = _address(config, host, port)

    async def main() -> None:
        broker_ = broker(url, prefix=config.engine.redis.prefix)
        fleet = Fleet(Node(broker_, desk, system_clock, limits=limits(config)))
        await _serve(fleet, config, here, listen_fd)

    return run_for_good(main)


def _address(config: Config, host: str | None, port: int | None) -> Address:
    own = config.http_server
    return Address(host or own.address or LOOPBACK, int(own.port) if port is None else port, Edge.load(os.environ))


async def _serve(fleet: Fleet, config: Config, here: Address, listen_fd: int | None) -> None:
    origins = Origins(frozenset(config.origins))
    protocol = websocket_protocol(router(fleet, origins, offer(config)))
    server = listener(Front(fleet, config, origins), protocol, here)
    gauges = Gauges(lambda: figures(fleet.node))
    REGISTRY.register(gauges)
    starting = asyncio.ensure_future(start(fleet))
    serving = asyncio.ensure_future(server.serve(here.sockets(listen_fd)))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        starting.cancel()
        if fleet.node.accepting:
            await fleet.stop()
            await fleet.node.shutdown()
        server.should_exit = True
        await serving
        raise
    finally:
        starting.cancel()
        REGISTRY.unregister(gauges)
