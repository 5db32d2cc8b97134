"""The data of an installation that was started once: those that follow begin with a copy, founded and migrated."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.kit.servers import roomy

RUN: Final = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
"""All processes of a test run share one."""


def copy_seeded(target: Path, found: Callable[[Path], None]) -> None:
    """Put a copy at ``target``; ``found`` starts an installation on an empty folder and stops it, once per run."""
    folder = Path(roomy() or tempfile.gettempdir()) / f"carewire-seeded-{RUN}"
    with _alone(folder):
        if not (folder / "data").exists():
            folder.mkdir(mode=0o711, exist_ok=True)
            found(folder / "new")
            (folder / "new").rename(folder / "data")
            atexit.register(_forget, folder)
        # Owners too: as root the servers run as somebody else.
        subprocess.run(["cp", "-a", str(folder / "data"), str(target)], check=True)


def _forget(folder: Path) -> None:
    with _alone(folder):
        shutil.rmtree(folder, ignore_errors=True)
    folder.with_suffix(".lock").unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
