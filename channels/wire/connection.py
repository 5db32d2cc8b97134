"""One socket's sending side and its clocks: the queue, pings, staleness, expiry, and the close.

Messages gather in `outbox` during a loop tick and go out together at its end, at most sixteen to a frame. While the
socket does not take more they are held here, as references to bytes that all members of a channel share; beyond the
limit the connection is closed as slow, and nobody else waits for it.
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
    CloseCode,
)
from channels.wire.conversation import Conversation
from channels.wire.desk import Disconnect
from channels.wire.ports import Surroundings
from channels.wire.trouble import described

if TYPE_CHECKING:
    from channels.protocol.codec import Codec
    from channels.protocol.codes import CutCode
    from channels.wire.desk import Guest
    from channels.wire.outflow import Outflow

log = logging.getLogger("carewire.wire")


class Socket(Protocol):
    """What a transport offers. None of it may raise when the peer has gone."""

    def send(self, frame: bytes) -> None:
        """Write one frame now or let the transport buffer it."""
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

    def departed(self, connection: Connection) -> None:
        """A connection was closed."""
        ...


class Connection:
    """One client connection from open to close."""

    def __init__(self, node: Home, codec: Codec, socket: Socket) -> None:
        """The socket is open; the client has `limits.stale` seconds to say `connect`."""
        self.id = str(uuid.uuid4())
        self.codec = codec
        self.outbox: list[bytes] = []
        self.closed = False
        self._node, self._outflow, self.limits = node, node.outflow, node.limits
        self._socket, self._send = socket, socket.send
        self._held: list[bytes] = []
        self._held_bytes = 0
        self._paused = False
        self._loop = asyncio.get_running_loop()
        self._ping_outstanding = False
        self._tick_timer: asyncio.TimerHandle | None = None
        self._pong_timer: asyncio.TimerHandle | None = None
        self._expiry_timer: asyncio.TimerHandle | None = None
        self._abort_timer: asyncio.TimerHandle | None = None
        self._stale_timer = self._loop.call_later(self.limits.stale, self.close, CLOSE_STALE)
        self._check: asyncio.Future[None] | None = None
        self._check_again = False
        self._failed_checks = 0
        self.conversation = Conversation(self, node)

    @property
    def queued(self) -> int:
        """Bytes that wait because the socket does not take more."""
        return self._held_bytes

    # receiving

    def receive(self, frame: bytes) -> None:
        """Take one frame of the client."""
        if self.closed:
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
        """End one subscription from the server's side; the room has let go of it already."""
        self.conversation.drop(channel)
        self.push(self.codec.cut(channel, why))

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

    def _write(self, messages: list[bytes]) -> None:
        most = self.limits.frame_messages
        for start in range(0, len(messages), most):
            if self._paused:
                self._hold(messages[start:])
                return
            self._send(self.codec.join(messages[start : start + most]))

    def _hold(self, messages: list[bytes]) -> None:
        self._held.extend(messages)
        self._held_bytes += sum(map(len, messages))
        if self._held_bytes > self.limits.queue:
            self._node.counters.slow_closes += 1
            self.close(CLOSE_SLOW)

    def pause(self) -> None:
        """The transport's buffer is full."""
        self._paused = True

    def resume(self) -> None:
        """The transport takes more."""
        self._paused = False
        held, self._held, self._held_bytes = self._held, [], 0
        if held and not self.closed:
            self._write(held)

    # life

    def welcome(self, guest: Guest) -> None:
        """The client has connected: start pings, and the expiry clock."""
        self._stale_timer.cancel()
        self.schedule_expiry(guest)
        first = self.limits.ping * random.uniform(0.5, 1.0)  # noqa: S311 - spreads the pings, no secret
        self._tick_timer = self._loop.call_later(first, self._tick)
        self._node.arrived(self, guest)

    def schedule_expiry(self, guest: Guest) -> None:
        """Close with 3005 when the token is not refreshed in time and grace."""
        if self._expiry_timer is not None:
            self._expiry_timer.cancel()
            self._expiry_timer = None
        if guest.expires_at is not None:
            left = max(guest.expires_at - self._node.now(), 0.0) + self.limits.refresh_grace
            self._expiry_timer = self._loop.call_later(left, self.close, CLOSE_EXPIRED)

    def _tick(self) -> None:
        self._tick_timer = self._loop.call_later(self.limits.ping, self._tick)
        self._ping_outstanding = True
        self._pong_timer = self._loop.call_later(self.limits.pong, self.close, CLOSE_NO_PONG)
        self.push(self.codec.ping)
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

    def close(self, why: CloseCode) -> None:
        """End the connection: the socket first, then everything that hangs on it. Harmless when closed."""
        if self.closed:
            return
        if why is not CLOSE_SLOW:
            self._paused = False
            self._write([*self._held, *self.outbox])
        self._depart()
        self._socket.close(why.code, why.reason)
        self._abort_timer = self._loop.call_later(self.limits.close_wait, self._socket.abort)

    def gone(self) -> None:
        """The transport has ended."""
        if self._abort_timer is not None:
            self._abort_timer.cancel()
        if not self.closed:
            self._depart()

    def _depart(self) -> None:
        self.closed = True
        self.outbox, self._held, self._held_bytes = [], [], 0
        timers: tuple[asyncio.TimerHandle | None, ...] = (
            self._stale_timer, self._tick_timer, self._pong_timer, self._expiry_timer
        )  # fmt: skip
        for timer in timers:
            if timer is not None:
                timer.cancel()
        if self._check is not None and self._check is not asyncio.current_task():
            self._check.cancel()
        self.conversation.end()
        self._node.departed(self)
