"""The loop of the load: publish at a pace, read every socket, keep the books."""

from __future__ import annotations

import re
import select
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bench.load import frames
from bench.load.crowd import CHUNK, Crowd
from bench.load.posts import Posts
from bench.load.tally import Tally

QUIET_S = 5.0
"""Without any delivery for so long, what is missing counts as lost."""
TAIL = 9
OPENING = len(b'"@00000000@')


class Pace(Protocol):
    """When the next message is due."""

    def due(self, now: float, under_way: int) -> bool:
        """Whether to publish now, while so many messages are not yet with everyone."""
        ...

    def wait(self, now: float) -> float:
        """Seconds until it could become due by time alone."""
        ...


@dataclass(slots=True)
class InFlight:
    """Publish as soon as fewer than `most` messages are under way."""

    most: int

    def due(self, now: float, under_way: int) -> bool:
        """See `Pace.due`."""
        del now
        return under_way < self.most

    def wait(self, now: float) -> float:
        """See `Pace.wait`: time changes nothing."""
        del now
        return 1.0


@dataclass(slots=True)
class PerSecond:
    """Publish at fixed moments, whatever has arrived."""

    rate: float
    next_at: float | None = None
    """The first question sets the first moment: a clock that starts in the past would begin with a burst."""

    def due(self, now: float, under_way: int) -> bool:
        """See `Pace.due`."""
        del under_way
        if self.next_at is None:
            self.next_at = now
        if now < self.next_at:
            return False
        # After a stop of the load itself the missed moments are not made up for in one burst.
        self.next_at = max(self.next_at + 1 / self.rate, now - 1.0)
        return True

    def wait(self, now: float) -> float:
        """See `Pace.wait`."""
        return 0.0 if self.next_at is None else max(0.0, self.next_at - now)


@dataclass(slots=True)
class Stream:
    """One server's subscribers and publishers under load.

    `size` is the length of a payload in bytes, quotes included; `every` is as in `Tally`.
    """

    crowd: Crowd
    posts: Posts
    channels: Sequence[str]
    size: int
    every: bool = False
    tally: Tally = field(init=False)
    _number: int = 0
    _cut: dict[int, bytes] = field(default_factory=dict)
    _marks: re.Pattern[bytes] = field(init=False)
    _receive: dict[int, Callable[[int], bytes]] = field(init=False)
    _ready: select.epoll = field(init=False)
    _padding: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Register everyone."""
        self.tally = Tally(self.crowd.members, self.crowd.channel_of, self.every)
        ping = self.crowd.joining.ping
        # Either a numbered message or a ping, which stands alone in a frame or in a line of one.
        pings = (frames.from_server(ping), b"\n" + ping, ping + b"\n") if ping else ()
        self._marks = re.compile(b"|".join((rb"@(\d{8})@", *map(re.escape, pings))))
        self._receive = {number: one.recv for number, one in self.crowd.sockets.items()}
        self._padding = b"x" * max(TAIL + 1, self.size - OPENING - 1)
        self._ready = select.epoll()
        for number in (*self.crowd.sockets, *self.posts.sockets):
            self._ready.register(number, select.EPOLLIN)

    def run(self, pace: Pace, seconds: float) -> float:
        """Publish for so long and until all has come, or nothing comes any more; the seconds it took."""
        started = heard = time.perf_counter()
        while True:
            now = time.perf_counter()
            publishing = now < started + seconds
            if publishing:
                self._publish(pace, now)
            elif not self.tally.under_way or now > heard + QUIET_S:
                return now - started
            before = self.tally.received
            self._read(min(pace.wait(now), 0.1) if publishing else 0.1)
            if self.tally.received > before:
                heard = time.perf_counter()

    def close(self) -> None:
        """Stop listening."""
        self._ready.close()

    def _publish(self, pace: Pace, now: float) -> None:
        while self.posts.idle and pace.due(now, self.tally.under_way):
            channel = self.channels[self._number % len(self.channels)]
            number = b"%08d" % self._number
            self.tally.publish(number, channel, time.perf_counter())
            self.posts.send(channel, b'"@' + number + b"@" + self._padding + b'"')
            self._number += 1

    def _read(self, wait: float) -> None:
        receive, posts, cut, marks = self._receive, self.posts.sockets, self._cut, self._marks
        for number, _ in self._ready.poll(wait, 4096):
            if number in posts:
                self.posts.answered(number)
                continue
            chunk = receive[number](CHUNK)
            if not chunk:
                raise ConnectionError("the server closed a subscriber's connection")
            if number in cut:
                chunk = cut.pop(number) + chunk
            found = marks.findall(chunk)
            # A number may be cut in two by the end of a read. Behind a whole one there is always padding.
            start = chunk.rfind(b"@", -TAIL)
            if start >= 0:
                cut[number] = chunk[start:]
            if b"" in found:
                self.crowd.sockets[number].send(frames.text(self.crowd.joining.pong))
                found = [text for text in found if text]
            if found:
                self.tally.arrive(number, found, time.perf_counter())
