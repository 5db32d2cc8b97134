"""Several processes of one role behind one port: they share the listening socket, and each is kept alive."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence

from hub.boot.enter import PREPARED
from hub.boot.layout import here
from hub.boot.say import say
from hub.embedded.spawn import spawn
from hub.supervise.kept import Kept
from hub.supervise.listen import listen
from hub.supervise.supervisor import StartFailedError, StopRequested, Supervisor

LISTEN_FD = "CAREWIRE_LISTEN_FD"


def run_workers(words: Sequence[str], count: int, host: str, port: int) -> int:
    """Run ``hub <words>`` ``count`` times until a stop signal (0); 2 when the port cannot be had."""
    try:
        with Supervisor() as supervisor, listen(host, port) as line:
            for number in range(1, count + 1):
                start = _worker(words, line.fileno())
                supervisor.keep(Kept(f"{words[0]} {number}", start, lambda _: True, 0))
            supervisor.forever()
    except StopRequested:
        return 0
    except StartFailedError as error:
        say(str(error))
        return 2


def _worker(words: Sequence[str], fd: int) -> Callable[[], subprocess.Popen[bytes]]:
    def start() -> subprocess.Popen[bytes]:
        return spawn(
            [sys.executable, "-m", "hub", *words],
            env={**os.environ, LISTEN_FD: str(fd), PREPARED: "1"},
            cwd=here().root,
            dies_with=signal.SIGKILL,
            output=None,
            pass_fds=[fd],
        )

    return start
