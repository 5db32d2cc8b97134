"""Publishers: kept-open HTTP/1.1 connections, one request at a time on each."""

from __future__ import annotations

import socket
from collections import deque
from dataclasses import dataclass, field

from bench.peers.peer import Peer

CHUNK = 16_384


class PublishError(Exception):
    """A publication was answered with something else than success."""


@dataclass(slots=True)
class Posts:
    """A pool of publishers. Those in `idle` may send."""

    port: int
    peer: Peer
    sockets: dict[int, socket.socket] = field(default_factory=dict)
    idle: deque[int] = field(default_factory=deque)

    def open(self, count: int) -> None:
        """Connect `count` publishers."""
        for _ in range(count):
            one = socket.create_connection(("127.0.0.1", self.port))
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sockets[one.fileno()] = one
            self.idle.append(one.fileno())

    def send(self, channel: str, payload: bytes) -> None:
        """Publish on an idle connection."""
        post = self.peer.publication(channel, payload)
        head = (
            f"POST {post.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{post.headers}"
            f"Content-Length: {len(post.body)}\r\n\r\n"
        )
        self.sockets[self.idle.popleft()].sendall(head.encode() + post.body)

    def answered(self, number: int) -> None:
        """Read from a publisher's connection; it is idle again once its answer has begun. Raises PublishError."""
        chunk = self.sockets[number].recv(CHUNK)
        if chunk.startswith(b"HTTP/1.1 2") and b'"error"' not in chunk:
            self.idle.append(number)
        elif not chunk or chunk.startswith(b"HTTP/") or b'"error"' in chunk:
            raise PublishError(repr(chunk[:300]) if chunk else "the server closed the connection")

    def close(self) -> None:
        """Hang up."""
        for one in self.sockets.values():
            one.close()
