"""Tells an outage of a part we depend on from a mistake: the first is waited out, the second is shown."""

from __future__ import annotations

from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import InterfaceError as DriverError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from hub.bus.errors import REDIS_AWAY

_AWAY: Final = (
    ConnectionError,
    TimeoutError,
    FileNotFoundError,  # the unix socket of a server that is being restarted
    *REDIS_AWAY,
    DriverError,
    PoolTimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
)


def is_outage(error: BaseException | None) -> bool:
    """Whether ``error``, or what caused it, says that the database or Redis is away."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, BaseExceptionGroup):
            return all(is_outage(e) for e in error.exceptions)
        if isinstance(error, _AWAY) or (isinstance(error, DBAPIError) and error.connection_invalidated):
            return True
        error = error.__cause__
    return False
