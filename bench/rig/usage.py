"""What a server with all its processes has used: CPU time and memory."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path

import psutil

TICKS = os.sysconf("SC_CLK_TCK")


def family(process: subprocess.Popen[bytes]) -> list[int]:
    """The process and everything it started, by number."""
    parent = psutil.Process(process.pid)
    return [parent.pid, *(child.pid for child in parent.children(recursive=True))]


def cpu_seconds(pids: list[int]) -> float:
    """User and system time so far, in seconds; threads included, processes that have ended not."""
    total = 0
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            # The name may hold blanks and brackets: the numbers begin after the last bracket (proc(5)).
            fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def pss_bytes(pids: list[int]) -> int:
    """Proportional set size in bytes: pages shared by several of these processes count once."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total
