"""One socket's sending side and its clocks: the queue, pings, staleness, expiry, and the close.

Messages gather in `outbox` during a loop tick and go out together at its end, at most sixteen to a frame. While the
socket does not take more they are held here, as references to bytes that all members of a channel share. Of a row that
is published again meanwhile only the latest is kept; beyond the limit the connection is closed as slow, and nobody
else waits for it.
"""

from __future__ import annotations

import asyncio
import logging
import random
import uuid
from typing import TYPE_CHECKING, Protocol

from channels.protocol.codec import FrameError
from channels.protocol.codes import (
    CLOSE_BAD_REQUEST,
    CLOSE_EXPIRED,
    CLOSE_INTERNAL,
    CLOSE_NO_PONG,
    CLOSE_SLOW,
    CLOSE_STALE,
    CLOSE_WRITE_ERROR,
    CloseCode,
)
from channels.protocol.replies import Push, Refreshed
from channels.wire.conversation import Conversation
from channels.wire.desk import Disconnect
from channels.wire.joining import ttl
from channels.wire.ports import Surroundings
from channels.wire.speech import RowMessage
from channels.wire.trouble import described

if TYPE_CHECKING:
    from channels.protocol.codec import Codec
    from channels.protocol.codes import CutCode
    from channels.protocol.commands import ConnectRequest
    from channels.wire.desk import Guest
    from channels.wire.outflow import Outflow

log = logging.getLogger("carewire.wire")


class Socket(Protocol):
    """What a transport offers. None of it may raise when the peer has gone."""

    fd: int
    """Where whole WebSocket frames may be written to directly while nothing waits in the transport; -1: nowhere."""

    def send(self, frame: bytes) -> None:
        """Write one frame now or let the transport buffer it."""
        ...

    def write(self, data: bytes) -> None:
        """Write the rest of a frame that was begun at `fd`."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Send a close frame after what was written."""
        ...

    def abort(self) -> None:
        """Drop the connection."""
        ...


class Home(Surroundings, Protocol):
    """What a connection needs of its node."""

    outflow: Outflow

    def arrived(self, connection: Connection, guest: Guest) -> None:
        """A connection was admitted."""
        ...

    def departed(self, connection: Connection, why: CloseCode | None) -> None:
        """A connection was closed, by us if there is a reason."""
        ...


class Connection:
    """One client connection from open to close."""

    __slots__ = (
        "_abort_timer",
        "_check",
        "_check_again",
        "_expiry_timer",
        "_failed_checks",
        "_held",
        "_held_bytes",
        "_loop",
        "_node",
        "_outflow",
        "_paused",
        "_ping_outstanding",
        "_pong_timer",
        "_send",
        "_socket",
        "_stale_timer",
        "_tick_timer",
        "address",
        "closed",
        "codec",
        "conversation",
        "fd",
        "id",
        "limits",
        "one_way",
        "opened_at",
        "outbox",
        "session",
    )  # fmt: skip

    def __init__(
        self, node: Home, codec: Codec, socket: Socket, *, session: str = "", one_way: bool = False, address: str = ""
    ) -> None:
        """The socket is open; the client has `limits.stale` seconds to say `connect`."""
        self.id = str(uuid.uuid4())
        self.codec, self.session, self.one_way = codec, session, one_way
        self.outbox: list[bytes] = []
        self.fd = socket.fd
        self.closed = False
        self.address = address
        """From where the client came, as far as trusted proxies tell."""
        self.opened_at = node.now()
        """Unix seconds."""
        self._node, self._outflow, self.limits = node, node.outflow, node.limits
        self._socket, self._send = socket, socket.send
        self._held: dict[object, bytes] = {}
        """What waits for the socket, in order. A row stands under its name, so that a newer one takes its place."""
        self._held_bytes = 0
        self._paused = False
        self._loop = asyncio.get_running_loop()
        self._ping_outstanding = False
        self._tick_timer: asyncio.TimerHandle | None = None
        self._pong_timer: asyncio.TimerHandle | None = None
        self._expiry_timer: asyncio.TimerHandle | None = None
        self._abort_timer: asyncio.TimerHandle | None = None
        self._stale_timer: asyncio.TimerHandle | None = self._loop.call_later(self.limits.stale, self._stale)
        self._check: asyncio.Future[None] | None = None
        self._check_again = False
        self._failed_checks = 0
        self.conversation = Conversation(self, node)

    @property
    def queued(self) -> int:
        """Bytes that wait because the socket does not take more."""
        return self._held_bytes

    @property
    def transport(self) -> str:
        """How the client is connected, in a word for operators."""
        way = "one way" if self.one_way else "HTTP" if self.session else "WebSocket"
        return f"{way}, {self.codec.name}"

    @property
    def connected(self) -> bool:
        """Whether the client has been admitted."""
        return self.conversation.guest is not None

    # receiving

    def receive(self, frame: bytes) -> None:
        """Take one frame of the client."""
        if self.closed or self.one_way:
            return
        try:
            for command in self.codec.commands(frame):
                if command.is_pong:
                    self._pong()
                else:
                    self.conversation.take(command)
        except FrameError:
            self.conversation.take(None)

    def _pong(self) -> None:
        if not self._ping_outstanding:
            self.close(CLOSE_BAD_REQUEST)
            return
        self._ping_outstanding = False
        if self._pong_timer is not None:
            self._pong_timer.cancel()
            self._pong_timer = None

    # sending

    def push(self, message: bytes) -> None:
        """Queue one message; it leaves at the end of this loop tick."""
        if self.closed:
            return
        if not self.outbox:
            self._outflow.dirty.append(self)
        self.outbox.append(message)
        self._outflow.flush_soon()

    def cut(self, channel: str, why: CutCode) -> None:
        """See `Member.cut`."""
        self.conversation.seats.end(channel, why)

    def flush(self) -> None:
        """Write what has gathered. Called once for each entry in `Outflow.dirty`."""
        outbox = self.outbox
        if not outbox:
            return
        self.outbox = []
        if self.closed:
            return
        if self._paused:
            self._hold(outbox)
        elif len(outbox) == 1:
            self._send(outbox[0])
        else:
            self._write(outbox)

    def take(self, messages: list[bytes]) -> None:
        """See `Member.take`."""
        if not self.closed:
            self.outbox.extend(messages)
            self.flush()

    def rest(self, frame: bytes, written: int) -> None:
        """See `Member.rest`."""
        if written < 0:
            self.close(CLOSE_WRITE_ERROR)
            self._socket.abort()
        else:
            # The transport cannot write it either, so it calls `pause`.
            self._socket.write(frame[written:])

    def _write(self, messages: list[bytes]) -> None:
        most = self.limits.frame_messages
        for start in range(0, len(messages), most):
            if self._paused:
                self._hold(messages[start:])
                return
            self._send(self.codec.join(messages[start : start + most]))

    def _hold(self, messages: list[bytes]) -> None:
        held = self._held
        for message in messages:
            name: object = object()
            if type(message) is RowMessage:
                name = message.row
                older = held.pop(name, None)
                if older is not None:
                    self._held_bytes -= len(older)
                    self._node.counters.skipped += 1
            held[name] = message
            self._held_bytes += len(message)
        if self._held_bytes > self.limits.queue:
            self._node.counters.slow_closes += 1
            self.close(CLOSE_SLOW)

    def pause(self) -> None:
        """The transport holds what the socket does not take."""
        self._paused = True
        self.fd = -1

    def resume(self) -> None:
        """The transport takes more."""
        self._paused = False
        self.fd = -1 if self.closed else self._socket.fd
        held, self._held, self._held_bytes = self._held, {}, 0
        if held and not self.closed:
            self._write(list(held.values()))

    # life

    def _stale(self) -> None:
        # After 3502 SDKs stay away for good: that is for who said nothing, not for who waits for a slow house.
        self.close(CLOSE_INTERNAL if self.conversation.connecting else CLOSE_STALE)

    def welcome(self, guest: Guest) -> None:
        """The client has connected: start pings, and the expiry clock."""
        if self._stale_timer is not None:
            self._stale_timer.cancel()
            self._stale_timer = None
        self.schedule_expiry(guest)
        first = self.limits.beat * random.uniform(0.5, 1.0)  # noqa: S311 - spreads the pings, no secret
        self._tick_timer = self._loop.call_later(first, self._tick)
        self._node.arrived(self, guest)

    def prolong(self, guest: Guest) -> None:
        """The server lets the connection live until `guest.expires_at`. Who only listens is told."""
        self.schedule_expiry(guest)
        if self.one_way:
            expires, seconds = ttl(guest.expires_at, self._node.now())
            self.push(self.codec.push(Push(refresh=Refreshed(expires, seconds))))

    async def listen(self, request: ConnectRequest) -> None:
        """Admit a client that only listens."""
        await self.conversation.listen(request)

    def schedule_expiry(self, guest: Guest) -> None:
        """Close with 3005 when the token is not refreshed in time and grace."""
        if self._expiry_timer is not None:
            self._expiry_timer.cancel()
            self._expiry_timer = None
        if guest.expires_at is not None:
            left = max(guest.expires_at - self._node.now(), 0.0) + self.limits.refresh_grace
            self._expiry_timer = self._loop.call_later(left, self.close, CLOSE_EXPIRED)

    def _tick(self) -> None:
        self._tick_timer = self._loop.call_later(self.limits.beat, self._tick)
        if self.limits.ping:
            self.push(self.codec.ping)
            if not self.one_way:
                self._ping_outstanding = True
                self._pong_timer = self._loop.call_later(self.limits.pong, self.close, CLOSE_NO_PONG)
        self.recheck()

    def recheck(self) -> None:
        """Ask the desk at once whether the guest may still hear its channels."""
        if self.closed:
            return
        if self._check is not None and not self._check.done():
            # What is being read may have been read before the reason for this check arose.
            self._check_again = True
        else:
            self._check = asyncio.ensure_future(self._check_permissions())

    async def _check_permissions(self) -> None:
        self._check_again = True
        try:
            while self._check_again:
                self._check_again = False
                await self.conversation.check()
            self._failed_checks = 0
        except Disconnect as end:
            self.close(CloseCode(end.code, end.reason))
        except Exception as problem:  # noqa: BLE001 - counted, logged, and in the end fatal
            # Rights that cannot be read are not taken away at the first failure, but not believed for long either.
            self._failed_checks += 1
            log.warning("permission check failed (%d in a row): %s", self._failed_checks, described(problem))
            if self._failed_checks >= self.limits.failed_checks:
                self.close(CLOSE_INTERNAL)

    def refuse(self, code: int, reason: str) -> None:
        """End the connection with a close code of the WebSocket protocol itself (below 3000)."""
        self.close(CloseCode(code, reason))

    def close(self, why: CloseCode) -> None:
        """End the connection: the socket first, then everything that hangs on it. Harmless when closed."""
        if self.closed:
            return
        if why is not CLOSE_SLOW:
            self._paused = False
            self._write([*self._held.values(), *self.outbox])
        self._depart(why)
        self._socket.close(why.code, why.reason)
        self._abort_timer = self._loop.call_later(self.limits.close_wait, self._socket.abort)

    def gone(self) -> None:
        """The transport has ended."""
        if self._abort_timer is not None:
            self._abort_timer.cancel()
        if not self.closed:
            self._depart(None)

    def _depart(self, why: CloseCode | None) -> None:
        self.closed = True
        self.fd = -1
        self.outbox, self._held, self._held_bytes = [], {}, 0
        for timer in (self._stale_timer, self._tick_timer, self._pong_timer, self._expiry_timer):
            if timer is not None:
                timer.cancel()
        if self._check is not None and self._check is not asyncio.current_task():
            self._check.cancel()
        self.conversation.end()
        self._node.departed(self, why)
