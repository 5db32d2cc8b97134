"""What a client asks besides listening: publish, presence, history, calls and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.broker.base import Extras, Position
from channels.protocol import codes
from channels.protocol.codec import UnspeakableError
from channels.protocol.people import ClientInfo
from channels.protocol.replies import (
    EmptyResult,
    HistoryResult,
    PresenceResult,
    PresenceStatsResult,
    Reply,
    RpcResult,
)  # fmt: skip
from channels.wire import speech
from channels.wire.desk import Act, Disconnect
from channels.wire.joining import refusal

if TYPE_CHECKING:
    from channels.broker.base import Broker, History
    from channels.protocol.commands import (
        ChannelRequest,
        HistoryRequest,
        PublishRequest,
        RpcRequest,
        SendRequest,
        StreamPosition,
    )  # fmt: skip
    from channels.wire.desk import Guest, Terms
    from channels.wire.ports import Line, Surroundings
    from channels.wire.seats import Seats

STREAM = 0


class Calls:
    """The calls of one connection. All raise Refused and Disconnect."""

    __slots__ = ("_line", "_node", "_seats")

    def __init__(self, line: Line, node: Surroundings, seats: Seats) -> None:
        """`seats` tell which channels the client hears, which some permissions depend on."""
        self._line, self._node, self._seats = line, node, seats

    async def publish(self, guest: Guest, command_id: int, request: PublishRequest) -> Reply:
        """Answered once the broker has accepted it."""
        data = bytes(request.data)
        if request.type != STREAM:
            raise refusal(codes.NOT_AVAILABLE)
        if request.channel and not data:
            raise refusal(codes.BAD_REQUEST)
        terms = await self._permitted(guest, request.channel, Act.PUBLISH)
        info = ClientInfo(guest.user, self._line.id, guest.info, self._seats.info(request.channel))
        try:
            await self._node.broker.publish(request.channel, data, terms.retention, Extras(info=info))
        except ValueError as problem:
            raise refusal(codes.BAD_REQUEST) from problem
        return Reply(command_id, publish=EmptyResult())

    async def presence(self, guest: Guest, command_id: int, request: ChannelRequest) -> Reply:
        """Who is in a channel."""
        await self._permitted(guest, request.channel, Act.PRESENCE)
        present = await self._node.broker.present(request.channel)
        codec = self._line.codec
        try:
            told = {client: speech.info(codec, person) for client, person in present.items()}
        except UnspeakableError as problem:
            raise Disconnect(*codes.CLOSE_INAPPROPRIATE) from problem
        return Reply(command_id, presence=PresenceResult(told))

    async def presence_stats(self, guest: Guest, command_id: int, request: ChannelRequest) -> Reply:
        """How many are in a channel."""
        await self._permitted(guest, request.channel, Act.PRESENCE)
        crowd = await self._node.broker.crowd(request.channel)
        return Reply(command_id, presence_stats=PresenceStatsResult(crowd.clients, crowd.users))

    async def history(self, guest: Guest, command_id: int, request: HistoryRequest) -> Reply:
        """A part of a channel's log."""
        terms = await self._permitted(guest, request.channel, Act.HISTORY)
        if terms.retention is None:
            raise refusal(codes.NOT_AVAILABLE)
        most = self._node.limits.history
        limit = most if request.limit < 0 else min(request.limit, most)
        read = await read_history(
            self._node.broker, request.channel, terms, limit, since=request.since, reverse=request.reverse
        )
        try:
            told = tuple(speech.plain(self._line.codec, item) for item in read.publications)
        except UnspeakableError as problem:
            raise Disconnect(*codes.CLOSE_INAPPROPRIATE) from problem
        return Reply(command_id, history=HistoryResult(told, read.position.epoch, read.position.offset))

    async def rpc(self, guest: Guest, command_id: int, request: RpcRequest) -> Reply:
        """A call of the house."""
        answer = await self._node.desk.rpc(guest, request.method, bytes(request.data) or b"null")
        return Reply(command_id, rpc=RpcResult(self._line.codec.value(answer)))

    async def send(self, guest: Guest, _: int, request: SendRequest) -> None:
        """A message that is not answered."""
        await self._node.desk.send(guest, bytes(request.data) or b"null")

    async def _permitted(self, guest: Guest, channel: str, act: Act) -> Terms:
        if not channel:
            raise Disconnect(*codes.CLOSE_BAD_REQUEST)
        return await self._node.desk.permit(guest, channel, act, subscribed=channel in self._seats)


async def read_history(
    broker: Broker, channel: str, terms: Terms, limit: int, *, since: StreamPosition | None, reverse: bool
) -> History:
    """One read of a log as clients ask for it (protocol section 8.6). Raises Refused 107 and 112.

    Without `since` it begins with the oldest publication that is kept, in reverse with the newest.
    """
    if since is not None and reverse and since.offset <= 0:
        raise refusal(codes.BAD_REQUEST)
    meta_ttl = None if terms.retention is None else terms.retention.meta_ttl
    place = None if since is None else Position(since.offset, since.epoch)
    if place is None and limit and not reverse:
        place = Position(0, "")
    if place is not None and not place.epoch:
        here = await broker.history(channel, None, 0, meta_ttl=meta_ttl)
        place = Position(place.offset, here.position.epoch)
    read = await broker.history(channel, place, limit, reverse=reverse, meta_ttl=meta_ttl)
    if place is not None and place.epoch != read.position.epoch:
        raise refusal(codes.UNRECOVERABLE)
    return read
