"""The HTTP server: uvicorn, with the live door's protocol for what upgrades."""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from hub.settings import Edge


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
