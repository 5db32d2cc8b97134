"""What leaves a node: messages gather with their receivers during a loop tick and go out together at its end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from channels.protocol.codec import Codec
    from channels.protocol.codes import CutCode


class Member(Protocol):
    """One receiver as its rooms know it.

    Whoever puts the first message into an empty `outbox` also appends the member to `Outflow.dirty`; a room does both
    by itself, since a call for each delivered message would be the dearest line of the server.
    """

    codec: Codec
    outbox: list[bytes]

    def cut(self, channel: str, why: CutCode) -> None:
        """End one subscription from the server's side; the room has let go of it already."""
        ...

    def flush(self) -> None:
        """Write what has gathered. Called once for each entry in `Outflow.dirty`."""
        ...


class Outflow:
    """The receivers of one node that have something to write."""

    __slots__ = ("_scheduled", "dirty")

    def __init__(self) -> None:
        """Nothing has gathered yet."""
        self.dirty: list[Member] = []
        """The same list for good: rooms hold it while they pass on."""
        self._scheduled = False

    def flush_soon(self) -> None:
        """Let everything that gathered in this loop tick go out at its end."""
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        self._scheduled = False
        dirty = self.dirty[:]
        self.dirty.clear()
        for member in dirty:
            member.flush()
