"""Joining a channel, in the order that loses nothing (protocol section 10.3).

Keep back what arrives, subscribe the node, take the position, read the snapshot, reply, release. What arrived meanwhile
and lies after the position follows the reply; some of it may be in the snapshot already, which clients see by the row
versions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.broker.base import BrokerUnavailableError, Position
from channels.protocol.codec import embedded, listed
from channels.protocol.codes import INTERNAL, UNRECOVERABLE
from channels.protocol.replies import Reply, SubscribeResult
from channels.wire.desk import Refused
from channels.wire.recovery import missed_since

if TYPE_CHECKING:
    from channels.broker.base import Publication
    from channels.protocol.commands import SubscribeRequest
    from channels.wire.desk import Grant
    from channels.wire.ports import Line
    from channels.wire.room import Room
    from channels.wire.rooms import Rooms

ATTEMPTS = 3
NO_RECOVERY_REPLY = 2
LARGEST_OFFSET = 2**53


async def join(line: Line, rooms: Rooms, command_id: int, request: SubscribeRequest, grant: Grant) -> tuple[Room, bool]:
    """Establish the subscription and send its reply; returns the room, and whether the client continues where it was.

    Nothing waits between the reply and the return. Raises Refused: 100 (temporary) while the broker cannot be asked,
    112 when the client wants that instead of a fresh start.
    """
    room = rooms.room(request.channel)
    room.expect(line)
    settled = False
    try:
        recovered = await _established(line, room, command_id, request, grant)
        settled = True
    except BrokerUnavailableError as problem:
        raise Refused(INTERNAL.code, INTERNAL.message, temporary=True) from problem
    finally:
        if not settled:
            room.leave(line)
            rooms.vacate(room)
    return room, recovered


async def _established(line: Line, room: Room, command_id: int, request: SubscribeRequest, grant: Grant) -> bool:
    await room.hearing()
    for _ in range(ATTEMPTS):
        recovered = await _attempt(line, room, command_id, request, grant)
        if recovered is not None:
            return recovered
    raise BrokerUnavailableError("the position did not hold still")


async def _attempt(line: Line, room: Room, command_id: int, request: SubscribeRequest, grant: Grant) -> bool | None:
    """Whether the client continues from its position; None when the cut did not hold and must be made again."""
    asked = _asked(request)
    cut = await room.cut_at(asked)
    missed = None if asked is None else missed_since(cut, asked, line.limits.recovery)
    if missed is None and request.recover and request.flag & NO_RECOVERY_REPLY:
        raise Refused(UNRECOVERABLE.code, UNRECOVERABLE.message)
    data = None
    if missed is None and grant.snapshot is not None:
        data = await room.snapshot(grant)
    # From here to the end nothing waits, so that no publication can slip between the tail and the live ones.
    tail = room.tail(line, cut.position)
    if tail is None:
        return None
    result = _result(request, cut.position, missed, data)
    codec = line.codec
    line.push(codec.reply(Reply(command_id, subscribe=result)))
    for item in tail:
        line.push(codec.publication(room.channel, item.offset, item.epoch, item.data))
    room.settle(line, Position(cut.position.offset + len(tail), cut.position.epoch))
    return missed is not None


def _asked(request: SubscribeRequest) -> Position | None:
    if not request.recover or not 0 <= request.offset <= LARGEST_OFFSET:
        return None
    return Position(request.offset, request.epoch)


def _result(
    request: SubscribeRequest, top: Position, missed: tuple[Publication, ...] | None, data: bytes | None
) -> SubscribeResult:
    recovered = missed is not None
    return SubscribeResult(
        recoverable=True,
        positioned=True,
        epoch=top.epoch,
        offset=request.offset if recovered else top.offset,
        publications=tuple(listed(item.offset, item.epoch, item.data) for item in missed or ()),
        recovered=recovered,
        was_recovering=request.recover,
        data=None if data is None else embedded(data),
    )
