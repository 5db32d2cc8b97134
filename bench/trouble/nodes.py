"""The nodes under trial: each its own process, with an engine that they share."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.rig.child import Child, Launch, free_port
from bench.trouble.publisher import KEY
from bench.trouble.roads import HOST
from hub.boot.enter import PREPARED
from hub.embedded.spawn import signal_group

ROOT = Path(__file__).resolve().parents[2]
LONG, SHORT = 5000, 8
"""How many publications the channels keep: all of them, and so few that recovery must be refused now and then."""
KINDS = {"kept": LONG, "rows": LONG, "brief": SHORT}


def settings(engine: dict[str, Any]) -> dict[str, Any]:
    """A configuration file. Pings come often, so that clients notice a dead node soon; the rest is as it is."""
    free = {"allow_subscribe_for_client": True, "allow_subscribe_for_anonymous": True, "force_recovery": True}
    namespaces = [{"name": name, **free, "history_size": size, "history_ttl": "3600s"} for name, size in KINDS.items()]
    return {
        "client": {
            "insecure": True, "allowed_origins": ["*"], "ping_interval": "5s", "pong_timeout": "3s",
            "history_max_publication_limit": LONG,
        },
        "channel": {"namespaces": namespaces},
        "http_api": {"key": KEY},
        "http_stream": {"enabled": True},
        "engine": {"type": "redis", "redis": engine},
    }  # fmt: skip


class Node:
    """One process."""

    def __init__(self, name: str, home: Path, engine: dict[str, Any]) -> None:
        self.name, self.port = name, free_port()
        home.mkdir()
        file = home / "node.json"
        file.write_text(json.dumps(settings(engine)), "utf-8")
        words: Sequence[str | Path] = (
            sys.executable, "-m", "hub", "channels", "--config", file, "--port", str(self.port)
        )  # fmt: skip
        self._child = Child(Launch(words, {**os.environ, PREPARED: "1"}, ROOT), self.port, home / "server.log")

    @property
    def log(self) -> Path:
        """What it said."""
        return self._child.log

    def spawn(self) -> None:
        """Start it and return at once."""
        self._child.spawn()

    @property
    def listens(self) -> bool:
        """Whether its port is open."""
        with socket.socket() as probe:
            return probe.connect_ex((HOST, self.port)) == 0

    def kill(self) -> None:
        """End it as a power cut does."""
        self._child.kill()

    def freeze(self) -> None:
        """SIGSTOP."""
        signal_group(self._child.process, signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        signal_group(self._child.process, signal.SIGCONT)
