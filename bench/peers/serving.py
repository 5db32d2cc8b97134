"""Peers at work: each started for one measurement, in rounds, those that fail left out with the reason."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench.load.crowd import RefusedError
from bench.load.posts import PublishError
from bench.peers.catalogue import Field
from bench.peers.peer import CannotRunError, Peer, Wishes
from bench.rig.child import Child, DidNotStartError, free_port, running
from bench.rig.usage import family
from hub.boot.say import say

Figures = TypeVar("Figures")
FAILURES = (CannotRunError, DidNotStartError, RefusedError, PublishError, OSError)


@dataclass(frozen=True, slots=True)
class Served:
    """A running peer: its port and the numbers of its processes."""

    port: int
    pids: list[int]


@contextlib.contextmanager
def served(peer: Peer, cache: Path, wishes: Wishes, core: int | None) -> Iterator[Served]:
    """One peer for the length of a block, on `core` (None: anywhere). Raises DidNotStartError."""
    with tempfile.TemporaryDirectory(prefix="carewire-bench-") as folder:
        home, port = Path(folder), free_port()
        child = Child(peer.launch(cache, home, port, wishes), port, home / "server.log", core)
        with running(child):
            yield Served(port, family(child.process))


def alternate(field: Field, rounds: int, measure: Callable[[Peer], Figures]) -> dict[str, list[Figures]]:
    """A, B, C, A, B, C ...: the figures of each peer by round.

    A peer that fails in any round is taken out and stands in `field.absent` with the reason.
    """
    done: dict[str, list[Figures]] = {peer.name: [] for peer in field.peers}
    for number in range(rounds):
        for peer in field.peers:
            if peer.name not in done:
                continue
            say(f"round {number + 1} of {rounds}: {peer.name}")
            try:
                done[peer.name].append(measure(peer))
            except FAILURES as problem:
                field.absent[peer.name] = f"failed: {problem}"
                field.failed.add(peer.name)
                del done[peer.name]
    return done
