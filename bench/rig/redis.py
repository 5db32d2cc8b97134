"""A Redis for the nodes of one bench: the Valkey that Carewire ships, on a port, keeping nothing on disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from bench.rig.child import Child, Launch, free_port, running
from hub.embedded.account import account_for_parts
from hub.embedded.binaries import valkey_binary


@contextlib.contextmanager
def redis(home: Path) -> Iterator[str]:
    """`host:port` of a running server. Raises DidNotStartError."""
    port = free_port()
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(home)]
    launch = Launch([valkey_binary(account_for_parts()), *words], dict(os.environ), home)
    with running(Child(launch, port, home / "redis.log")):
        yield f"127.0.0.1:{port}"
