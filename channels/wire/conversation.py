"""What a client says and what it is answered: the protocol's rules for one connection.

Commands are worked off in the order they came, by one task that exists only while there is work, so that a slow call
delays neither pings nor other connections. Subscriptions are established side by side, and calls too where
`Limits.concurrency` allows it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from channels.broker.base import BrokerUnavailableError
from channels.protocol import codes
from channels.protocol.codec import error
from channels.protocol.replies import ConnectResult, EmptyResult, Error, Push, RefreshResult, Reply
from channels.wire.calls import Calls
from channels.wire.desk import Disconnect, Knock, Refused
from channels.wire.joining import refusal, ttl
from channels.wire.rates import Budget
from channels.wire.seats import Seats
from channels.wire.trouble import described

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from channels.protocol.commands import Command, ConnectRequest, RefreshRequest, SubscribeRequest
    from channels.wire.desk import Grant, Guest
    from channels.wire.ports import Line, Surroundings

log = logging.getLogger("carewire.wire")

ONE_WAY_ENDS = {
    codes.TOKEN_EXPIRED.code: codes.CLOSE_EXPIRED,
    codes.EXPIRED.code: codes.CLOSE_EXPIRED,
    codes.TOO_MANY.code: codes.CLOSE_TOO_MANY,
    codes.PERMISSION_DENIED.code: codes.CLOSE_PERMISSION_DENIED,
}
"""Who only listens cannot be answered an error: it is told by the end of its connection (protocol section 20)."""

CALLS = ("publish", "presence", "presence_stats", "history", "rpc", "send")
"""The commands that `Calls` answers, in the order in which they count when a client sends several at once."""

_under_way: set[asyncio.Future[None]] = set()
"""Calls beside the order; the loop itself holds tasks only weakly."""


class Conversation:
    """See the module's text."""

    __slots__ = (
        "_budget",
        "_calls",
        "_inbox",
        "_line",
        "_node",
        "_unusable",
        "_user_budget",
        "_worker",
        "connecting",
        "guest",
        "sdk",
        "seats",
    )  # fmt: skip

    def __init__(self, line: Line, node: Surroundings) -> None:
        """Nobody is admitted yet."""
        self.guest: Guest | None = None
        self.sdk = ""
        """Name and version of the client's SDK, as it says."""
        self.connecting = False
        """Whether the client has asked to be admitted and waits for us."""
        self.seats = Seats(line, node)
        self._line, self._node = line, node
        self._calls = Calls(line, node, self.seats)
        self._inbox: deque[Command | None] | None = None
        self._worker: asyncio.Future[None] | None = None
        self._unusable = False
        limits = node.limits
        self._budget = Budget(limits.commands_per_second, limits.commands_at_once, asyncio.get_running_loop().time())
        self._user_budget: Budget | None = None

    def take(self, command: Command | None) -> None:
        """Queue a command; None stands for what could not be decoded."""
        if self._line.closed:
            return
        inbox = self._inbox
        if inbox is None:
            inbox = self._inbox = deque()
        if len(inbox) >= self._node.limits.pending_commands:
            self._line.close(codes.CLOSE_TOO_MANY)
            return
        inbox.append(command)
        if self._worker is None:
            self._worker = asyncio.ensure_future(self._work(inbox))

    async def settled(self) -> None:
        """Return when everything that has been taken is worked off, but for calls beside the order."""
        if self._worker is not None:
            await asyncio.wait({self._worker})

    def end(self) -> None:
        """The connection is closed: leave all rooms. A call under way runs to its end, as a command would by HTTP."""
        if self._inbox is not None:
            self._inbox.clear()
        self.seats.end_all()

    async def check(self) -> None:
        """Cut what the guest may not hear any more, and say that the client is still present.

        Raises `Disconnect` when the session has ended.
        """
        if self.guest is None:
            return
        channels = self.seats.channels()
        allowed = await self._node.desk.check(self.guest, channels)
        for channel in channels - allowed:
            self.seats.end(channel, codes.CUT_BY_SERVER)
        present = self.seats.present()
        if present:
            await self._node.attendance.stay(present)

    # orders of the server

    def order(self, channel: str, request: SubscribeRequest, grant: Grant) -> None:
        """Begin a server-side subscription. What stands in its way is logged: there is nobody to answer."""
        guest = self.guest
        if guest is None or self._line.closed:
            return
        try:
            self.seats.check(request)
        except (Refused, Disconnect) as no:
            log.info("a server-side subscription was not begun: %s", no.args)
            return
        self.seats.begin(channel, self._guarded(0, partial(self.seats.join_by_server, guest, request, grant)))

    async def listen(self, request: ConnectRequest) -> None:
        """Connect a client that only listens."""
        line = self._line
        try:
            await self._connected(request, lambda result: line.push(line.codec.push(Push(connect=result))))
        except Disconnect as end:
            line.close(codes.CloseCode(end.code, end.reason))
        except Refused as no:
            line.close(ONE_WAY_ENDS.get(no.code, codes.CLOSE_INTERNAL))
        except Exception as problem:  # noqa: BLE001 - told by the close, and logged
            log.error("a connect failed unexpectedly: %s", described(problem))  # noqa: TRY400 - see `described`
            line.close(codes.CLOSE_INTERNAL)

    # working off

    async def _work(self, inbox: deque[Command | None]) -> None:
        aside: set[asyncio.Future[None]] = set()
        try:
            while inbox and not self._line.closed:
                command = inbox.popleft()
                if command is None:
                    self._line.close(codes.CLOSE_BAD_REQUEST)
                elif not self._unusable:
                    await self._work_off(command, aside)
        finally:
            self._worker = None

    async def _work_off(self, command: Command, aside: set[asyncio.Future[None]]) -> None:
        work = self._guarded(command.id, partial(self._answer, command))
        most = self._node.limits.concurrency
        if most <= 1 or not (command.rpc or command.history or command.presence or command.presence_stats):
            await work
            return
        while len(aside) >= most:
            await asyncio.wait(aside, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.ensure_future(work)
        for running in (aside, _under_way):
            running.add(task)
            task.add_done_callback(running.discard)

    async def _guarded(self, command_id: int, answer: Callable[[], Awaitable[Reply | None]]) -> None:
        """Send the answer, or what stands for its failure."""
        try:
            reply = await answer()
        except Disconnect as end:
            self._line.close(codes.CloseCode(end.code, end.reason))
            return
        except Refused as no:
            reply = Reply(command_id, error=Error(no.code, no.message, no.temporary))
        except BrokerUnavailableError:
            reply = Reply(command_id, error=error(codes.INTERNAL))
        except Exception as problem:  # noqa: BLE001 - answered with error 100, and logged
            log.error("a command failed unexpectedly: %s", described(problem))  # noqa: TRY400 - see `described`
            reply = Reply(command_id, error=error(codes.INTERNAL))
        if reply is not None and reply.id:
            self._line.push(self._line.codec.reply(reply))

    async def _answer(self, command: Command) -> Reply | None:
        guest, number = self.guest, command.id
        if guest is None or command.connect is not None:
            await self._connect(number, command.connect)
            return None
        if not self._may_ask():
            if command.send is not None:
                raise Disconnect(*codes.CLOSE_TOO_MANY)
            raise refusal(codes.TOO_MANY)
        if command.subscribe is not None:
            request = command.subscribe
            self.seats.check(request)
            joining = self._guarded(number, partial(self.seats.join, guest, number, request))
            self.seats.begin(request.channel, joining)
            return None
        if command.unsubscribe is not None:
            if not command.unsubscribe.channel:
                raise Disconnect(*codes.CLOSE_BAD_REQUEST)
            await self.seats.leave(command.unsubscribe.channel)
            return Reply(number, unsubscribe=EmptyResult())
        return await self._call(guest, command)

    async def _call(self, guest: Guest, command: Command) -> Reply | None:
        for name in CALLS:
            request = getattr(command, name)
            if request is not None:
                answer: Reply | None = await getattr(self._calls, name)(guest, command.id, request)
                return answer
        if command.refresh is not None:
            return await self._refresh(command.id, guest, command.refresh)
        if command.sub_refresh is not None:
            return Reply(command.id, sub_refresh=await self.seats.refresh(guest, command.sub_refresh))
        if command.ping is not None:
            raise refusal(codes.NOT_AVAILABLE)
        raise Disconnect(*codes.CLOSE_BAD_REQUEST)

    def _may_ask(self) -> bool:
        now = asyncio.get_running_loop().time()
        user = self._user_budget
        return self._budget.take(now) and (user is None or user.take(now))

    # connecting

    async def _connect(self, command_id: int, request: ConnectRequest | None) -> None:
        if request is None or self.guest is not None:
            raise Disconnect(*codes.CLOSE_BAD_REQUEST)
        line = self._line
        await self._connected(request, lambda result: line.push(line.codec.reply(Reply(command_id, connect=result))))

    async def _connected(self, request: ConnectRequest, say: Callable[[ConnectResult], None]) -> None:
        """Admit, subscribe what the server wants, say so, and let the subscriptions begin."""
        self.connecting = True
        try:
            guest = await self._admitted(request)
            await self._welcomed(guest, request, say)
        except BaseException:
            # An answered connect error leaves a socket that is good for nothing; the stale timer clears it away.
            self._unusable = True
            raise
        finally:
            self.connecting = False

    async def _admitted(self, request: ConnectRequest) -> Guest:
        node = self._node
        data, wishes = bytes(request.data) or None, tuple(request.subs)
        knock = Knock(request.token, data, wishes, request.name, request.version, self._line.id)
        guest = await node.desk.admit(knock)
        if len(guest.subs) > node.limits.channels:
            raise Disconnect(*codes.CLOSE_CHANNEL_LIMIT)
        return guest

    async def _welcomed(self, guest: Guest, request: ConnectRequest, say: Callable[[ConnectResult], None]) -> None:
        line, node = self._line, self._node
        data = None if guest.data is None else line.codec.value(guest.data)
        expires, seconds = ttl(guest.expires_at, node.now())
        joinings, subs = await self.seats.prepare(guest, guest.subs, request.subs)
        # Asked last: from here on nothing is awaited, so two that connect at once cannot both be the last that may.
        one_too_many = not node.may_have_another(guest.user)
        if line.closed or one_too_many:
            for joining in joinings:
                joining.abandon()
            if not line.closed:
                raise Disconnect(*codes.CLOSE_CONNECTION_LIMIT)
            return
        self.guest = guest
        self.sdk = f"{request.name} {request.version}".strip()[:64]
        self._user_budget = node.budget(guest.user) if guest.user else None
        ping = node.limits.ping
        say(
            ConnectResult(
                client=line.id,
                version=node.version,
                expires=expires,
                ttl=seconds,
                data=data,
                subs=subs or None,
                ping=max(1, round(ping)) if ping else 0,
                pong=bool(ping) and not line.one_way,
                session=line.session,
                node=node.id if line.session else "",
            )
        )
        for joining in joinings:
            self.seats.take(joining, of_server=True)
        line.welcome(guest)

    async def _refresh(self, command_id: int, guest: Guest, request: RefreshRequest) -> Reply:
        if not request.token:
            raise Disconnect(*codes.CLOSE_BAD_REQUEST)
        try:
            newer = await self._node.desk.refresh(guest, request.token)
        except Refused as no:
            if no.code == codes.TOKEN_EXPIRED.code:
                raise Disconnect(*codes.CLOSE_EXPIRED) from no
            raise
        expires, seconds = ttl(newer.expires_at, self._node.now())
        if set(newer.subs) != set(guest.subs):
            raise Disconnect(*codes.CLOSE_INSUFFICIENT)
        self.guest = newer
        if not self._line.closed:
            self._line.schedule_expiry(newer)
        return Reply(command_id, refresh=RefreshResult(self._line.id, self._node.version, expires, seconds))
