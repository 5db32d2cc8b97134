"""What goes wrong with Redis, for those who may not know the driver."""

from __future__ import annotations

from typing import Final

from redis.exceptions import BusyLoadingError, ReadOnlyError, RedisError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

REDIS_AWAY: Final = (BusyLoadingError, ReadOnlyError, RedisConnectionError, RedisTimeoutError)
"""The server is restarting, loading, no master (yet), or not to be reached: it is waited for."""

__all__ = ["REDIS_AWAY", "RedisError"]
