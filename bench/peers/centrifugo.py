"""Centrifugo: the one that is installed, else the newest release, built where there is a Go tool chain."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from bench.peers import centrifuge
from bench.peers.install import go_program, output
from bench.peers.peer import Joining, Post, Wishes
from bench.rig.child import Launch

PACKAGE = "github.com/centrifugal/centrifugo/v6@latest"


class Centrifugo:
    """See the module's text. It has no option that joins messages over time, so that wish is left out."""

    name = "centrifugo"

    def prepare(self, cache: Path) -> str:
        """See `Peer.prepare`."""
        return output([_program(cache / self.name), "version"]).strip()

    def launch(self, cache: Path, home: Path, port: int, wishes: Wishes) -> Launch:
        """See `Peer.launch`."""
        without = Wishes(redis=wishes.redis, history=wishes.history)
        listen = {"http_server": {"address": "127.0.0.1", "port": port}, "log": {"level": "error"}}
        file = home / "centrifugo.json"
        file.write_text(json.dumps({**centrifuge.settings(without), **listen}), "utf-8")
        return Launch([_program(cache / self.name), "--config", file], dict(os.environ), home)

    def joining(self, channel: str) -> Joining:
        """See `Peer.joining`."""
        return centrifuge.joining(channel)

    def publication(self, channel: str, payload: bytes) -> Post:
        """See `Peer.publication`."""
        return centrifuge.publication(channel, payload)


def _program(folder: Path) -> Path:
    installed = shutil.which("centrifugo")
    return Path(installed) if installed else go_program(folder, PACKAGE, "centrifugo")
