"""One node: all connections and rooms of a process, and the broker that feeds them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from channels.protocol.codec import JsonCodec
from channels.protocol.codes import CLOSE_FORCED, CLOSE_SHUTDOWN
from channels.wire.connection import Connection
from channels.wire.counters import Counters
from channels.wire.limits import Limits
from channels.wire.outflow import Outflow
from channels.wire.rooms import Rooms

if TYPE_CHECKING:
    from channels.broker.base import Broker
    from channels.protocol.codec import Codec
    from channels.protocol.codes import CloseCode
    from channels.wire.connection import Socket
    from channels.wire.desk import Desk, Guest
    from hub.clock import Clock

JSON = JsonCodec()
VERSION = "carewire"


class Node:
    """The wire of one process. Make it anywhere, `start` and use it in one event loop."""

    def __init__(
        self, broker: Broker, desk: Desk, clock: Clock, *, limits: Limits | None = None, version: str = VERSION
    ) -> None:
        """`clock` judges token expiry; `version` is what clients are told. The node starts and stops the broker."""
        self.broker, self.desk, self.limits, self.version = broker, desk, limits or Limits(), version
        self.counters = Counters()
        self.outflow = Outflow()
        self.rooms = Rooms(broker, self.outflow, self.limits, self.counters)
        self.accepting = False
        self._clock = clock
        self._connections: set[Connection] = set()
        self._sockets: set[Connection] = set()
        self._users: dict[str, set[Connection]] = {}
        self._user_of: dict[Connection, str] = {}
        self._last_socket_ended: asyncio.Future[None] | None = None

    @property
    def connections(self) -> int:
        """Open connections, admitted or not."""
        return len(self._connections)

    @property
    def channels(self) -> int:
        """Channels with local members."""
        return len(self.rooms)

    @property
    def subscriptions(self) -> int:
        """Memberships over all connections. Counted when asked."""
        return sum(len(connection.conversation.rooms) for connection in self._connections)

    @property
    def queued(self) -> int:
        """Bytes that wait for slow sockets, over all connections. Counted when asked."""
        return sum(connection.queued for connection in self._connections)

    def now(self) -> float:
        """Unix seconds by the clock that was handed in."""
        return self._clock().timestamp()

    async def start(self) -> None:
        """Start the broker and accept connections. Raises BrokerUnavailableError."""
        self.broker.listen(self.rooms.hear, self.rooms.gap)
        await self.broker.start()
        self.rooms.watch()
        self.accepting = True

    async def shutdown(self) -> None:
        """Close all connections with 3001, staggered, then the broker. SDKs come back to another node."""
        self.accepting = False
        waiting = list(self._connections)
        for start in range(0, len(waiting), self.limits.shutdown_batch):
            for connection in waiting[start : start + self.limits.shutdown_batch]:
                connection.close(CLOSE_SHUTDOWN)
            await asyncio.sleep(self.limits.shutdown_pause)
        if self._sockets:
            self._last_socket_ended = asyncio.get_running_loop().create_future()
            await asyncio.wait({self._last_socket_ended}, timeout=self.limits.close_wait)
        await self.rooms.close()
        await self.broker.stop()

    def disconnect(self, user: str, why: CloseCode = CLOSE_FORCED) -> int:
        """Close all connections of a user on this node; returns how many. The default tells SDKs to stay away."""
        found = list(self._users.get(user, ()))
        for connection in found:
            connection.close(why)
        return len(found)

    def recheck(self, user: str) -> None:
        """Ask the desk at once what this user may still hear, instead of at the next ping."""
        for connection in list(self._users.get(user, ())):
            connection.recheck()

    # transports

    def open(self, socket: Socket, codec: Codec = JSON) -> Connection:
        """A connection on an open socket; tell it `receive`, `pause`, `resume` and `gone`."""
        connection = Connection(self, codec, socket)
        self._connections.add(connection)
        self._sockets.add(connection)
        self.counters.opened += 1
        return connection

    def socket_ended(self, connection: Connection) -> None:
        """The transport is closed for good."""
        connection.gone()
        self._sockets.discard(connection)
        last = self._last_socket_ended
        if last is not None and not self._sockets and not last.done():
            last.set_result(None)

    # connections

    def arrived(self, connection: Connection, guest: Guest) -> None:
        """A connection was admitted."""
        self._users.setdefault(guest.user, set()).add(connection)
        self._user_of[connection] = guest.user

    def departed(self, connection: Connection) -> None:
        """A connection was closed."""
        self._connections.discard(connection)
        user = self._user_of.pop(connection, None)
        if user is not None:
            members = self._users[user]
            members.discard(connection)
            if not members:
                del self._users[user]
