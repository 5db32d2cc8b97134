"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import resource
import shlex
from pathlib import Path

HARD_ENOUGH = 65_536


def described() -> str:
    """Cores, processor, memory, kernel and Python in one line."""
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return (
        f"{cores} cores ({_processor()}), {gib:.0f} GiB, Linux {platform.release()}, Python {platform.python_version()}"
    )


def load_average() -> float:
    """The mean number of busy processes over the last minute, ours included: how quiet the machine was."""
    return os.getloadavg()[0]


def command(name: str, argv: list[str] | tuple[str, ...]) -> str:
    """The command as it can be typed."""
    return shlex.join(["python3", "-m", "hub", "bench", name, *argv])


def raise_file_limit() -> int:
    """Allow as many open files as we may; children inherit it. Returns the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = HARD_ENOUGH if hard == resource.RLIM_INFINITY else hard
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
