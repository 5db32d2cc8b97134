"""Many subscribers on plain sockets: opened batch by batch, joined, and kept alive."""

from __future__ import annotations

import contextlib
import select
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.load import frames
from bench.peers.peer import Joining, Peer, Step

BATCH = 100
PATIENCE_S = 15.0
PER_SOURCE = 20_000
CHUNK = 16_384


class RefusedError(Exception):
    """The server did not let a subscriber in."""


@dataclass(slots=True)
class Crowd:
    """Open subscribers of one server. `channel_of` maps a socket's number to its channel."""

    port: int
    sockets: dict[int, socket.socket] = field(default_factory=dict)
    channel_of: dict[int, str] = field(default_factory=dict)
    members: dict[str, int] = field(default_factory=dict)
    joining: Joining = field(default_factory=lambda: Joining("/"))

    def enter(self, peer: Peer, channels: Sequence[str]) -> None:
        """One subscriber for each entry of `channels`. Raises RefusedError."""
        with _watched(self.sockets) as ready:
            for start in range(0, len(channels), BATCH):
                for number in self._enter_batch(peer, channels[start : start + BATCH]):
                    ready.register(number, select.EPOLLIN)
                self._answer(ready, 0.0)

    def _enter_batch(self, peer: Peer, channels: Sequence[str]) -> list[int]:
        first = len(self.sockets)
        fresh = [_connected(self.port, first + number) for number in range(len(channels))]
        ways = [peer.joining(channel) for channel in channels]
        self.joining = ways[0]
        for one, way in zip(fresh, ways, strict=True):
            one.sendall(frames.upgrade(way.path, self.port))
        left = [_until(one, b"\r\n\r\n", b"") for one in fresh]
        for steps in zip(*(way.steps for way in ways), strict=True):
            left = _walk(fresh, steps, left)
        for one, channel in zip(fresh, channels, strict=True):
            self._add(one, channel)
        return [one.fileno() for one in fresh]

    def rest(self, seconds: float) -> None:
        """Do nothing for so long but answer the server's pings."""
        until = time.monotonic() + seconds
        with _watched(self.sockets) as ready:
            while (left := until - time.monotonic()) > 0:
                self._answer(ready, left)

    def gone(self) -> int:
        """How many of the connections the server has closed."""
        with _watched(self.sockets) as ready:
            return sum(self._ended(number) for number, _ in ready.poll(0, len(self.sockets)))

    def _answer(self, ready: select.epoll, wait: float) -> None:
        for number, _ in ready.poll(wait, len(self.sockets)):
            chunk = self.sockets[number].recv(CHUNK)
            if not chunk:
                raise RefusedError("the server closed a connection")
            if self.joining.ping and frames.from_server(self.joining.ping) in chunk:
                self.sockets[number].send(frames.text(self.joining.pong))

    def _ended(self, number: int) -> bool:
        try:
            return not self.sockets[number].recv(CHUNK)
        except ConnectionError:
            return True

    def leave(self) -> None:
        """Hang up."""
        for one in self.sockets.values():
            one.close()
        self.sockets.clear()

    def _add(self, one: socket.socket, channel: str) -> None:
        one.settimeout(0.0)
        self.sockets[one.fileno()] = one
        self.channel_of[one.fileno()] = channel
        self.members[channel] = self.members.get(channel, 0) + 1


@contextlib.contextmanager
def _watched(sockets: Iterable[int]) -> Iterator[select.epoll]:
    ready = select.epoll()
    try:
        for number in sockets:
            ready.register(number, select.EPOLLIN)
        yield ready
    finally:
        ready.close()


def _connected(port: int, number: int) -> socket.socket:
    # One source address has fewer than 30,000 ports.
    source = f"127.0.0.{1 + number // PER_SOURCE}"
    return socket.create_connection(("127.0.0.1", port), PATIENCE_S, (source, 0))


def _walk(fresh: Sequence[socket.socket], steps: Sequence[Step], left: Sequence[bytes]) -> list[bytes]:
    for one, step in zip(fresh, steps, strict=True):
        if step.say is not None:
            one.sendall(frames.text(step.say))
    return [_until(one, step.until, rest) for one, step, rest in zip(fresh, steps, left, strict=True)]


def _until(one: socket.socket, mark: bytes, heard: bytes) -> bytes:
    """Read until `mark` has come; what came after it."""
    while mark not in heard:
        chunk = one.recv(CHUNK)
        if not chunk:
            raise RefusedError(f"closed instead of {mark!r}: {heard[:200]!r}")
        heard += chunk
    if heard.startswith(b"HTTP/") and b" 101 " not in heard[:16]:
        raise RefusedError(repr(heard[:200]))
    return heard.partition(mark)[2]
