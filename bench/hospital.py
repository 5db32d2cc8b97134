"""A whole hospital for a bench: embedded parts, the processes of ``up``, and many rooms."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from domains.queue.commands.rooms import OpenRoom
from hub import demo, schema
from hub.demo import founder
from hub.embedded import postgres, valkey
from hub.house import open_house
from hub.settings import Settings
from hub.supervise.shares import SHARES

TOGETHER: Final = (("serve",), ("work",))
AS_UP: Final = (("serve",), *(("work", *share) for share in reversed(SHARES)))
PASSWORD = "Carewire-2026"  # noqa: S105 - the demo's printed password


@dataclass(frozen=True, slots=True)
class Hospital:
    """Where it serves, and the processes to watch."""

    port: int
    database_url: str
    serve: psutil.Process
    work: psutil.Process
    """Rules, timers and the rest behind the scenes."""
    live: list[psutil.Process]
    """Relay and feed, where they are a process of their own."""
    postgres: psutil.Process
    valkey: psutil.Process

    def cpu(self) -> dict[str, float]:
        """CPU seconds used so far, by part; PostgreSQL with all its backends."""
        backends = [self.postgres, *self.postgres.children(recursive=True)]
        parts = {
            "serve": [self.serve],
            "work": [self.work],
            "live": self.live,
            "valkey": [self.valkey],
            "postgres": backends,
        }
        return {name: sum(_cpu(p) for p in processes) for name, processes in parts.items()}


def _cpu(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


@contextlib.contextmanager
def hospital(rooms: int, *, together: bool = False) -> Iterator[Hospital]:
    """Start everything with ``rooms`` extra rooms ``b0``, ``b1`` ...; stop and forget it in the end.

    The processes are those of ``up``; ``together``: all roles in one ``work``.
    """
    home = Path(tempfile.mkdtemp(prefix="carewire-bench-"))
    home.chmod(0o711)
    database = postgres.start(home / "postgres", {"track_commit_timestamp": "on"})
    redis = valkey.start(home / "valkey")
    children: list[subprocess.Popen[bytes]] = []
    try:
        port = _free_port()
        secret, storage = secrets.token_hex(32), (home / "files").as_uri()
        asyncio.run(_furnish(Settings(database.url, redis.url, secret, storage_url=storage, demo=True), rooms))
        environment = {
            **os.environ,
            "CAREWIRE_DATABASE_URL": database.url,
            "CAREWIRE_REDIS_URL": redis.url,
            "CAREWIRE_SECRET": secret,
            "CAREWIRE_STORAGE_URL": storage,
            "CAREWIRE_PORT": str(port),
            "CAREWIRE_WORKER": "bench",
        }
        children = [_child(words, environment) for words in (TOGETHER if together else AS_UP)]
        _wait(port)
        serve, work, *live = (psutil.Process(c.pid) for c in children)
        yield Hospital(port, database.url, serve, work, live, psutil.Process(database.pid), psutil.Process(redis.pid))
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()
        redis.stop()
        database.stop()
        shutil.rmtree(home, ignore_errors=True)


def _child(words: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    program = f"import sys; from hub.cli import main; sys.exit(main({list(words)!r}))"
    return subprocess.Popen([sys.executable, "-c", program], env=environment)  # noqa: S603 - ourselves


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=2)
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not get ready within 30 s")


async def _furnish(settings: Settings, rooms: int) -> None:
    await schema.upgrade(settings.database_url)
    async with open_house(settings) as house:
        await demo.seed(house, PASSWORD)
        for number in range(rooms):
            room = OpenRoom(id=f"b{number}", name=f"B{number} 室", campus="压测", exam_types=("CT",))
            await house.dispatch(founder(house, "demo"), room)
