"""Carewire's own messaging server: `channels --config FILE`, in the environment that the bench runs in."""

from __future__ import annotations

import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

from bench.peers import centrifuge
from bench.peers.peer import Joining, Post, Wishes
from bench.rig.child import Launch
from hub.boot.enter import PREPARED

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "hub", "channels")


class Carewire:
    """See the module's text."""

    name = "carewire"

    def prepare(self, cache: Path) -> str:
        """See `Peer.prepare`; it is here already."""
        del cache
        return ", ".join(f"{name} {version(name)}" for name in ("picows", "uvloop", "uvicorn"))

    def launch(self, cache: Path, home: Path, port: int, wishes: Wishes) -> Launch:
        """See `Peer.launch`."""
        del cache
        file = home / "carewire.json"
        file.write_text(json.dumps(centrifuge.settings(wishes)), "utf-8")
        return Launch([*PROGRAM, "--config", file, "--port", str(port)], {**os.environ, PREPARED: "1"}, ROOT)

    def joining(self, channel: str) -> Joining:
        """See `Peer.joining`."""
        return centrifuge.joining(channel)

    def publication(self, channel: str, payload: bytes) -> Post:
        """See `Peer.publication`."""
        return centrifuge.publication(channel, payload)
