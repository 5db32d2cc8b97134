"""The subscriptions of one connection: how they begin, how long they last, and how they end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.protocol import codes
from channels.protocol.commands import SubscribeRequest
from channels.protocol.people import ClientInfo
from channels.protocol.replies import Cut, Push, Reply, SubRefreshResult, Subscribed
from channels.wire.desk import Disconnect
from channels.wire.joining import Joining, establish, refusal, ttl, wish

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from channels.protocol.codes import CutCode
    from channels.protocol.commands import SubRefreshRequest
    from channels.protocol.replies import SubscribeResult
    from channels.wire.audience import Ear
    from channels.wire.desk import Grant, Guest
    from channels.wire.ports import Line, Surroundings
    from channels.wire.room import Room

STREAM = 0


@dataclass(slots=True, eq=False)
class Seat:
    """One subscription that stands. `of_server`: begun by the server, unknown to the client's application."""

    room: Room
    grant: Grant
    ear: Ear
    info: ClientInfo
    of_server: bool
    expiry: asyncio.TimerHandle | None = None


class Seats:
    """See the module's text."""

    __slots__ = ("_joins", "_limits", "_line", "_node", "_taken")

    def __init__(self, line: Line, node: Surroundings) -> None:
        """There are none yet."""
        self._line, self._node, self._limits = line, node, node.limits
        self._taken: dict[str, Seat] = {}
        self._joins: dict[str, asyncio.Future[None]] = {}

    def __len__(self) -> int:
        """How many subscriptions stand."""
        return len(self._taken)

    def __contains__(self, channel: str) -> bool:
        """Whether the channel is subscribed."""
        return channel in self._taken

    def channels(self) -> frozenset[str]:
        """The subscribed channels."""
        return frozenset(self._taken)

    def present(self) -> list[tuple[str, ClientInfo]]:
        """The channels in which the client is to be known as present."""
        return [(channel, seat.info) for channel, seat in self._taken.items() if seat.grant.terms.presence]

    def info(self, channel: str) -> bytes | None:
        """The client's `chan_info` in a channel."""
        seat = self._taken.get(channel)
        return None if seat is None else seat.info.chan_info

    # beginning

    def check(self, request: SubscribeRequest) -> None:
        """Raise Refused or Disconnect for what cannot even be tried (protocol section 10.2)."""
        channel = request.channel
        if not channel:
            raise Disconnect(*codes.CLOSE_BAD_REQUEST)
        if len(channel.encode()) > self._limits.channel_name or not channel.isprintable():
            raise refusal(codes.BAD_REQUEST)
        if channel in self._taken or channel in self._joins:
            raise refusal(codes.ALREADY_SUBSCRIBED)
        if len(self._taken) + len(self._joins) >= self._limits.channels:
            raise refusal(codes.LIMIT_EXCEEDED)
        if request.type != STREAM:
            raise refusal(codes.PERMISSION_DENIED)
        if self._limits.joining and self._node.joining >= self._limits.joining:
            raise refusal(codes.TOO_MANY)

    def begin(self, channel: str, joining: Coroutine[None, None, None]) -> None:
        """Let a join run beside the other commands; until it ends the channel counts as being subscribed."""
        task = self._joins[channel] = asyncio.ensure_future(joining)
        self._node.joining += 1

        def ended(_: asyncio.Future[None]) -> None:
            self._node.joining -= 1
            if self._joins.get(channel) is task:
                del self._joins[channel]

        task.add_done_callback(ended)

    async def join(self, guest: Guest, command_id: int, request: SubscribeRequest) -> None:
        """A client-side subscription: permission, cut, reply. Raises Refused and Disconnect."""
        grant = await self._node.desk.join(guest, wish(request))
        joining = Joining(self._line, self._node, guest, request, grant)
        result = (await self._established([joining]))[0]
        self._joins.pop(request.channel, None)
        self._line.push(self._line.codec.reply(Reply(command_id, subscribe=result)))
        self.take(joining, of_server=False)

    async def prepare(
        self, guest: Guest, grants: Mapping[str, Grant], positions: Mapping[str, SubscribeRequest]
    ) -> tuple[list[Joining], dict[str, SubscribeResult]]:
        """Server-side subscriptions for a connect reply, after which each must be taken at once."""
        joinings = [
            Joining(self._line, self._node, guest, _continued(channel, positions.get(channel)), grant)
            for channel, grant in grants.items()
        ]
        results = await self._established(joinings)
        return joinings, {joining.room.channel: result for joining, result in zip(joinings, results, strict=True)}

    async def join_by_server(self, guest: Guest, request: SubscribeRequest, grant: Grant) -> None:
        """A server-side subscription on a connection that is open. Raises Refused and Disconnect."""
        joining = Joining(self._line, self._node, guest, request, grant)
        result = (await self._established([joining]))[0]
        self._joins.pop(request.channel, None)
        told = Subscribed(result.recoverable, result.epoch, result.offset, result.positioned, result.data)
        self._line.push(self._line.codec.push(Push(request.channel, subscribe=told)))
        # The push itself cannot carry what was missed.
        for missed in result.publications:
            self._line.push(self._line.codec.push(Push(request.channel, pub=missed)))
        self.take(joining, of_server=True)

    async def _established(self, joinings: list[Joining]) -> list[SubscribeResult]:
        try:
            await establish(joinings)
            return [joining.result() for joining in joinings]
        except BaseException:
            for joining in joinings:
                joining.abandon()
            raise

    def take(self, joining: Joining, *, of_server: bool) -> None:
        """The reply is on its way: the subscription stands."""
        seat = Seat(joining.room, joining.grant, joining.ear, joining.info, of_server)
        self._taken[joining.room.channel] = seat
        joining.settle()
        self._schedule_expiry(seat)
        counters = self._node.counters
        counters.recovered += joining.recovered
        counters.not_recovered += joining.request.recover and not joining.recovered

    # lasting

    async def refresh(self, guest: Guest, request: SubRefreshRequest) -> SubRefreshResult:
        """A newer subscription token."""
        if not request.channel:
            raise Disconnect(*codes.CLOSE_BAD_REQUEST)
        seat = self._taken.get(request.channel)
        if seat is None:
            raise refusal(codes.PERMISSION_DENIED)
        if not request.token or request.type != STREAM:
            raise refusal(codes.BAD_REQUEST)
        grant = await self._node.desk.prolong(guest, request.channel, request.token)
        expires, seconds = ttl(grant.expires_at, self._node.now())
        seat.grant = grant
        seat.info = ClientInfo(seat.info.user, seat.info.client, seat.info.conn_info, grant.info)
        self._schedule_expiry(seat)
        return SubRefreshResult(expires, seconds)

    def _schedule_expiry(self, seat: Seat) -> None:
        if seat.expiry is not None:
            seat.expiry.cancel()
            seat.expiry = None
        if seat.grant.expires_at is not None:
            left = max(seat.grant.expires_at - self._node.now(), 0.0) + self._limits.refresh_grace
            seat.expiry = asyncio.get_running_loop().call_later(left, self._expired, seat)

    def _expired(self, seat: Seat) -> None:
        if seat.of_server:
            self._line.close(codes.CLOSE_SUBSCRIPTION_EXPIRED)
        else:
            self.end(seat.room.channel, codes.CUT_EXPIRED)

    # ending

    async def leave(self, channel: str) -> None:
        """The client's wish. A subscribe that is still on its way is waited for."""
        joining = self._joins.get(channel)
        if joining is not None:
            _, unfinished = await asyncio.wait({joining}, timeout=self._limits.close_wait)
            if unfinished:
                raise Disconnect(*codes.CLOSE_INTERNAL)
        self._release(channel)

    def end(self, channel: str, why: CutCode) -> bool:
        """The server's wish; the client is told. False when there is no such subscription."""
        seat = self._release(channel)
        if seat is None:
            return False
        if seat.of_server and why is codes.CUT_INSUFFICIENT:
            # SDKs keep the positions of server-side subscriptions only over a reconnect.
            self._line.close(codes.CLOSE_INSUFFICIENT)
        else:
            self._line.push(self._line.codec.push(Push(channel, unsubscribe=Cut(why.code, why.reason))))
        return True

    def end_all(self) -> None:
        """The connection is closed."""
        for joining in list(self._joins.values()):
            joining.cancel()
        for channel in list(self._taken):
            self._release(channel)

    def _release(self, channel: str) -> Seat | None:
        seat = self._taken.pop(channel, None)
        if seat is None:
            return None
        if seat.expiry is not None:
            seat.expiry.cancel()
        seat.room.leave(self._line)
        # Not now: the room may be in the middle of telling its members.
        self._node.rooms.vacate_soon(seat.room)
        self._node.attendance.left(channel, seat.grant.terms, seat.info)
        return seat


def _continued(channel: str, known: SubscribeRequest | None) -> SubscribeRequest:
    if known is None:
        return SubscribeRequest(channel)
    return SubscribeRequest(
        channel, recover=known.recover, epoch=known.epoch, offset=known.offset, delta=known.delta, flag=known.flag
    )
