"""The whole program as its user starts it: ``python3 -m hub up``, with its processes at hand to be killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from hub.embedded.postgres import Postgres
from tests.kit.seeded import copy_seeded
from tests.kit.servers import PASSWORD, roomy

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


@dataclass
class Up:
    """A running installation."""

    process: subprocess.Popen[str]
    url: str
    data: Path
    home: Path
    """Its own data folder, in ``data``."""
    mllp: int
    """Where it takes HL7 v2 messages."""
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def database_url(self) -> str:
        """Where its PostgreSQL is."""
        part = Postgres(self.home / "postgres")
        part.prepare()
        return part.url

    def child(self, *words: str) -> psutil.Process:
        """The child whose command line has all these words; waits for it while it is being restarted."""

        def look() -> list[psutil.Process] | None:
            return self._children(words) or None

        found: psutil.Process = eventually(look, f"no process {words}")[0]
        return found

    def _children(self, words: tuple[str, ...]) -> list[psutil.Process]:
        found = []
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                line = " ".join(process.cmdline())
                if all(word in line for word in words):
                    found.append(process)
        return found

    def kill(self, *words: str) -> None:
        """kill -9 of all children whose command line has these words, and wait until they are gone."""
        self.child(*words)
        victims = self._children(words)
        for victim in victims:
            victim.send_signal(signal.SIGKILL)
        psutil.wait_procs(victims, timeout=10)

    def do(self, account: str, name: str, /, **fields: Any) -> Any:
        """Carry out a command or query as this account, as a patient client would: again while the house restarts."""
        headers = {"Authorization": f"Bearer {self.token(account)}", "Idempotency-Key": os.urandom(12).hex()}
        return self._post(name, fields, headers)

    def token(self, account: str) -> str:
        """An access token of this account."""
        if account not in self.tokens:
            self.tokens[account] = self.session(account)["token"]
        return self.tokens[account]

    def session(self, account: str) -> Any:
        """Sign in."""
        return self._post("access/sign-in", {"account": account, "password": PASSWORD}, {})

    def _post(self, name: str, fields: dict[str, Any], headers: dict[str, str]) -> Any:
        def post() -> httpx.Response | None:
            try:
                answer = httpx.post(f"{self.url}/api/{name}", json=fields, headers=headers, timeout=10)
            except httpx.TransportError:
                return None
            return None if answer.status_code == 503 else answer

        answer = eventually(post, f"no answer to {name}")
        if answer.status_code != 200:
            raise RefusedError(answer.json())
        return answer.json()


class RefusedError(Exception):
    """The house said no; the problem is the argument."""


def eventually(look: Callable[[], Any], complaint: str, seconds: float = PATIENCE) -> Any:
    """What ``look`` gives once it is not None."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = look()
        if found is not None:
            return found
        time.sleep(0.05)
    raise AssertionError(complaint)


@contextlib.contextmanager
def running(keep: tuple[str, ...] = ()) -> Iterator[Up]:
    """Start on a free port with data of its own, the demo founded; Ctrl-C in the end, and nothing may be left.

    ``keep``: settings of this process that the installation gets too.
    """
    data = Path(tempfile.mkdtemp(prefix="carewire-up-", dir=roomy()))
    data.chmod(0o711)
    try:
        copy_seeded(data / "data", _found)
        with _started(data / "data", keep) as up:
            yield up
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _found(data: Path) -> None:
    """Start for the first time, and stop when the demo's announcement is settled: nothing is half sent in a copy."""
    with _started(data, ()) as up:
        url = up.database_url()
        eventually(lambda: asyncio.run(_underway(url)) == 0 or None, "deliveries stay under way")


async def _underway(url: str) -> int:
    engine = create_async_engine(url)
    async with engine.connect() as db:
        open_ones = sa.text("select count(*) from messages_deliveries where ended_at is null")
        count = int((await db.execute(open_ones)).scalar_one())
    await engine.dispose()
    return count


@contextlib.contextmanager
def _started(data: Path, keep: tuple[str, ...]) -> Iterator[Up]:
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith("CAREWIRE_") or k in ("CAREWIRE_PREPARED", *keep)
    }
    mllp = _free_port()
    environment["CAREWIRE_MLLP_PORT"] = str(mllp)
    command = [sys.executable, "-m", "hub", "up", "--port", "0", "--data", str(data)]
    with data.with_suffix(".log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
        )
        try:
            yield Up(process, _ready(process, log.name), data.parent, data, mllp)
        finally:
            children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
            process.send_signal(signal.SIGINT)
            process.wait(30)
            _, left = psutil.wait_procs(children, timeout=5)
            if process.stdout is not None:
                process.stdout.close()
            if os.environ.get("CAREWIRE_KEEP_LOGS"):
                sys.stderr.write(Path(log.name).read_text("utf-8"))
            assert not left, f"left running: {left}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _ready(process: subprocess.Popen[str], log: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("ready "):
            return line.split()[1]
    raise AssertionError(f"up ended with {process.wait()}:\n{Path(log).read_text('utf-8')}")


@pytest.fixture(scope="module")
def up() -> Iterator[Up]:
    """One running installation for the tests of a module; one account may be at several windows."""
    with running() as started:
        started.do("admin", "access/save-policy", policy={"single_session": False})
        yield started
