"""Servers on one core, the load on another, alike for every peer: neither takes the other's time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator


def server_core() -> int:
    """The first core that we may use."""
    return min(os.sched_getaffinity(0))


def load_core() -> int:
    """The last core that we may use; the servers' own where the machine has no second."""
    return max(os.sched_getaffinity(0))


@contextlib.contextmanager
def on_core(core: int | None) -> Iterator[None]:
    """This process runs on that core inside, and children started inside stay on it. None changes nothing."""
    before = os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
