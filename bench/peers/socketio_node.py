"""Socket.IO on Node: rooms, in-memory adapter."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bench.peers.engineio import GREETING, PATH, PING, PONG
from bench.peers.install import npm_package
from bench.peers.peer import CannotRunError, Joining, Post, Step, Wishes
from bench.peers.python_app import PROGRAMS
from bench.rig.child import Launch


class SocketIo:
    """See the module's text."""

    name = "socket.io"

    def prepare(self, cache: Path) -> str:
        """See `Peer.prepare`."""
        return npm_package(cache / self.name, "socket.io")

    def launch(self, cache: Path, home: Path, port: int, wishes: Wishes) -> Launch:
        """See `Peer.launch`; there is nothing to set."""
        del wishes
        node = shutil.which("node")
        if node is None:
            raise CannotRunError("there is no Node here")
        env = {**os.environ, "NODE_PATH": str(cache / self.name / "node_modules"), "PORT": str(port)}
        return Launch([node, PROGRAMS / "socketio_app.cjs"], env, home)

    def joining(self, channel: str) -> Joining:
        """See `Peer.joining`."""
        steps = [Step(s.say and s.say.replace(b"CHANNEL", channel.encode()), s.until) for s in GREETING]
        return Joining(PATH, steps, PING, PONG)

    def publication(self, channel: str, payload: bytes) -> Post:
        """See `Peer.publication`."""
        return Post(f"/pub/{channel}", payload)
