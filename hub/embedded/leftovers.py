"""Servers of an earlier run that still work on a data folder."""

import os
import signal
import time
from pathlib import Path

# A server whose parent was killed is stopping by itself; this is how long each firmer request is waited for.
PATIENCE_S = 8.0
LOOK_EVERY_S = 0.02


def occupants(folder: Path, program: str) -> list[int]:
    """The processes of `program` that work in `folder` (both servers change into their data folder)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            inside = (entry / "cwd").readlink() == folder
            same = inside and (entry / "exe").readlink().name.split(" ")[0] == program
        except OSError:  # gone meanwhile, or somebody else's: then it cannot be working on our folder
            continue
        if same:
            found.append(int(entry.name))
    return found


def wait_for_leftovers(folder: Path, program: str) -> None:
    """Return when nobody works in `folder` any more: wait, then ask to stop, then kill."""
    for request in (None, signal.SIGINT, signal.SIGKILL):
        if not (pids := occupants(folder, program)):
            return
        if request is not None:
            _signal_all(pids, request)
        _wait(folder, program)


def _wait(folder: Path, program: str) -> None:
    limit = time.monotonic() + PATIENCE_S
    while occupants(folder, program) and time.monotonic() < limit:
        time.sleep(LOOK_EVERY_S)


def _signal_all(pids: list[int], request: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, request)
        except ProcessLookupError:
            continue
