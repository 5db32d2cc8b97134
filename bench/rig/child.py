"""Servers as children: started on their core, waited for, stopped, and never outliving the bench."""

from __future__ import annotations

import contextlib
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.rig.cores import on_core
from hub.embedded.spawn import signal_group, spawn

START_S = 30.0
OUTGOING = Path("/proc/sys/net/ipv4/ip_local_port_range")
LOWEST = 10_240
STOP_S = 10.0
LAST_WORDS = 200


class DidNotStartError(Exception):
    """A server ended or stayed silent; the text holds its last words."""


@dataclass(frozen=True, slots=True)
class Launch:
    """How to start one server: the command, its environment and folder."""

    argv: Sequence[str | Path]
    env: Mapping[str, str]
    cwd: Path


@dataclass(slots=True)
class Child:
    """One running server."""

    launch: Launch
    port: int
    log: Path
    core: int | None = None
    """Where it may run; anywhere when None."""
    process: subprocess.Popen[bytes] = field(init=False)

    def spawn(self) -> None:
        """Start it and return at once."""
        with self.log.open("ab") as log, on_core(self.core):
            self.process = spawn(
                self.launch.argv, env=self.launch.env, cwd=self.launch.cwd, dies_with=signal.SIGKILL, output=log
            )

    def start(self) -> None:
        """Start it and return once its port is open. Raises DidNotStartError."""
        self.spawn()
        until = time.monotonic() + START_S
        while not _open(self.port):
            if self.process.poll() is not None or time.monotonic() > until:
                end = self.process.poll()
                self.stop()
                how = f"served nothing within {START_S:g} s" if end is None else f"ended with {end}"
                said = self.log.read_text("utf-8", "replace").strip().splitlines() or ["no word"]
                raise DidNotStartError(f"{Path(self.launch.argv[0]).name} {how}: {said[-1][-LAST_WORDS:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it kindly, then firmly."""
        signal_group(self.process, signal.SIGTERM)
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it as a power cut does."""
        signal_group(self.process, signal.SIGKILL)
        self.process.wait()


@contextlib.contextmanager
def running(child: Child) -> Iterator[Child]:
    """A server for the length of a block."""
    child.start()
    try:
        yield child
    finally:
        child.stop()


def free_port() -> int:
    """A port that nobody uses now.

    Below the range from which the kernel serves outgoing connections: in that range a client, ours or anybody's,
    may take the port before the server has started. Raises OSError when none is free.
    """
    first_outgoing = int(OUTGOING.read_text("utf-8").split()[0])
    for _ in range(100):
        port = random.randrange(LOWEST, max(first_outgoing, LOWEST + 1000))  # noqa: S311 - no secret
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port found")


def _open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
