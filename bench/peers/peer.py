"""What the benches ask of a server, whichever it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.rig.child import Launch


class CannotRunError(Exception):
    """This peer cannot be measured here; the text says why, in half a sentence."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a server is to be set up for one bench.

    `joined_ms`: messages for one socket may wait so long for each other, where the server has an option for it.
    `redis`: `host:port` of a Redis to share with other nodes. `history`: publications that a channel keeps.
    """

    joined_ms: int = 0
    redis: str | None = None
    history: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of joining a channel: a text to send (or none), and what the answer contains."""

    say: bytes | None
    until: bytes


@dataclass(frozen=True, slots=True)
class Joining:
    """How a subscriber comes in: the path of the WebSocket, the steps, and the server's pings in the stream.

    `ping` is the text of a message that must be answered with the text `pong`; empty where there is none.
    """

    path: str
    steps: Sequence[Step] = ()
    ping: bytes = b""
    pong: bytes = b""


@dataclass(frozen=True, slots=True)
class Post:
    """A publication as an HTTP request."""

    path: str
    body: bytes
    headers: str = ""


class Peer(Protocol):
    """One server."""

    @property
    def name(self) -> str:
        """As it stands in tables and in `--only`."""
        ...

    def prepare(self, cache: Path) -> str:
        """Install what is missing below `cache`; returns the versions. Raises CannotRunError."""
        ...

    def launch(self, cache: Path, home: Path, port: int, wishes: Wishes) -> Launch:
        """How to start it on a port; `home` is an empty folder for its settings."""
        ...

    def joining(self, channel: str) -> Joining:
        """How to subscribe to a channel."""
        ...

    def publication(self, channel: str, payload: bytes) -> Post:
        """How to publish one JSON value."""
        ...
