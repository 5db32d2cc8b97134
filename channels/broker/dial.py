"""Opens single connections to Redis."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from redis.asyncio.connection import AbstractConnection, Connection
from redis.exceptions import RedisError

from channels.broker.base import BrokerUnavailableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hub.bus.address import Host

log = logging.getLogger("carewire.broker")

CONNECT_SECONDS = 2.0
REFUSED_OPTIONS = ("protocol", "socket_timeout", "retry_on_timeout", "retry_on_error", "max_connections", "timeout")
"""Times and forms of answers are ours."""


async def dial(
    connection: type[AbstractConnection], options: Mapping[str, Any], host: Host | None
) -> AbstractConnection:
    """Connect, sign in and choose the database. `host` is None for a unix socket, whose path is an option.

    Raises BrokerUnavailableError after some seconds at most.
    """
    chosen = {name: value for name, value in options.items() if name not in REFUSED_OPTIONS}
    chosen |= {"protocol": 2, "socket_timeout": None, "socket_connect_timeout": CONNECT_SECONDS}
    if host is not None:
        chosen |= {"host": host[0], "port": host[1], "socket_keepalive": True}
    made = connection(**chosen)
    try:
        async with asyncio.timeout(2 * CONNECT_SECONDS):
            await made.connect()  # type: ignore[no-untyped-call]
    except (RedisError, OSError) as problem:
        await hang_up(made)
        raise BrokerUnavailableError(f"no connection: {type(problem).__name__}") from problem
    except BaseException:
        await hang_up(made)
        raise
    return made


async def hang_up(connection: AbstractConnection) -> None:
    """Close a connection; a peer that takes nothing more is not waited for."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await connection.disconnect()
    except (RedisError, OSError) as problem:
        log.info("a connection was not closed in order: %s", type(problem).__name__)
        await connection.disconnect(nowait=True)


def host_of(connection: AbstractConnection) -> Host | None:
    """Where a connection leads; None on a unix socket."""
    return (connection.host, connection.port) if isinstance(connection, Connection) else None
