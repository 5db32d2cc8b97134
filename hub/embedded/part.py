"""What the embedded parts have in common: prepared, started, watched, stopped."""

import fcntl
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from hub.embedded.errors import EmbeddedPartError
from hub.embedded.spawn import Process, signal_group

READY_WITHIN_S = 60.0
LOOK_EVERY_S = 0.01
ATTEMPTS = 3
LOG_LIMIT_BYTES = 10_000_000


class Part(Protocol):
    """One embedded server. A supervisor calls `prepare` once, `spawn` whenever none runs, and polls `ready`."""

    @property
    def name(self) -> str:
        """What to call it in messages."""
        ...

    @property
    def url(self) -> str:
        """How to reach it; stays the same over restarts."""
        ...

    @property
    def stop_signal(self) -> signal.Signals:
        """The signal for a quick and clean stop."""
        ...

    @property
    def log(self) -> Path:
        """What the server writes about itself."""
        ...

    def prepare(self) -> None:
        """Make everything that the first start needs."""
        ...

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server after clearing what a killed one left behind."""
        ...

    def ready(self, process: Process) -> bool:
        """Whether this very process serves now; never waits."""
        ...


@dataclass(slots=True)
class Running:
    """A started part. Close it with `stop`; it stops too when this process dies."""

    part: Part
    process: subprocess.Popen[bytes]
    _hold: IO[str] = field(repr=False)

    @property
    def url(self) -> str:
        """How to reach the server."""
        return self.part.url

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self.process.pid

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the server's end and return its exit code; `timeout` in seconds (subprocess.TimeoutExpired)."""
        return self.process.wait(timeout)

    def stop(self, patience: float = 10.0) -> None:
        """Stop cleanly, or by force after `patience` seconds; stopping twice is fine."""
        stop_process(self.process, self.part.stop_signal, patience)
        self._hold.close()


def stop_process(process: subprocess.Popen[bytes], stop_signal: signal.Signals, patience: float) -> None:
    """Ask the process to stop, and kill its group when it has not after `patience` seconds."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            signal_group(process, signal.SIGKILL)
            process.wait()


def start_part(part: Part, home: Path) -> Running:
    """Start a part that lives in `home` and return when it serves.

    Raises EmbeddedPartError when another process of ours has it running or when it does not come up.
    """
    hold = hold_folder(home, part.name)
    try:
        part.prepare()
        for attempt in range(1, ATTEMPTS + 1):
            process = part.spawn()
            if wait_ready(part, process):
                return Running(part, process, hold)
            stop_process(process, part.stop_signal, patience=5.0)
            time.sleep(0.1 * attempt)
    except BaseException:
        hold.close()
        raise
    hold.close()
    raise EmbeddedPartError(f"{part.name} 无法启动，详见 / {part.name} does not start; see {part.log}")


def wait_ready(part: Part, process: subprocess.Popen[bytes]) -> bool:
    """Wait until the part serves; False when its process ended or took longer than a minute."""
    limit = time.monotonic() + READY_WITHIN_S
    while process.poll() is None and time.monotonic() < limit:
        if part.ready(process):
            return True
        time.sleep(LOOK_EVERY_S)
    return False


def hold_folder(home: Path, name: str) -> IO[str]:
    """Claim a folder for this process; the claim ends when the returned file is closed or we die."""
    home.mkdir(parents=True, exist_ok=True)
    hold = (home / "lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        hold.close()
        raise EmbeddedPartError(
            f"{name} 已在使用此数据目录：{home}。/ {name} already runs on this data folder: {home}"
        ) from None
    return hold


def open_log(path: Path) -> IO[bytes]:
    """Open a server's log for appending; a grown one is put aside once, as `.old`."""
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".old"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
