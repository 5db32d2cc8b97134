"""Peers that are Python libraries: a small application of `programs/` under uvicorn with uvloop and httptools."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.peers.install import python_packages, python_versions
from bench.peers.peer import Joining, Post, Step, Wishes
from bench.rig.child import Launch

PROGRAMS = Path(__file__).parent / "programs"
SERVER = ("uvicorn", "uvloop", "httptools", "websockets")
# Compression and the pings of the WebSocket layer are off for all: the load offers the one and spares the other.
OPTIONS = (
    "--loop=uvloop",
    "--http=httptools",
    "--ws=websockets-sansio",
    "--ws-per-message-deflate=false",
    "--ws-ping-interval=86400",
    "--log-level=warning",
    "--no-access-log",
    "--backlog=4096",
    "--timeout-keep-alive=86400",
    "--timeout-graceful-shutdown=1",
)


@dataclass(frozen=True, slots=True)
class PythonApp:
    """A Python peer; `program` is a module of `programs/` with an ASGI application `app`."""

    name: str
    packages: Sequence[str]
    program: str
    greeting: Sequence[Step] = ()
    ping: bytes = b""
    pong: bytes = b""
    path: str = "/sub/{channel}"

    def prepare(self, cache: Path) -> str:
        """See `Peer.prepare`."""
        python_packages(cache / self.name, (*self.packages, *SERVER))
        return python_versions(cache / self.name, (*self.packages, *SERVER))

    def launch(self, cache: Path, home: Path, port: int, wishes: Wishes) -> Launch:
        """See `Peer.launch`; none of these peers has an option that a bench wishes."""
        del wishes
        program = cache / self.name / "bin" / "uvicorn"
        # Not from our own folder: one of these peers has a package of the same name as one of ours.
        env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        where: list[str | Path] = ["--app-dir", PROGRAMS, "--port", str(port), f"{self.program}:app"]
        return Launch([program, *OPTIONS, *where], {**env, "PYTHONDONTWRITEBYTECODE": "1"}, home)

    def joining(self, channel: str) -> Joining:
        """See `Peer.joining`."""
        steps = [Step(s.say and s.say.replace(b"CHANNEL", channel.encode()), s.until) for s in self.greeting]
        return Joining(self.path.format(channel=channel), steps, self.ping, self.pong)

    def publication(self, channel: str, payload: bytes) -> Post:
        """See `Peer.publication`."""
        return Post(f"/pub/{channel}", payload)
