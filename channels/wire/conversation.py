"""What a client says and what it is answered: the protocol's rules for one connection.

Commands are worked off in the order they came, by one task that exists only while there is work, so that a slow call
delays neither pings nor other connections. Subscriptions are established side by side.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from channels.protocol.codec import embedded, error
from channels.protocol.codes import (
    ALREADY_SUBSCRIBED,
    BAD_REQUEST,
    CLOSE_BAD_REQUEST,
    CLOSE_EXPIRED,
    CLOSE_INTERNAL,
    CLOSE_NOT_AVAILABLE,
    CLOSE_TOO_MANY,
    CUT_BY_SERVER,
    EXPIRED,
    INTERNAL,
    LIMIT_EXCEEDED,
    NOT_AVAILABLE,
    PERMISSION_DENIED,
    TOKEN_EXPIRED,
    CloseCode,
)
from channels.protocol.replies import ConnectResult, EmptyResult, Error, RefreshResult, Reply, RpcResult
from channels.wire.desk import Disconnect, Refused
from channels.wire.joining import join
from channels.wire.trouble import described

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from channels.protocol.codes import ErrorCode
    from channels.protocol.commands import (
        ChannelRequest,
        Command,
        ConnectRequest,
        RefreshRequest,
        RpcRequest,
        SubscribeRequest,
    )
    from channels.wire.desk import Guest
    from channels.wire.ports import Line, Surroundings
    from channels.wire.room import Room

log = logging.getLogger("carewire.wire")

YEAR = 365 * 86400
DELTAS = ("", "fossil")


def refusal(code: ErrorCode) -> Refused:
    """An error of the protocol, ready to raise."""
    return Refused(code.code, code.message, temporary=code.temporary)


class Conversation:
    """See the module's text."""

    def __init__(self, line: Line, node: Surroundings) -> None:
        """Nobody is admitted yet."""
        self.guest: Guest | None = None
        self.rooms: dict[str, Room] = {}
        self._line, self._node, self._limits = line, node, node.limits
        self._joins: dict[str, asyncio.Future[None]] = {}
        self._inbox: deque[Command | None] = deque()
        self._worker: asyncio.Future[None] | None = None
        self._unusable = False

    def take(self, command: Command | None) -> None:
        """Queue a command; None stands for what could not be decoded."""
        if self._line.closed:
            return
        if len(self._inbox) >= self._limits.pending_commands:
            self._line.close(CLOSE_TOO_MANY)
            return
        self._inbox.append(command)
        if self._worker is None:
            self._worker = asyncio.ensure_future(self._work())

    def end(self) -> None:
        """The connection is closed: leave all rooms. A call under way runs to its end, as a command would by HTTP."""
        self._inbox.clear()
        for joining in self._joins.values():
            joining.cancel()
        for room in self.rooms.values():
            room.leave(self._line)
            self._node.rooms.vacate(room)
        self.rooms.clear()

    def drop(self, channel: str) -> None:
        """Forget a subscription that its room has ended."""
        room = self.rooms.pop(channel, None)
        if room is not None:
            self._node.rooms.vacate_soon(room)

    async def check(self) -> None:
        """Cut what the guest may not hear any more. Raises `Disconnect` when the session has ended."""
        if self.guest is None:
            return
        channels = frozenset(self.rooms)
        allowed = await self._node.desk.check(self.guest, channels)
        for channel in channels - allowed:
            room = self.rooms.get(channel)
            if room is not None:
                room.leave(self._line)
                self._line.cut(channel, CUT_BY_SERVER)

    async def _work(self) -> None:
        try:
            while self._inbox and not self._line.closed:
                command = self._inbox.popleft()
                if command is None:
                    self._line.close(CLOSE_BAD_REQUEST)
                elif not self._unusable:
                    await self._guarded(command.id, partial(self._answer, command))
        finally:
            self._worker = None

    async def _guarded(self, command_id: int, answer: Callable[[], Awaitable[Reply | None]]) -> None:
        """Send the answer, or what stands for its failure."""
        try:
            reply = await answer()
        except Disconnect as end:
            self._line.close(CloseCode(end.code, end.reason))
            return
        except Refused as no:
            reply = Reply(command_id, error=Error(no.code, no.message, no.temporary))
        except Exception as problem:  # noqa: BLE001 - answered with error 100, and logged
            log.error("a command failed unexpectedly: %s", described(problem))  # noqa: TRY400 - see `described`
            reply = Reply(command_id, error=error(INTERNAL))
        if reply is not None:
            self._line.push(self._line.codec.reply(reply))

    async def _answer(self, command: Command) -> Reply | None:
        if self.guest is None or command.connect is not None:
            return await self._connect(command.id, command.connect)
        if command.subscribe is not None:
            self._subscribe(command.id, command.subscribe)
            return None
        if command.unsubscribe is not None:
            return await self._unsubscribe(command.id, command.unsubscribe)
        if command.rpc is not None:
            return await self._rpc(command.id, self.guest, command.rpc)
        if command.refresh is not None:
            return await self._refresh(command.id, self.guest, command.refresh)
        return self._not_offered(command)

    def _not_offered(self, command: Command) -> Reply:
        if command.send is not None:
            raise Disconnect(*CLOSE_NOT_AVAILABLE)
        for request, answer in (
            (command.publish, PERMISSION_DENIED),
            (command.presence, NOT_AVAILABLE),
            (command.presence_stats, NOT_AVAILABLE),
            (command.history, NOT_AVAILABLE),
            (command.sub_refresh, NOT_AVAILABLE),
        ):
            if request is not None:
                if not request.channel:
                    break
                if request is command.sub_refresh and request.channel not in self.rooms:
                    raise refusal(PERMISSION_DENIED)
                raise refusal(answer)
        raise Disconnect(*CLOSE_BAD_REQUEST)

    async def _connect(self, command_id: int, request: ConnectRequest | None) -> Reply:
        if request is None or self.guest is not None:
            raise Disconnect(*CLOSE_BAD_REQUEST)
        try:
            guest = await self._node.desk.admit(request.token, bytes(request.data) or None)
            expires, ttl = self._ttl(guest)
        except BaseException:
            # An answered connect error leaves a socket that is good for nothing; the stale timer clears it away.
            self._unusable = True
            raise
        limits = self._limits
        if not self._line.closed:
            self.guest = guest
            self._line.welcome(guest)
        result = ConnectResult(
            self._line.id, self._node.version, expires, ttl, ping=max(1, round(limits.ping)), pong=True
        )
        return Reply(command_id, connect=result)

    def _ttl(self, guest: Guest) -> tuple[bool, int]:
        if guest.expires_at is None:
            return False, 0
        left = guest.expires_at - self._node.now()
        if left <= 0:
            raise refusal(EXPIRED)
        return True, min(math.ceil(left), YEAR)

    async def _refresh(self, command_id: int, guest: Guest, request: RefreshRequest) -> Reply:
        if not request.token:
            raise Disconnect(*CLOSE_BAD_REQUEST)
        try:
            newer = await self._node.desk.refresh(guest, request.token)
        except Refused as no:
            if no.code == TOKEN_EXPIRED.code:
                raise Disconnect(*CLOSE_EXPIRED) from no
            raise
        expires, ttl = self._ttl(newer)
        self.guest = newer
        if not self._line.closed:
            self._line.schedule_expiry(newer)
        return Reply(command_id, refresh=RefreshResult(self._line.id, self._node.version, expires, ttl))

    async def _rpc(self, command_id: int, guest: Guest, request: RpcRequest) -> Reply:
        data = bytes(request.data) or b"null"
        answer = await self._node.desk.rpc(guest, request.method, data)
        return Reply(command_id, rpc=RpcResult(embedded(answer)))

    def _subscribe(self, command_id: int, request: SubscribeRequest) -> None:
        channel = request.channel
        if not channel or request.delta not in DELTAS:
            raise Disconnect(*CLOSE_BAD_REQUEST)
        if len(channel.encode()) > self._limits.channel_name or not channel.isprintable():
            raise refusal(BAD_REQUEST)
        if channel in self.rooms or channel in self._joins:
            raise refusal(ALREADY_SUBSCRIBED)
        if len(self.rooms) + len(self._joins) >= self._limits.channels:
            raise refusal(LIMIT_EXCEEDED)
        if request.type != 0:
            raise refusal(PERMISSION_DENIED)
        if request.tf is not None:
            raise refusal(BAD_REQUEST)
        joining = self._guarded(command_id, partial(self._join, command_id, request))
        self._joins[channel] = asyncio.ensure_future(joining)

    async def _join(self, command_id: int, request: SubscribeRequest) -> None:
        guest, channel = self.guest, request.channel
        if guest is None:
            raise Disconnect(*CLOSE_BAD_REQUEST)
        try:
            grant = await self._node.desk.join(guest, channel)
            room, recovered = await join(self._line, self._node.rooms, command_id, request, grant)
            self._settled(room, recovered=recovered, asked=request.recover)
        finally:
            self._joins.pop(channel, None)

    def _settled(self, room: Room, *, recovered: bool, asked: bool) -> None:
        self.rooms[room.channel] = room
        counters = self._node.counters
        counters.recovered += recovered
        counters.not_recovered += asked and not recovered

    async def _unsubscribe(self, command_id: int, request: ChannelRequest) -> Reply:
        channel = request.channel
        if not channel:
            raise Disconnect(*CLOSE_BAD_REQUEST)
        joining = self._joins.get(channel)
        if joining is not None:
            _, unfinished = await asyncio.wait({joining}, timeout=self._limits.close_wait)
            if unfinished:
                raise Disconnect(*CLOSE_INTERNAL)
        room = self.rooms.pop(channel, None)
        if room is not None:
            room.leave(self._line)
            self._node.rooms.vacate(room)
        return Reply(command_id, unsubscribe=EmptyResult())
