"""What leaves a node: messages gather with their receivers and go out together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from channels.protocol.codec import Codec
    from channels.protocol.codes import CloseCode, CutCode


class Member(Protocol):
    """One receiver as its rooms know it.

    Whoever puts the first message into an empty `outbox` also appends the member to `Outflow.dirty`; a room does both
    by itself, since a call for each delivered message would be the dearest line of the server.
    """

    codec: Codec
    outbox: list[bytes]
    fd: int
    """The file descriptor to write frames to directly, or -1 while they must go through `take`.

    Not below 0 means: an open socket without encryption that speaks WebSocket, and nothing waits to be written to it.
    """

    def take(self, messages: list[bytes]) -> None:
        """Send messages now that could not be written directly."""
        ...

    def rest(self, frame: bytes, written: int) -> None:
        """Of a frame that was written directly only so many bytes went out; -1: the socket is broken."""
        ...

    def cut(self, channel: str, why: CutCode) -> None:
        """End one subscription from the server's side; the room has let go of it already."""
        ...

    def close(self, why: CloseCode) -> None:
        """End the connection. Harmless when closed."""
        ...

    def flush(self) -> None:
        """Write what has gathered. Called once for each entry in `Outflow.dirty`."""
        ...


class Spring(Protocol):
    """Something that gathers the same messages for many members."""

    def flush(self) -> None:
        """Write what has gathered."""
        ...


class Outflow:
    """The receivers of one node that have something to write, and the rooms that have something for all of theirs.

    What is for one member alone goes out at the end of the loop tick, and before what rooms say: a subscribe reply
    precedes its publications.
    """

    __slots__ = ("_gather", "_scheduled", "_springing", "_springs", "dirty", "frame_messages")

    def __init__(self, gather: float = 0.0, frame_messages: int = 16) -> None:
        """Nothing has gathered yet. `gather`: seconds that rooms' messages wait for others; 0: until the tick ends.

        `frame_messages`: how many of a room's messages go into one frame at most.
        """
        self.frame_messages = frame_messages
        self.dirty: list[Member] = []
        """The same list for good: rooms hold it while they pass on."""
        self._springs: list[Spring] = []
        self._scheduled = self._springing = False
        self._gather = gather

    def flush_soon(self) -> None:
        """Let what has gathered for members go out at the end of this loop tick."""
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._flush)

    def spring(self, spring: Spring) -> None:
        """A room has gathered its first message."""
        self._springs.append(spring)
        if not self._springing:
            self._springing = True
            loop = asyncio.get_running_loop()
            if self._gather > 0:
                loop.call_later(self._gather, self.flush)
            else:
                loop.call_soon(self.flush)

    def _flush(self) -> None:
        self._scheduled = False
        dirty = self.dirty[:]
        self.dirty.clear()
        for member in dirty:
            member.flush()

    def flush(self) -> None:
        """Write everything now."""
        self._springing = False
        if self.dirty:
            self._flush()
        springs, self._springs = self._springs, []
        for spring in springs:
            spring.flush()
