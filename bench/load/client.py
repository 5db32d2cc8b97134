"""A minimal client of the Centrifuge protocol (JSON) with recovery: bytes in, bytes out, no sockets of its own.

It remembers the last offset it has seen, asks for what came after it at each return, and counts what it was never
given and what it was given twice.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from bench.load import frames

CLOSE, TEXT = 8, 1
ENOUGH_OF_HEAD = 300
SUBSCRIBE: Final = 2


class Publication(msgspec.Struct):
    """A publication as far as it matters here."""

    offset: int = 0


class Subscribed(msgspec.Struct):
    """The answer to a subscribe."""

    epoch: str = ""
    offset: int = 0
    recovered: bool = False
    was_recovering: bool = False
    publications: list[Publication] = []


class Push(msgspec.Struct):
    """A push: a publication, or the end of a subscription."""

    pub: Publication | None = None
    unsubscribe: dict[str, Any] | None = None


class Reply(msgspec.Struct):
    """Anything a server says."""

    id: int = 0
    error: dict[str, Any] | None = None
    subscribe: Subscribed | None = None
    push: Push | None = None


class LetDownError(Exception):
    """The server refused, or closed; the client has to come again."""


_decode = msgspec.json.Decoder(Reply).decode


class Client:
    """One subscriber of one channel, over all its connections."""

    __slots__ = ("_buffer", "_upgraded", "channel", "doubled", "epoch", "live", "lost", "offset", "unrecovered")

    def __init__(self, channel: str) -> None:
        """Nothing has been heard yet."""
        self.channel = channel
        self.epoch = ""
        self.offset = -1
        self.live = False
        self.lost = self.doubled = self.unrecovered = 0
        self._buffer = bytearray()
        self._upgraded = False

    def opened(self, port: int) -> bytes:
        """A new connection is open: what to say first."""
        self._buffer.clear()
        self._upgraded = self.live = False
        return frames.upgrade("/connection/websocket", port)

    def heard(self, chunk: bytes) -> bytes:
        """Bytes have come: what to answer. Raises LetDownError."""
        self._buffer += chunk
        if not self._upgraded:
            return self._head()
        answers = bytearray()
        for opcode, payload in frames.take(self._buffer):
            if opcode == CLOSE:
                raise LetDownError(payload[2:].decode("utf-8", "replace"))
            if opcode == TEXT:
                for line in payload.split(b"\n"):
                    answers += self._line(line)
        return bytes(answers)

    def _head(self) -> bytes:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return b""
        if not head.startswith(b"HTTP/1.1 101"):
            raise LetDownError(head[:ENOUGH_OF_HEAD].decode("latin-1"))
        self._upgraded, self._buffer = True, rest
        return frames.text(b'{"id":1,"connect":{}}\n' + self._subscribe()) + (self.heard(b"") if rest else b"")

    def _subscribe(self) -> bytes:
        wish: dict[str, object] = {"channel": self.channel}
        if self.offset >= 0:
            wish |= {"recover": True, "epoch": self.epoch, "offset": self.offset}
        return msgspec.json.encode({"id": SUBSCRIBE, "subscribe": wish})

    def _line(self, line: bytes) -> bytes:
        if line == b"{}":
            return frames.text(b"{}")
        reply = _decode(line)
        if reply.error is not None:
            raise LetDownError(str(reply.error))
        if reply.subscribe is not None:
            self._settle(reply.subscribe)
        elif reply.push is not None and reply.push.pub is not None:
            self._see(reply.push.pub.offset)
        elif reply.push is not None and reply.push.unsubscribe is not None:
            self.live = False
            return frames.text(self._subscribe())
        return b""

    def _settle(self, answer: Subscribed) -> None:
        self.live = True
        if self.offset >= 0 and answer.recovered:
            for publication in answer.publications:
                self._see(publication.offset)
            return
        if self.offset >= 0:
            self.unrecovered += 1
            self.lost += max(0, answer.offset - self.offset) if answer.epoch == self.epoch else 1
        self.epoch, self.offset = answer.epoch, answer.offset

    def _see(self, offset: int) -> None:
        if offset <= self.offset:
            self.doubled += 1
            return
        self.lost += offset - self.offset - 1
        self.offset = offset
