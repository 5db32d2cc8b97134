"""All rooms of one node: made for the first who comes, fed by the broker, checked, and given up when empty."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from channels.wire.room import Room

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from channels.broker.base import Broker, Publication, Signal
    from channels.wire.counters import Counters
    from channels.wire.limits import Limits
    from channels.wire.outflow import Outflow


class Rooms:
    """See the module's text. Rooms are shared by all connections of the node."""

    def __init__(self, broker: Broker, outflow: Outflow, limits: Limits, counters: Counters) -> None:
        """There are no rooms yet; `hear` and `gap` are for the broker to call."""
        self._broker, self._outflow, self._limits, self._counters = broker, outflow, limits, counters
        self._rooms: dict[str, Room] = {}
        self._checks: asyncio.Future[None] | None = None
        self._background: set[asyncio.Future[None]] = set()

    def counts(self) -> dict[str, int]:
        """How many of this node hear each channel."""
        return {channel: room.members for channel, room in self._rooms.items()}

    def __len__(self) -> int:
        """Channels with local members."""
        return len(self._rooms)

    def watch(self) -> None:
        """Begin the regular position checks; `close` ends them."""
        self._checks = asyncio.ensure_future(self._check_positions())

    async def close(self) -> None:
        """Stop what is under way in all rooms; returns when the broker knows what was given up."""
        if self._checks is not None:
            self._checks.cancel()
        for room in list(self._rooms.values()):
            room.close()
        await asyncio.gather(*self._background, return_exceptions=True)

    # members

    def room(self, channel: str) -> Room:
        """The room of a channel, made when there is none."""
        room = self._rooms.get(channel)
        if room is None:
            room = Room(channel, self._broker, self._outflow, self._limits, self._counters)
            self._rooms[channel] = room
        return room

    def vacate(self, room: Room) -> None:
        """Let go of a room when nobody is left in it."""
        if room.empty and self._rooms.get(room.channel) is room:
            del self._rooms[room.channel]
            room.close()
            self._in_background(self._broker.unsubscribe(room.channel))

    def vacate_soon(self, room: Room) -> None:
        """`vacate` in the next loop tick, when the room has finished what it is doing."""
        asyncio.get_running_loop().call_soon(self.vacate, room)

    # the broker

    def hear(self, channel: str, publication: Publication) -> None:
        """Take a publication; for channels without members it is dropped."""
        room = self._rooms.get(channel)
        if room is not None:
            self._counters.heard += 1
            room.hear(publication)

    def signal(self, channel: str, word: Signal) -> None:
        """Take a join or leave."""
        room = self._rooms.get(channel)
        if room is not None:
            room.signal(word)

    def gap(self, channel: str | None) -> None:
        """Publications of this channel (None: of any) may have been lost."""
        rooms = list(self._rooms.values()) if channel is None else [self._rooms.get(channel)]
        for room in rooms:
            if room is not None:
                room.check()

    async def _check_positions(self) -> None:
        """Find silent losses: rooms that heard nothing for a while are compared with the log."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._limits.position_check / 4)
            overdue = loop.time() - self._limits.position_check
            for room in list(self._rooms.values()):
                if room.good_at <= overdue:
                    room.check()

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
