"""The loop that keeps processes alive until it is told to stop."""

import os
import select
import signal
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import NoReturn, Self

from hub.boot.say import say
from hub.embedded.spawn import Process, signal_group
from hub.supervise.kept import Kept

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HANDLED = frozenset({*STOP_SIGNALS, signal.SIGCHLD})
PATIENCE_S = 10.0


class StopRequested(Exception):
    """Ctrl-C, SIGTERM or a closed terminal: leave the `with` block."""


class StartFailedError(Exception):
    """A step of the start failed or took too long; the message names it."""


class Supervisor:
    """Keeps what it is given alive inside a `with` block, and stops all of it, highest rank first, when the block ends.

    Every waiting method raises StopRequested once a stop signal came. Only in the main thread.
    """

    def __init__(self) -> None:
        self._kept: list[Kept] = []
        self._steps: list[Process] = []
        self._stop = False
        self._wake_read, self._wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            self._before[number] = signal.signal(number, self._note_stop)
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, _only_wake)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self._steps:
            signal_group(process, signal.SIGKILL)
            process.wait()
        self._stop_all()
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal itself returned
        os.close(self._wake_read)
        os.close(self._wake_write)

    def keep(self, kept: Kept) -> None:
        """Start it now, and again whenever it dies."""
        self._kept.append(kept)
        self._look()

    def until(self, reached: Callable[[], bool], *, what: str, within: float) -> None:
        """Wait for a condition; raises StartFailedError when it is not reached `within` seconds."""
        limit = time.monotonic() + within
        while not reached():
            if time.monotonic() > limit:
                raise StartFailedError(f"{what} 在 {within:.0f} 秒内未就绪。/ {what} was not ready in {within:.0f} s.")
            self._turn(0.02)

    def step(self, what: str, spawn: Callable[[], Process], *, within: float) -> None:
        """Run a process to its end; raises StartFailedError when it fails or takes longer than `within` seconds."""
        process = spawn()
        self._steps.append(process)
        self.until(lambda: process.poll() is not None, what=what, within=within)
        self._steps.remove(process)
        if process.returncode != 0:
            raise StartFailedError(f"{what} 失败。/ {what} failed with exit code {process.returncode}.")

    def forever(self) -> NoReturn:
        """Keep everything alive until a stop signal comes."""
        while True:
            self._turn(None)

    def _note_stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._stop = True

    def _turn(self, at_most: float | None) -> None:
        """Sleep until a signal, the next due look, or `at_most` seconds; then look after everyone."""
        if self._stop:
            raise StopRequested
        self._sleep(at_most)
        if self._stop:
            raise StopRequested
        self._look()

    def _sleep(self, at_most: float | None) -> None:
        now = time.monotonic()
        due = [seconds for kept in self._kept if (seconds := kept.next_look(now)) is not None]
        if at_most is not None:
            due.append(at_most)
        readable, _, _ = select.select([self._wake_read], [], [], min(due) if due else None)
        if readable:
            os.read(self._wake_read, 512)

    def _look(self) -> None:
        for kept in self._kept:
            kept.look(time.monotonic())

    def _stop_all(self) -> None:
        """Stop rank by rank, highest first; within a rank together."""
        for rank in sorted({kept.rank for kept in self._kept}, reverse=True):
            self._stop_group([kept for kept in self._kept if kept.rank == rank])

    def _stop_group(self, group: list[Kept]) -> None:
        for kept in group:
            kept.ask_to_stop()
        limit = time.monotonic() + PATIENCE_S
        while not all(kept.gone for kept in group) and time.monotonic() < limit:
            self._sleep(0.05)
        for kept in group:
            if not kept.gone:
                say(f"{kept.name} did not stop within {PATIENCE_S:.0f} s; killing it")
            kept.force_to_stop()


def _only_wake(number: int, frame: FrameType | None) -> None:
    """Let a child's death wake the loop, which then looks after everyone."""
    del number, frame
