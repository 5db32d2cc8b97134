"""Children that never outlive us."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol

from hub.embedded.account import Account

PR_SET_PDEATHSIG = 1


class Process(Protocol):
    """A child as whoever looks after it sees it: what ``subprocess.Popen`` says of one."""

    @property
    def pid(self) -> int:
        """Its number, and that of the session that it leads."""
        ...

    @property
    def returncode(self) -> int | None:
        """The exit code, or minus the signal that ended it; None while nobody has seen its end."""
        ...

    def poll(self) -> int | None:
        """The same, after a look."""
        ...

    def wait(self) -> int | None:
        """The same, once it has ended."""
        ...

    def send_signal(self, sig: int) -> None:
        """Nothing happens when it has ended."""
        ...


# Loaded here, not in the child: between fork and exec nothing may be imported or allocated without need.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(  # noqa: PLR0913  a process has that many sides
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path,
    dies_with: signal.Signals,
    account: Account | None = None,
    output: int | IO[bytes] | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C reaches only us, who stop the parts in order.

    When we are killed the kernel sends it `dies_with` (Linux only). That signal hangs on the thread that forked, so
    only the main thread may call this; others get a RuntimeError.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("children are started from the main thread: the death signal follows the forking thread")
    return subprocess.Popen(  # noqa: S603  the commands are our own
        [str(part) for part in argv],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        pass_fds=pass_fds,
        preexec_fn=die_with_parent(dies_with, os.getpid()),  # noqa: PLW1509  the main thread, nothing imported
        user=account.user if account else None,
        group=account.group if account else None,
        extra_groups=account.extra_groups if account else None,
    )


def die_with_parent(signum: signal.Signals, parent: int) -> Callable[[], None] | None:
    """What a child calls to get this signal when ``parent`` ends; None where there is no such thing (not Linux)."""
    if _libc is None:
        return None
    libc = _libc

    def ask_for_signal() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(signum))
        if os.getppid() != parent:  # we died between fork and prctl
            os._exit(1)

    return ask_for_signal


def signal_group(process: Process, signum: signal.Signals) -> None:
    """Signal the child and whatever it started; one that has gone meanwhile is fine."""
    try:
        os.killpg(process.pid, signum)
    except ProcessLookupError:
        return
