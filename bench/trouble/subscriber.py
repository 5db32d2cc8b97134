"""A client that behaves as the official SDKs do: comes back from wherever it was, and writes down what it is told."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable

from bench.trouble.roads import LetDownError, Road
from bench.trouble.tongues import Coded, Reply, Tongue
from bench.trouble.witness import Place, Witness
from channels.protocol.codes import INTERNAL, TOO_MANY

SILENCE_SECONDS = 8.0
"""Pings come every five seconds; without them the connection is taken for dead."""
ANSWER_SECONDS = 5.0
COME_BACK_SECONDS = (0.1, 0.8)
AGAIN_SECONDS = 0.3
TEMPORARY = (INTERNAL.code, TOO_MANY.code)
RESUBSCRIBE_FROM = 2500
ENOUGH = 12
"""So many words back and forth are remembered, to be told when something is wrong."""


class Subscriber:
    """One channel, one connection at a time."""

    def __init__(self, witness: Witness, tongue: Tongue, dial: Callable[[], Awaitable[Road]], seed: int) -> None:
        """`dial` opens a connection to whichever node, and raises LetDownError."""
        self.witness, self.live = witness, False
        self._tongue, self._dial = tongue, dial
        self._chance = random.Random(seed)  # noqa: S311 - spreads clients, no secret
        self._road: Road | None = None
        self._command = 1
        self._said: deque[str] = deque(maxlen=ENOUGH)
        self._asked_at = 0.0

    def reached(self, place: Place) -> bool:
        """Whether it is live and has been told everything up to there."""
        here = self.witness.here
        return self.live and here is not None and here.epoch == place.epoch and here.offset >= place.offset

    def cut(self) -> None:
        """Break its connection."""
        if self._road is not None:
            self._road.cut()

    async def listen(self) -> None:
        """Come back again and again, until cancelled."""
        while True:
            try:
                await self._one_connection()
            except (LetDownError, TimeoutError):
                self.live = False
            await asyncio.sleep(self._chance.uniform(*COME_BACK_SECONDS))

    async def _one_connection(self) -> None:
        self._road = road = await self._dial()
        self._said.append("a new connection")
        try:
            self._asked_at = _now()
            while True:
                # Pings alone are no answer: a command that got lost on its way ends the connection, as in the SDKs.
                async with asyncio.timeout_at(
                    _now() + SILENCE_SECONDS if self.live else self._asked_at + ANSWER_SECONDS
                ):
                    frame = await road.hear()
                for reply in self._tongue.replies(frame):
                    await self._take(reply, road)
        finally:
            self.live, self._road = False, None
            await road.close()

    async def _take(self, reply: Reply, road: Road) -> None:
        self._said.append(_brief(reply))
        if reply.ping:
            await road.say(self._tongue.pong())
        elif reply.error is not None:
            await self._refused(reply, reply.error, road)
        elif reply.connect is not None:
            road.introduced(reply.connect)
            await self._subscribe(road)
        elif reply.subscribe is not None:
            self._settle(reply)
        elif reply.push is not None:
            await self._pushed(reply, road)

    async def _refused(self, reply: Reply, error: Coded, road: Road) -> None:
        if self.live:
            # A command that was sent on two ways and came on both: it has been answered.
            return
        if reply.id != self._command or error.code not in TEMPORARY:
            raise LetDownError(f"error {error.code}")
        await asyncio.sleep(AGAIN_SECONDS)
        await self._subscribe(road)

    async def _subscribe(self, road: Road) -> None:
        self.live = False
        self._command += 1
        self._asked_at = _now()
        self._said.append(f"subscribe {self._command} from {self.witness.here}")
        await road.say(self._tongue.subscribe(self._command, self.witness.channel, self.witness.here))

    def _settle(self, reply: Reply) -> None:
        answer = reply.subscribe
        if answer is None or reply.id != self._command:
            return
        self.witness.join(answer.epoch, answer.offset, recovered=answer.recovered)
        for publication in answer.publications:
            self.witness.see(publication.offset, publication.data.n, _now())
        self.live = True

    async def _pushed(self, reply: Reply, road: Road) -> None:
        push = reply.push
        if push is None:
            return
        if push.pub is not None:
            if not self.live:
                self.witness.unasked.append(f"{push.pub.offset} while not subscribed, after {'; '.join(self._said)}")
                return
            self.witness.see(push.pub.offset, push.pub.data.n, _now())
        elif push.unsubscribe is not None:
            self.witness.cuts += push.unsubscribe.code >= RESUBSCRIBE_FROM
            await self._subscribe(road)


def _brief(reply: Reply) -> str:
    if reply.subscribe is not None:
        told = reply.subscribe
        return f"answer {reply.id} {told.epoch} {told.offset} {told.recovered} +{len(told.publications)}"
    if reply.push is not None and reply.push.pub is not None:
        return f"pub {reply.push.pub.offset}"
    return repr(reply.push or reply.error or reply.id)


def _now() -> float:
    return asyncio.get_running_loop().time()
