"""`channels --config FILE` as its user starts it, with its processes at hand to be killed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import psutil

from hub.boot.enter import PREPARED
from hub.embedded.spawn import spawn
from tests.kit.up import ROOT, eventually

PATIENCE = 60.0
"""Seconds for a start: machines that run tests are busy."""


@dataclass
class Served:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    scheme: str = "http"

    @property
    def base(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def socket(self) -> str:
        """The address of the WebSocket."""
        return f"{self.scheme.replace('http', 'ws')}://127.0.0.1:{self.port}/connection/websocket"

    @property
    def said(self) -> str:
        """Standard output and standard error up to now."""
        return self.log.read_text("utf-8")

    def call(self, method: str, key: str, **params: Any) -> Any:
        """One request to the server API."""
        answer = httpx.post(f"{self.base}/api/{method}", json=params, headers={"X-API-Key": key}, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def kill(self) -> None:
        """End it as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM; its exit status."""
        # One that a test has stopped could not hear it.
        os.killpg(self.process.pid, signal.SIGCONT)
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def children(self) -> list[psutil.Process]:
        """The workers."""
        return psutil.Process(self.process.pid).children()


@contextlib.contextmanager
def serving(
    config: Mapping[str, Any], *words: str, port: int = 0, env: Mapping[str, str] | None = None, wait: bool = True
) -> Iterator[Served]:
    """A server for the length of a block, on a port that the kernel chose unless one is named."""
    folder = Path(tempfile.mkdtemp(prefix="carewire-channels-"))
    server = None
    try:
        server = _started(folder, config, ("--port", str(port), *words), env or {})
        if wait:
            wait_until_ready(server)
        yield server
    finally:
        if server is not None and server.process.poll() is None:
            server.stop()
        shutil.rmtree(folder)


def ended(config: Mapping[str, Any] | str, *words: str, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """The exit status, and what was said, of a server that is not to come up."""
    folder = Path(tempfile.mkdtemp(prefix="carewire-channels-"))
    try:
        server = _started(folder, config, words, env or {})
        try:
            return server.process.wait(PATIENCE), server.said
        finally:
            server.process.kill()
            server.process.wait()
    finally:
        shutil.rmtree(folder)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _started(folder: Path, config: Mapping[str, Any] | str, words: tuple[str, ...], env: Mapping[str, str]) -> Served:
    file, log = folder / "config.json", folder / "log"
    file.write_text(config if isinstance(config, str) else json.dumps(config), "utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CAREWIRE_", "CENTRIFUGO_"))}
    with log.open("wb") as output:
        process = spawn(
            [sys.executable, "-m", "hub", "channels", "--config", file, *words],
            env={**clean, PREPARED: "1", **env},
            cwd=ROOT,
            dies_with=signal.SIGKILL,
            output=output,
        )
    port = int(words[words.index("--port") + 1]) if "--port" in words else 0
    return Served(process, port, log, "https" if "CAREWIRE_TLS_CERT" in env else "http")


def wait_until_ready(server: Served) -> None:
    """It says so itself and names its port; several workers of one port do not and are asked."""

    def look() -> bool | None:
        assert server.process.poll() is None, f"the server ended:\n{server.said}"
        found = [line.split()[1] for line in server.said.splitlines(keepends=True) if _is_ready(line)]
        if found:
            server.port = int(found[0].rsplit(":", 1)[1])
        return bool(found) or (status(server, "/ready") == HTTPStatus.OK if server.port else False) or None

    try:
        eventually(look, "the server is not ready", PATIENCE)
    except AssertionError:
        server.process.kill()
        raise


def status(server: Served, path: str) -> int:
    """The status of a page; 0: not even a connection."""
    try:
        return httpx.get(f"{server.base}{path}", timeout=5).status_code
    except httpx.TransportError:
        return 0


def _is_ready(line: str) -> bool:
    return line.startswith("ready ") and line.endswith("\n")


def until(condition: Any, seconds: float = PATIENCE) -> None:
    """Wait until it is so; fail after a while."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)
