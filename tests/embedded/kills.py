"""Killing the process that started a part."""

import subprocess
import sys
import time
from pathlib import Path

import psutil


def start_and_kill_parent(kind: str, folder: Path) -> psutil.Process:
    """Start a part in a process of its own, kill -9 that process, and return the part's server."""
    command = [sys.executable, "-m", "tests.embedded.starter", kind, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        server = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    return server


def has_ended(server: psutil.Process) -> bool:
    """Whether it runs no more; who has ended may still be listed until its new parent notices."""
    return not server.is_running() or server.status() == psutil.STATUS_ZOMBIE


def wait_gone(server: psutil.Process) -> bool:
    """Whether the server ends by itself within 10 s."""
    limit = time.monotonic() + 10
    while not has_ended(server):
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True
