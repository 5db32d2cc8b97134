"""Joining a channel, in the order that loses nothing (protocol section 10.3).

Keep back what arrives, subscribe the node, say the client is present, take the position, read the snapshot, reply,
release. What arrived meanwhile and lies after the position follows the reply; some of it may be in the snapshot
already, which clients see by the row versions.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

from channels.broker.base import BrokerUnavailableError, Position
from channels.protocol import codes
from channels.protocol.codec import UnspeakableError
from channels.protocol.filters import compiled
from channels.protocol.people import ClientInfo
from channels.protocol.replies import SubscribeResult
from channels.wire import speech
from channels.wire.audience import Ear
from channels.wire.desk import Disconnect, Refused, Terms, Wish
from channels.wire.recovery import missed_since

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from channels.broker.base import Publication
    from channels.protocol.codes import ErrorCode
    from channels.protocol.commands import SubscribeRequest
    from channels.wire.desk import Grant, Guest
    from channels.wire.ports import Line, Surroundings

ATTEMPTS = 3
NO_RECOVERY_REPLY = 2
LARGEST_OFFSET = 2**53
DELTAS = ("", "fossil")
YEAR = 365 * 86400


def refusal(code: ErrorCode) -> Refused:
    """An error of the protocol, ready to raise."""
    return Refused(code.code, code.message, temporary=code.temporary)


def wish(request: SubscribeRequest) -> Wish:
    """What a request asks of the desk. Raises Disconnect 3501 for a delta that nobody knows."""
    if request.delta not in DELTAS:
        raise Disconnect(*codes.CLOSE_BAD_REQUEST)
    return Wish(
        request.channel,
        request.token,
        bytes(request.data) or None,
        request.positioned,
        request.recoverable,
        request.join_leave,
        request.delta == DELTAS[1],
        request.tf is not None,
    )


def ttl(expires_at: float | None, now: float) -> tuple[bool, int]:
    """Whether something expires, and in how many whole seconds. Raises Refused 110 when it has already."""
    if expires_at is None:
        return False, 0
    left = expires_at - now
    if left <= 0:
        raise refusal(codes.EXPIRED)
    return True, min(math.ceil(left), YEAR)


class Joining:
    """One subscription on its way. After `established`, with nothing awaited between: reply, `settle`."""

    def __init__(self, line: Line, node: Surroundings, guest: Guest, request: SubscribeRequest, grant: Grant) -> None:
        """Raises Refused for a malformed filter, or one together with delta compression."""
        self.grant, self.request = grant, request
        self.info = ClientInfo(guest.user, line.id, guest.info, grant.info)
        self._line, self._node = line, node
        self._counts = grant.terms.retention is not None and (grant.positioned or grant.recoverable)
        self.ear = _ear(request, grant, counts=self._counts)
        self.room = node.rooms.room(request.channel)
        self._position: Position | None = None
        self._missed: tuple[Publication, ...] | None = None
        self._tail: tuple[Publication, ...] = ()
        self._data: bytes | None = grant.data
        self._entered = False

    @property
    def recovered(self) -> bool:
        """Whether the client continues from its position."""
        return self._missed is not None

    async def prepare(self) -> None:
        """Everything up to the first cut. Raises Refused (112, or 100 when the broker cannot be asked)."""
        self.room.expect(self._line)
        await self.room.hearing()
        if self.grant.terms.presence:
            self._entered = True
            await self._node.attendance.enter(self.room.channel, self.info)
        await self.cut()

    async def cut(self) -> None:
        """Take the position, and what a newcomer has to see of it."""
        if self._counts:
            asked = await self._asked()
            history = await self.room.cut_at(asked)
            self._position = history.position
            self._missed = None if asked is None else missed_since(history, asked, self._line.limits.recovery)
            if self._missed is None and self.request.recover and self.request.flag & NO_RECOVERY_REPLY:
                raise refusal(codes.UNRECOVERABLE)
        if self._missed is None and self.grant.snapshot is not None:
            self._data = await self.room.snapshot(self.grant)

    def fits(self) -> bool:
        """Whether the cut still holds, so that the reply may go out now."""
        if self._position is None:
            return True
        tail = self.room.tail(self._line, self._position)
        self._tail = tail or ()
        return tail is not None

    def result(self) -> SubscribeResult:
        """The reply. Raises Refused 110 and Disconnect 3506 (the channel holds what this client cannot read)."""
        codec, grant, request, here = self._line.codec, self.grant, self.request, self._position
        expires, seconds = ttl(grant.expires_at, self._node.now())
        try:
            return SubscribeResult(
                expires=expires,
                ttl=seconds,
                recoverable=grant.recoverable and here is not None,
                epoch="" if here is None else here.epoch,
                publications=speech.chain(codec, self._wanted(self._missed or ()), delta=self.ear.delta),
                recovered=self.recovered,
                offset=0 if here is None else request.offset if self.recovered else here.offset,
                positioned=here is not None,
                data=None if self._data is None else codec.value(self._data),
                was_recovering=request.recover,
                delta=self.ear.delta,
            )
        except UnspeakableError as problem:
            raise Disconnect(*codes.CLOSE_INAPPROPRIATE) from problem

    def settle(self) -> None:
        """Release what was kept back; from here on the client hears live."""
        codec, line = self._line.codec, self._line
        say = speech.whole if self.ear.delta else speech.plain
        for item in self._wanted(self._tail):
            line.push(speech.push(codec, self.room.channel, say(codec, item), item.key))
        here = self._position
        at = None if here is None else Position(here.offset + len(self._tail), here.epoch)
        self.room.settle(line, at, self.ear)
        self._node.attendance.joined(self.room.channel, self.grant.terms, self.info)

    def abandon(self) -> None:
        """Nothing became of it."""
        self.room.leave(self._line)
        self._node.rooms.vacate(self.room)
        if self._entered:
            # Nobody was told of a join, so nobody is told of a leave.
            self._node.attendance.left(self.room.channel, Terms(presence=True), self.info)

    def _wanted(self, publications: Sequence[Publication]) -> Sequence[Publication]:
        wants = self.ear.wants
        return publications if wants is None else [item for item in publications if wants(item.tags or {})]

    async def _asked(self) -> Position | None:
        request = self.request
        if not request.recover or not self.grant.recoverable or not 0 <= request.offset <= LARGEST_OFFSET:
            return None
        # A client that has seen nothing yet does not know the epoch: it continues in whichever there is.
        epoch = request.epoch or (await self.room.cut_at(None)).position.epoch
        return Position(request.offset, epoch)


def _ear(request: SubscribeRequest, grant: Grant, *, counts: bool) -> Ear:
    if request.tf is None:
        return Ear(counts, grant.delta and counts and request.delta == DELTAS[1], grant.hears_signals)
    if request.delta:
        raise refusal(codes.BAD_REQUEST)
    try:
        return Ear(counts, delta=False, signals=grant.hears_signals, wants=compiled(request.tf))
    except ValueError as problem:
        raise refusal(codes.BAD_REQUEST) from problem


async def establish(joinings: Sequence[Joining]) -> None:
    """Bring all to where their replies may go out at once. Raises Refused: 100 (temporary), 112."""
    try:
        await _all([joining.prepare() for joining in joinings])
        for _ in range(ATTEMPTS):
            unfit = [joining for joining in joinings if not joining.fits()]
            if not unfit:
                return
            await _all([joining.cut() for joining in unfit])
    except BrokerUnavailableError as problem:
        raise refusal(codes.INTERNAL) from problem
    raise refusal(codes.INTERNAL)


async def _all(steps: Sequence[Coroutine[None, None, None]]) -> None:
    """Side by side; the first failure stops the others and is raised."""
    if len(steps) == 1:
        await steps[0]
        return
    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from failures
