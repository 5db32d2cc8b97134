"""Who is where: presence and the announcements of joins and leaves, kept in the order in which they happened.

Nothing here delays a subscription's reply or a socket's close, except that a client is entered before its subscribe
reply. What cannot be said because the broker is away is repeated with the next tick (presence) or lost (signals); a
leave that was lost is made up for by the time to live.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from channels.broker.base import BrokerUnavailableError, Signal

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from channels.broker.base import Broker
    from channels.protocol.people import ClientInfo
    from channels.wire.desk import Terms

log = logging.getLogger("carewire.wire")

FLEETING = 2.4
"""A client is forgotten when its node says nothing for so many ticks."""


class Attendance:
    """See the module's text. One per node."""

    def __init__(self, broker: Broker, *, tick: float, ttl: float) -> None:
        """`tick`: seconds between two times that a client's presence is said; `ttl`: the least it is believed."""
        self._broker = broker
        self._ttl = max(ttl, FLEETING * tick)
        self._last: dict[tuple[str, str], asyncio.Future[None]] = {}

    async def enter(self, channel: str, info: ClientInfo) -> None:
        """The client is there. Raises BrokerUnavailableError."""
        await self._broker.enter(channel, info, self._ttl)

    async def stay(self, present: Iterable[tuple[str, ClientInfo]]) -> None:
        """One client is still in these channels."""
        try:
            await asyncio.gather(*(self._broker.enter(channel, info, self._ttl) for channel, info in present))
        except BrokerUnavailableError as problem:
            log.info("presence was not said again: %s", problem)

    def joined(self, channel: str, terms: Terms, info: ClientInfo) -> None:
        """The subscribe reply is on its way."""
        if terms.signals:
            self._then(channel, info.client, self._broker.announce(channel, Signal(joined=True, info=info)))

    def left(self, channel: str, terms: Terms, info: ClientInfo) -> None:
        """The client has gone from the channel."""
        if terms.presence or terms.signals:
            self._then(channel, info.client, self._leave(channel, terms, info))

    async def settled(self) -> None:
        """Return when everything has been said."""
        if self._last:
            await asyncio.wait(list(self._last.values()))

    async def _leave(self, channel: str, terms: Terms, info: ClientInfo) -> None:
        if terms.presence:
            await self._broker.leave(channel, info.client)
        if terms.signals:
            await self._broker.announce(channel, Signal(joined=False, info=info))

    def _then(self, channel: str, client: str, work: Coroutine[None, None, None]) -> None:
        """Do it after what was begun for the same subscription."""
        key = (channel, client)
        task = asyncio.ensure_future(self._after(self._last.get(key), work))
        self._last[key] = task

        def done(ended: asyncio.Future[None]) -> None:
            if self._last.get(key) is ended:
                del self._last[key]

        task.add_done_callback(done)

    @staticmethod
    async def _after(earlier: asyncio.Future[None] | None, work: Coroutine[None, None, None]) -> None:
        if earlier is not None:
            await asyncio.wait({earlier})
        try:
            await work
        except BrokerUnavailableError as problem:
            log.info("a coming or going was not told: %s", problem)
