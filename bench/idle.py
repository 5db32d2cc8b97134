"""Memory per idle connection: many sockets with one subscription each, nothing sent.

PSS of all processes of the server (`smaps_rollup`), before the first socket (the base) and after the last one has
settled. What the kernel holds for sockets is the same for all and not counted.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from bench.load.crowd import Crowd, RefusedError
from bench.peers import options
from bench.peers.catalogue import prepared
from bench.peers.peer import Peer, Wishes
from bench.peers.serving import Served, alternate, served
from bench.rig import machine
from bench.rig.report import Report, ratio, yardstick
from bench.rig.usage import pss_bytes
from hub.boot.say import say

SPARE_FILES = 200
COLUMNS = ("server", "KB per connection", "ratio", "base MB", "with all connections MB")


@dataclass(frozen=True, slots=True)
class Round:
    """Bytes before and with the connections."""

    base: int
    full: int
    connections: int

    @property
    def each(self) -> float:
        """Bytes for one connection."""
        return (self.full - self.base) / self.connections


def main(argv: Sequence[str]) -> int:
    """Measure and print."""
    asked = _parser().parse_args(argv)
    limit = machine.raise_file_limit()
    if asked.connections + SPARE_FILES > limit:
        say(f"only {limit} open files are allowed here: fewer connections, or a higher `ulimit -n`")
        return 2
    field = prepared(asked.only, asked.cache, say)

    def measure(peer: Peer) -> Round:
        with served(peer, asked.cache, Wishes(), None) as server:
            return _filled(peer, server, asked)

    rounds = alternate(field, asked.rounds, measure)
    conditions = f"{asked.connections} connections with one subscription each, {asked.channels} channels, PSS."
    report = Report("idle", tuple(argv), conditions, COLUMNS, versions=field.versions, absent=field.absent)
    if rounds:
        _fill(report, rounds)
    report.publish(asked.json)
    return 1 if field.failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = options.parser("idle", __doc__)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--channels", type=int, default=500, help="that the connections are spread over")
    parser.add_argument("--settle", type=float, default=5.0, help="seconds between the last connection and the look")
    parser.add_argument("--rounds", type=int, default=1)
    return parser


def _filled(peer: Peer, server: Served, asked: argparse.Namespace) -> Round:
    base = pss_bytes(server.pids)
    crowd = Crowd(server.port)
    try:
        crowd.enter(peer, [f"c{number % asked.channels}" for number in range(asked.connections)])
        crowd.rest(asked.settle)
        full = pss_bytes(server.pids)
        gone = crowd.gone()
        if gone:
            raise RefusedError(f"{gone} of {asked.connections} connections did not stay open")
        return Round(base, full, asked.connections)
    finally:
        crowd.leave()


def _fill(report: Report, rounds: dict[str, list[Round]]) -> None:
    against = yardstick(rounds)
    for name, done in rounds.items():
        each = [r.each for r in done]
        middle = sorted(done, key=lambda r: r.each)[len(done) // 2]
        relative = ratio(each, [r.each for r in rounds[against]])
        report.figures[name] = {
            "bytes_per_connection": middle.each,
            "ratio": relative,
            "ratio_to": against,
            "base_bytes": middle.base,
            "full_bytes": middle.full,
            "connections": middle.connections,
        }
        report.row(
            name,
            f"{middle.each / 1024:.1f}",
            f"{relative:.2f}",
            f"{middle.base / 2**20:.1f}",
            f"{middle.full / 2**20:.1f}",
        )
