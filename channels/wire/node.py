"""One node: all connections and rooms of a process, and the broker that feeds them."""

from __future__ import annotations

import asyncio
import secrets
import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from channels.protocol.codec import JsonCodec
from channels.protocol.codes import CLOSE_EXPIRED, CLOSE_FORCED, CLOSE_SHUTDOWN, CUT_BY_SERVER
from channels.protocol.commands import SubscribeRequest
from channels.wire.attendance import Attendance
from channels.wire.connection import Connection
from channels.wire.counters import Counters
from channels.wire.limits import Limits
from channels.wire.outflow import Outflow
from channels.wire.rates import Budget
from channels.wire.rooms import Rooms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from channels.broker.base import Broker, Publication, Signal
    from channels.protocol.codec import Codec
    from channels.protocol.codes import CloseCode, CutCode
    from channels.wire.connection import Socket
    from channels.wire.desk import Desk, Grant, Guest
    from hub.clock import Clock

JSON = JsonCodec()
VERSION = "carewire"


@dataclass(frozen=True, slots=True)
class Whose:
    """Which connections an order is for: those of a user, of them perhaps only one, without those that are spared."""

    user: str
    client: str = ""
    session: str = ""
    spared: Collection[str] = field(default=())
    """Client ids."""


class Node:
    """The wire of one process. Make it anywhere, `start` and use it in one event loop."""

    def __init__(
        self, broker: Broker, desk: Desk, clock: Clock, *, limits: Limits | None = None, version: str = VERSION
    ) -> None:
        """`clock` judges token expiry; `version` is what clients are told. The node starts and stops the broker."""
        self.id = str(uuid.uuid4())
        self.broker, self.desk, self.limits, self.version = broker, desk, limits or Limits(), version
        self.counters = Counters()
        self.outflow = Outflow(self.limits.gather, self.limits.frame_messages)
        self.rooms = Rooms(broker, self.outflow, self.limits, self.counters)
        self.attendance = Attendance(broker, tick=self.limits.beat, ttl=self.limits.presence_ttl)
        self.accepting = False
        self.joining = 0
        self.on_told: Callable[[bytes], None] | None = None
        """Who takes the control messages of other nodes."""
        self._clock = clock
        self._connections: set[Connection] = set()
        self._sockets: set[Connection] = set()
        self._sessions: dict[str, Connection] = {}
        self._users: dict[str, set[Connection]] = {}
        self._user_of: dict[Connection, str] = {}
        self._budgets: dict[str, Budget] = {}
        self._last_socket_ended: asyncio.Future[None] | None = None

    # counting

    @property
    def connections(self) -> int:
        """Open connections, admitted or not."""
        return len(self._connections)

    @property
    def users(self) -> int:
        """Different users with a connection."""
        return len(self._users)

    @property
    def channels(self) -> int:
        """Channels with local members."""
        return len(self.rooms)

    @property
    def subscriptions(self) -> int:
        """Memberships over all connections. Counted when asked."""
        return sum(len(connection.conversation.seats) for connection in self._connections)

    @property
    def queued(self) -> int:
        """Bytes that wait for slow sockets, over all connections. Counted when asked."""
        return sum(connection.queued for connection in self._connections)

    def everyone(self) -> Iterable[Connection]:
        """The open connections, admitted or not."""
        return self._connections

    def now(self) -> float:
        """Unix seconds by the clock that was handed in."""
        return self._clock().timestamp()

    # life

    async def start(self) -> None:
        """Start the broker and accept connections. Raises BrokerUnavailableError."""
        self.broker.listen(self, self.id)
        await self.broker.start()
        self.rooms.watch()
        self.accepting = True

    async def shutdown(self) -> None:
        """Close all connections with 3001, staggered, then the broker. SDKs come back to another node."""
        self.accepting = False
        self.outflow.flush()
        waiting = list(self._connections)
        for start in range(0, len(waiting), self.limits.shutdown_batch):
            for connection in waiting[start : start + self.limits.shutdown_batch]:
                connection.close(CLOSE_SHUTDOWN)
            await asyncio.sleep(self.limits.shutdown_pause)
        if self._sockets:
            self._last_socket_ended = asyncio.get_running_loop().create_future()
            await asyncio.wait({self._last_socket_ended}, timeout=self.limits.close_wait)
        await self.attendance.settled()
        await self.rooms.close()
        await self.broker.stop()

    # the broker's listener

    def hear(self, channel: str, publication: Publication) -> None:
        """See `Listener.hear`."""
        self.rooms.hear(channel, publication)

    def signal(self, channel: str, signal: Signal) -> None:
        """See `Listener.signal`."""
        self.rooms.signal(channel, signal)

    def gap(self, channel: str | None) -> None:
        """See `Listener.gap`."""
        self.rooms.gap(channel)

    def told(self, message: bytes) -> None:
        """See `Listener.told`."""
        if self.on_told is not None:
            self.on_told(message)

    # orders; each returns how many connections of this node it concerned

    def disconnect(self, whose: Whose, why: CloseCode = CLOSE_FORCED) -> int:
        """Close connections. The default tells SDKs to stay away."""
        found = self._found(whose)
        for connection in found:
            connection.close(why)
        return len(found)

    def unsubscribe(self, whose: Whose, channel: str, why: CutCode = CUT_BY_SERVER) -> int:
        """End subscriptions of a channel; without a channel all of them."""
        ended = 0
        for connection in self._found(whose):
            seats = connection.conversation.seats
            for name in (channel,) if channel else seats.channels():
                ended += seats.end(name, why)
        return ended

    def subscribe(self, whose: Whose, request: SubscribeRequest, grant: Grant) -> int:
        """Begin server-side subscriptions."""
        found = self._found(whose)
        for connection in found:
            connection.conversation.order(request.channel, request, grant)
        return len(found)

    def refresh(self, whose: Whose, expires_at: float | None) -> int:
        """Let connections live until `expires_at` (unix seconds, None: for good), or end them if that has passed."""
        found = self._found(whose)
        for connection in found:
            guest = connection.conversation.guest
            if guest is not None and (expires_at is None or expires_at > self.now()):
                connection.conversation.guest = newer = replace(guest, expires_at=expires_at)
                connection.prolong(newer)
            else:
                connection.close(CLOSE_EXPIRED)
        return len(found)

    def recheck(self, users: Collection[str] = (), groups: Collection[str] = ()) -> None:
        """Ask the desk at once what these users, and those of these groups, may still hear (neither named: all)."""
        self.desk.forget(() if groups else users)
        everybody = not users and not groups
        for connection in list(self._user_of) if everybody or groups else ():
            guest = connection.conversation.guest
            if everybody or (guest is not None and guest.group in groups):
                connection.recheck()
        for user in users:
            for connection in self._found(Whose(user)):
                connection.recheck()

    def overhear(self, session: str, frame: bytes) -> bool:
        """Take a frame that came another way for an emulated connection; False when it is not here."""
        connection = self._sessions.get(session)
        if connection is None:
            return False
        connection.receive(frame)
        return True

    def _found(self, whose: Whose) -> list[Connection]:
        return [
            connection
            for connection in self._users.get(whose.user, ())
            if connection.id not in whose.spared
            and whose.client in ("", connection.id)
            and whose.session in ("", connection.session)
        ]

    # transports

    @property
    def has_room(self) -> bool:
        """Whether a new socket may come: the node accepts, and not too many are waiting to be admitted already."""
        waiting = len(self._connections) - len(self._user_of)
        return self.accepting and (not self.limits.arriving or waiting < self.limits.arriving)

    def open(
        self, socket: Socket, codec: Codec = JSON, *, emulated: bool = False, one_way: bool = False, address: str = ""
    ) -> Connection:
        """A connection on an open socket; tell it `receive`, `pause`, `resume` and `gone`.

        `emulated`: its frames come by `overhear`. `one_way`: the client only listens, call `listen`.
        """
        session = secrets.token_hex(16) if emulated or one_way else ""
        connection = Connection(self, codec, socket, session=session, one_way=one_way, address=address)
        self._connections.add(connection)
        self._sockets.add(connection)
        if emulated:
            self._sessions[session] = connection
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

    def may_have_another(self, user: str) -> bool:
        """See `Surroundings.may_have_another`."""
        most = self.limits.user_connections
        return not (most and user) or len(self._users.get(user, ())) < most

    def budget(self, user: str) -> Budget:
        """See `Surroundings.budget`."""
        budget = self._budgets.get(user)
        if budget is None:
            limits, now = self.limits, asyncio.get_running_loop().time()
            budget = Budget(limits.user_commands_per_second, limits.user_commands_at_once, now)
            self._budgets[user] = budget
        return budget

    def arrived(self, connection: Connection, guest: Guest) -> None:
        """A connection was admitted."""
        self._users.setdefault(guest.user, set()).add(connection)
        self._user_of[connection] = guest.user

    def departed(self, connection: Connection, why: CloseCode | None) -> None:
        """A connection was closed, by us if there is a reason."""
        self._connections.discard(connection)
        self._sessions.pop(connection.session, None)
        if why is not None:
            self.counters.closes[why.code] = self.counters.closes.get(why.code, 0) + 1
        user = self._user_of.pop(connection, None)
        if user is not None:
            members = self._users[user]
            members.discard(connection)
            if not members:
                del self._users[user]
                self._budgets.pop(user, None)
