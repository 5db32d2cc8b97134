"""Connections that write without a task of their own for each command.

redis-py puts every write into ``asyncio.wait_for``. Before Python 3.12 that makes a task of it and, when it is
cancelled in the moment in which the task is done, gives its result and forgets the cancellation
(python/cpython#81839): now and then a process did not end on SIGTERM.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as LineLost
from redis.exceptions import TimeoutError as TooSlow

if TYPE_CHECKING:
    from redis.asyncio.connection import Connection as Line
else:
    Line = object


class Direct(Line):
    """Goes before a class of connections; the limit of a write is ``socket_timeout``, as it was."""

    async def send_packed_command(self, command: bytes | str | Iterable[bytes], check_health: bool = True) -> None:  # noqa: FBT001, FBT002 - redis-py's signature
        """Write it; raises redis-py's TimeoutError and ConnectionError, and is cancelled when it is cancelled."""
        if not self.is_connected:
            await self.connect_check_health(check_health=False)
        if check_health:
            await self.check_health()  # type: ignore[no-untyped-call]
        if isinstance(command, str):
            command = command.encode()
        writer = self._writer
        if writer is None:
            raise LineLost("the connection is closed")
        try:
            writer.writelines([command] if isinstance(command, bytes) else command)
            async with asyncio.timeout(self.socket_timeout):
                await writer.drain()
        except TimeoutError:
            await self.disconnect(nowait=True)
            raise TooSlow("Timeout writing to socket") from None
        except OSError as error:
            await self.disconnect(nowait=True)
            raise LineLost(f"Error while writing to socket: {error}") from error
        except BaseException:
            # Half a command may have been written: nothing sensible can follow it.
            await self.disconnect(nowait=True)
            raise


def write_directly(client: Redis) -> Redis:
    """The same client, whose connections write that way."""
    pool = client.connection_pool
    kind = pool.connection_class
    pool.connection_class = type(f"Direct{kind.__name__}", (Direct, kind), {})
    return client
