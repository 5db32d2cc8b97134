"""Thousands of clients that come again whenever their server goes, and a publisher beside them, in one epoll loop."""

from __future__ import annotations

import errno
import heapq
import select
import socket
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.load.backoff import Backoff
from bench.load.client import Client, LetDownError
from bench.load.posts import Posts
from bench.load.stream import PerSecond

CHUNK = 65_536
ATTEMPT_S = 5.0
"""The SDKs give up an attempt to connect after so long."""
RAMP_PER_S = 2000.0
UNDER_WAY = (errno.EINPROGRESS, errno.EISCONN, 0)


@dataclass(slots=True)
class Boat:
    """One client and its present socket."""

    client: Client
    line: socket.socket | None = None
    open: bool = False
    came_in: bool = False
    """Whether it was subscribed anew since the last muster, and still is."""
    attempt: int = 0
    tries: int = 0


@dataclass(slots=True)
class Fleet:
    """All clients of one server at `port`. Times are `time.perf_counter`."""

    port: int
    backoff: Backoff
    posts: Posts
    boats: list[Boat] = field(default_factory=list)
    published: Counter[str] = field(default_factory=Counter)
    accepted_at: list[float] = field(default_factory=list)
    let_down: Counter[str] = field(default_factory=Counter)
    _came_in: int = 0
    _by_number: dict[int, Boat] = field(default_factory=dict)
    _timers: list[tuple[float, int, int, Boat]] = field(default_factory=list)
    _serial: int = 0
    _ready: select.epoll = field(default_factory=select.epoll)
    _channels: Sequence[str] = ()
    _pace: PerSecond | None = None

    def launch(self, channels: Sequence[str]) -> None:
        """One client per entry, some thousand a second."""
        for number in self.posts.sockets:
            self._ready.register(number, select.EPOLLIN)
        now = time.perf_counter()
        for number, channel in enumerate(channels):
            boat = Boat(Client(channel))
            self.boats.append(boat)
            self._at(now + number / RAMP_PER_S, boat)

    def publish(self, channels: Sequence[str], rate: float) -> None:
        """Publish from now on, round robin; rate 0 stops."""
        self._channels, self._pace = channels, PerSecond(rate) if rate else None
        if self._pace is not None:
            self._pace.next_at = time.perf_counter()

    def run(self, enough: Callable[[], bool], seconds: float) -> bool:
        """Go on until `enough` or for so many seconds; whether it was enough."""
        until = time.perf_counter() + seconds
        while not enough():
            now = time.perf_counter()
            if now > until:
                return False
            self._publish_due(now)
            self._timers_due(now)
            wait = min(self._timers[0][0] - now if self._timers else 1.0, self._pace.wait(now) if self._pace else 1.0)
            for number, event in self._ready.poll(max(0.0, min(wait, until - now)), 4096):
                self._event(number, event)
        return True

    def muster(self) -> None:
        """Forget who has come in: from now on only those count who come in again."""
        self.accepted_at.clear()
        self.let_down.clear()
        self._came_in = 0
        for boat in self.boats:
            boat.came_in = False

    def all_in(self) -> bool:
        """Whether every client was subscribed anew since the last muster, and still is."""
        return self._came_in == len(self.boats)

    def close(self) -> None:
        """Hang up all."""
        for boat in self.boats:
            if boat.line is not None:
                boat.line.close()
        self.posts.close()
        self._ready.close()

    # what happens

    def _publish_due(self, now: float) -> None:
        while self._pace is not None and self.posts.idle and self._pace.due(now, 0):
            channel = self._channels[self.published.total() % len(self._channels)]
            self.published[channel] += 1
            self.posts.send(channel, b'{"n":%d}' % self.published[channel])

    def _timers_due(self, now: float) -> None:
        while self._timers and self._timers[0][0] <= now:
            _, _, tries, boat = heapq.heappop(self._timers)
            if tries != boat.tries or boat.client.live:
                continue  # of an attempt that is over
            if boat.line is None:
                self._set_out(boat)
            else:
                self._lose(boat, "no answer in time")

    def _event(self, number: int, event: int) -> None:
        if number in self.posts.sockets:
            self.posts.answered(number)
            return
        boat = self._by_number.get(number)
        if boat is None or boat.line is None:
            return
        try:
            if boat.open:
                self._heard(boat, boat.line)
            elif event & (select.EPOLLOUT | select.EPOLLERR | select.EPOLLHUP):
                self._reached(boat, boat.line)
        except (OSError, LetDownError) as why:
            self._lose(boat, str(why) or type(why).__name__)

    def _heard(self, boat: Boat, line: socket.socket) -> None:
        chunk = line.recv(CHUNK)
        if not chunk:
            raise LetDownError("closed")
        was_live = boat.client.live
        answer = boat.client.heard(chunk)
        if boat.client.live and not was_live:
            boat.attempt = 0
        if boat.client.live is not was_live:
            self._count_in(boat, now_in=boat.client.live)
        if answer:
            line.send(answer)

    # coming and going

    def _count_in(self, boat: Boat, *, now_in: bool) -> None:
        self._came_in += now_in - boat.came_in
        boat.came_in = now_in

    def _set_out(self, boat: Boat) -> None:
        line = socket.socket()
        line.settimeout(0.0)
        result = line.connect_ex(("127.0.0.1", self.port))
        if result not in UNDER_WAY:
            line.close()
            self._come_again(boat)
            return
        boat.line, boat.open = line, False
        self._by_number[line.fileno()] = boat
        self._ready.register(line.fileno(), select.EPOLLOUT)
        self._at(time.perf_counter() + ATTEMPT_S, boat)

    def _reached(self, boat: Boat, line: socket.socket) -> None:
        problem = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if problem:
            raise OSError(problem, "not reached")
        self.accepted_at.append(time.perf_counter())
        boat.open = True
        self._ready.modify(line.fileno(), select.EPOLLIN)
        line.send(boat.client.opened(self.port))

    def _lose(self, boat: Boat, why: str) -> None:
        self.let_down[why] += 1
        boat.client.live = False
        self._count_in(boat, now_in=False)
        if boat.line is not None:
            del self._by_number[boat.line.fileno()]
            boat.line.close()
            boat.line = None
        self._come_again(boat)

    def _come_again(self, boat: Boat) -> None:
        boat.tries += 1
        wait = self.backoff.wait(boat.attempt)
        boat.attempt += 1
        self._at(time.perf_counter() + wait, boat)

    def _at(self, when: float, boat: Boat) -> None:
        self._serial += 1
        heapq.heappush(self._timers, (when, self._serial, boat.tries, boat))
