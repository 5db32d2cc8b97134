"""The stand-alone server's process."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import sys
from typing import TYPE_CHECKING

from prometheus_client import REGISTRY

from channels.broker.connect import broker
from channels.fleet.fleet import Fleet
from channels.fleet.life import figures, start
from channels.paths import upgrades
from channels.standalone.app import Front, offer
from channels.standalone.desk import StandaloneDesk
from channels.standalone.engine import broker_url
from channels.standalone.limits import limits
from channels.standalone.reading import read
from channels.wire.node import Node
from channels.wire.origins import Origins
from hub.clock import system_clock
from hub.endless import run_for_good
from hub.gauges import Gauges
from hub.listener import Address, listener
from hub.settings import Edge, WrongSetting
from hub.supervise.listen import listen
from hub.supervise.supervisor import StartFailedError

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from pathlib import Path

    import uvicorn

    from channels.standalone.config import Config

LOOPBACK = "127.0.0.1"
HIGHEST_PORT = 65535


def address(file: Path, host: str | None, port: int | None) -> tuple[str, int]:
    """Where several processes of this configuration are to listen. Raises WrongSetting."""
    config = read(file, os.environ)
    if config.engine.type == "memory":
        raise WrongSetting("engine.type: several workers need redis; in memory each would be alone.")
    found = _address(config, host, port)
    return found.host, found.port


def serve(file: Path, host: str | None = None, port: int | None = None, listen_fd: int | None = None) -> int:
    """Serve until stopped; says `ready <address>` once it does. Raises WrongSetting before anything is opened.

    `host` and `port` None: the configuration's. `listen_fd` is a socket that somebody opened for several of us.
    """
    config = read(file, os.environ)
    url = broker_url(config.engine)
    try:
        desk = StandaloneDesk(config, lambda: system_clock().timestamp())
    except ValueError as problem:
        raise WrongSetting(f"client.token: {problem}.") from problem
    here = _address(config, host, port)
    line = _line(here, listen_fd)

    async def main() -> None:
        broker_ = broker(url, prefix=config.engine.redis.prefix)
        fleet = Fleet(Node(broker_, desk, system_clock, limits=limits(config)))
        await _serve(fleet, config, here, line)

    return run_for_good(main)


def _address(config: Config, host: str | None, port: int | None) -> Address:
    own = config.http_server
    said = str(own.port if port is None else port)
    if not said.isdecimal() or int(said) > HIGHEST_PORT:
        raise WrongSetting(f"{said} is not a TCP port: give a number up to {HIGHEST_PORT}.")
    return Address(host or own.address or LOOPBACK, int(said), Edge.load(os.environ))


def _line(here: Address, listen_fd: int | None) -> socket.socket:
    try:
        return listen(here.host, here.port) if listen_fd is None else socket.socket(fileno=listen_fd)
    except StartFailedError as problem:
        raise WrongSetting(str(problem)) from problem


def _load(server: uvicorn.Server) -> None:
    try:
        server.config.load()
    except (ssl.SSLError, OSError) as problem:
        raise WrongSetting(f"CAREWIRE_TLS_CERT and CAREWIRE_TLS_KEY cannot be used: {problem}.") from problem


async def _say_ready(starting: Awaitable[None], here: Address, line: socket.socket) -> None:
    await starting
    scheme = "http" if here.edge.certificate is None else "https"
    host, port, *_ = line.getsockname()
    sys.stdout.write(f"ready {scheme}://{f'[{host}]' if ':' in host else host}:{port}\n")
    sys.stdout.flush()


async def _serve(fleet: Fleet, config: Config, here: Address, line: socket.socket) -> None:
    origins = Origins(frozenset(config.origins))
    upgrade = upgrades(fleet, origins, offer(config), here.edge.proxies, own=here.edge.own_websockets)
    server = listener(Front(fleet, config, origins, upgrade.apps), upgrade.protocol, here)
    _load(server)
    gauges = Gauges(lambda: figures(fleet.node))
    REGISTRY.register(gauges)
    starting = asyncio.ensure_future(_say_ready(start(fleet), here, line))
    serving = asyncio.ensure_future(server.serve([line]))
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
