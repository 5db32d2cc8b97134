"""A `Socket` that is the body of an HTTP response."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from channels.protocol.replies import Cut, Push

if TYPE_CHECKING:
    from channels.protocol.codec import Codec

Framing = Callable[[bytes], bytes]
"""How a frame of messages stands in the body."""


def lines(frame: bytes) -> bytes:
    """JSON messages, each ended by a line feed."""
    return frame + b"\n"


def bare(frame: bytes) -> bytes:
    """Protobuf messages bring their lengths with them."""
    return frame


def events(frame: bytes) -> bytes:
    """JSON messages as server-sent events."""
    return b"data: " + frame.replace(b"\n", b"\n\ndata: ") + b"\n\n"


class BodySocket:
    """Collects what the connection writes until the response has taken it. See `Socket`."""

    def __init__(self, codec: Codec, framing: Framing) -> None:
        """Nothing is written."""
        self.fd = -1
        self._codec, self._framing = codec, framing
        self._chunks: list[bytes] = []
        self._changed = asyncio.Event()
        self._ended = False
        self.aborted = asyncio.Event()
        """Set when the client is not to be waited for any more."""

    def send(self, frame: bytes) -> None:
        """See `Socket.send`."""
        if not self._ended:
            self._chunks.append(self._framing(frame))
            self._changed.set()

    def write(self, data: bytes) -> None:
        """See `Socket.write`: nothing is ever begun at a descriptor."""
        raise AssertionError(f"{len(data)} bytes of a frame that this socket has not seen")

    def close(self, code: int, reason: str) -> None:
        """See `Socket.close`: the client is told by a push, then the response ends."""
        self.send(self._codec.push(Push(disconnect=Cut(code, reason))))
        self._ended = True
        self._changed.set()

    def abort(self) -> None:
        """See `Socket.abort`."""
        self._ended = True
        self._changed.set()
        self.aborted.set()

    async def chunk(self) -> bytes | None:
        """What to write next; None at the end."""
        while not self._chunks and not self._ended:
            await self._changed.wait()
            self._changed.clear()
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks) if chunks else None
