"""Roles are forked from the supervisor, which has imported them all once: an import takes seconds, a fork does not."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NoReturn

import setproctitle

from hub.boot.layout import here
from hub.embedded.spawn import die_with_parent
from hub.supervise.supervisor import HANDLED

FAILED: Final = 1


class Forked:
    """A forked child, looked after like a ``subprocess.Popen``."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code (minus the signal that killed it); None while it runs."""
        return self._collect(os.WNOHANG)

    def wait(self) -> int | None:
        """The same, once it has ended."""
        return self._collect(0)

    def send_signal(self, sig: int) -> None:
        """Nothing happens when it has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def _collect(self, how: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, how)
            if pid == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def prepare(verbs: Sequence[str]) -> None:
    """Import what these verbs need, and keep the collector of garbage away from it: its pages stay shared."""
    for verb in verbs:
        importlib.import_module(f"hub.verbs.{verb.replace('-', '_')}")
    # By name: `up` itself shall not wait for all that this imports before it starts the database.
    importlib.import_module("hub.module").discover()
    gc.collect()
    gc.freeze()


def fork(words: Sequence[str], env: Mapping[str, str], keep_fds: Sequence[int]) -> Forked:
    """Carry out ``hub <words>`` in a child that has nothing of ours but what was imported and these descriptors.

    Killed with us at once: what it holds is safe in the database. Only in a main thread that is the only one: the death
    signal follows the thread, and a fork copies no other.
    """
    if threading.current_thread() is not threading.main_thread() or threading.active_count() > 1:
        raise RuntimeError("roles are forked from a main thread that has no other beside it")
    sys.stdout.flush()
    sys.stderr.flush()
    settle = die_with_parent(signal.SIGKILL, os.getpid())
    with _blocked(HANDLED):
        pid = os.fork()
        if not pid:
            _live(settle, words, env, keep_fds)
    return Forked(pid)


def _live(
    settle: Callable[[], None] | None, words: Sequence[str], env: Mapping[str, str], keep_fds: Sequence[int]
) -> NoReturn:
    """The child's whole life; never returns."""
    code = FAILED
    try:
        for number in HANDLED:
            signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)
        os.setsid()
        if settle is not None:
            settle()
        _forget(keep_fds)
        os.chdir(here().root)
        # It finds the place of the title by the environment as the process got it.
        setproctitle.setproctitle(" ".join(("python3 -m hub", *words)))
        os.environ.clear()
        os.environ.update(env)
        # By name: the command line knows `up`, which knows us.
        code = importlib.import_module("hub.cli").main(words)
    except SystemExit as asked:
        code = asked.code if isinstance(asked.code, int) else FAILED
    except BaseException:  # noqa: BLE001 - the last frame of this process: whatever it was is written down
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _forget(keep_fds: Sequence[int]) -> None:
    """Close what the supervisor had open: its lock of the data folder, its sockets, its terminal's input."""
    last = 2
    for fd in sorted(keep_fds):
        os.closerange(last + 1, fd)
        last = fd
    os.closerange(last + 1, os.sysconf("SC_OPEN_MAX"))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


@contextlib.contextmanager
def _blocked(signals: frozenset[signal.Signals]) -> Iterator[None]:
    """None of these is lost between the fork and the child's own way with it: it waits."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
