"""From publishing to receiving at a moderate rate: many small channels, one delivery after the other.

Times are taken by one clock in one process: just before the request is sent, just after the socket was read. Server
and load are pinned to cores of their own. Peers alternate in rounds.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.load.crowd import Crowd
from bench.load.posts import Posts
from bench.load.stream import PerSecond, Stream
from bench.peers import options
from bench.peers.catalogue import prepared
from bench.peers.peer import Peer, Wishes
from bench.peers.serving import Served, alternate, served
from bench.rig import machine
from bench.rig.cores import load_core, on_core, server_core
from bench.rig.report import Report, at, ratio, yardstick
from hub.boot.say import say

PUBLISHERS = 16
SETTLE_S = 0.5
WARM_S = 1.0
COLUMNS = ("server", "p50 ms", "ratio", "p99 ms", "ratio of p99", "max ms", "deliveries", "lost", "wrong")


@dataclass(frozen=True, slots=True)
class Round:
    """One peer in one round; `each` holds the seconds of every delivery."""

    each: tuple[float, ...]
    lost: int
    wrong: int


def main(argv: Sequence[str]) -> int:
    """Measure and print; 1 when a peer failed or a message was lost, doubled or out of order."""
    asked = _parser().parse_args(argv)
    machine.raise_file_limit()
    field = prepared(asked.only, asked.cache, say)

    def measure(peer: Peer) -> Round:
        with served(peer, asked.cache, Wishes(), server_core()) as server, on_core(load_core()):
            return _loaded(peer, server, asked)

    rounds = alternate(field, asked.rounds, measure)
    report = Report("latency", tuple(argv), _conditions(asked), COLUMNS, versions=field.versions, absent=field.absent)
    if rounds:
        _fill(report, rounds)
    report.publish(asked.json)
    return 1 if field.failed or any(r.lost or r.wrong for done in rounds.values() for r in done) else 0


def _parser() -> argparse.ArgumentParser:
    parser = options.parser("latency", __doc__)
    parser.add_argument("--channels", type=int, default=100)
    parser.add_argument("--subscribers", type=int, default=10, help="of each channel")
    parser.add_argument("--rate", type=float, default=200, help="messages per second over all channels")
    parser.add_argument("--size", type=int, default=200, help="bytes of a message's payload")
    parser.add_argument("--seconds", type=float, default=10.0, help="measured time of a round, after 1 s to warm up")
    parser.add_argument("--rounds", type=int, default=3)
    return parser


def _conditions(asked: argparse.Namespace) -> str:
    return (
        f"{asked.channels} channels with {asked.subscribers} subscribers each, payload {asked.size} B, {asked.rate:g} "
        f"messages/s in all, {asked.rounds} rounds of {asked.seconds:g} s; from publishing to each receipt. "
        "A server that does not keep up with the rate gets fewer messages, and their waiting is not in its times."
    )


def _loaded(peer: Peer, server: Served, asked: argparse.Namespace) -> Round:
    channels = [f"c{number}" for number in range(asked.channels)]
    crowd, posts = Crowd(server.port), Posts(server.port, peer)
    crowd.enter(peer, channels * asked.subscribers)
    posts.open(PUBLISHERS)
    # Some servers accept a socket a moment before it hears its channel.
    crowd.rest(SETTLE_S)
    stream = Stream(crowd, posts, channels, asked.size, every=True)
    try:
        stream.run(PerSecond(asked.rate), WARM_S)
        stream.tally.forget_times()
        stream.run(PerSecond(asked.rate), asked.seconds)
        return Round(tuple(stream.tally.each), stream.tally.lost, stream.tally.wrong)
    finally:
        stream.close()
        posts.close()
        crowd.leave()


def _fill(report: Report, rounds: dict[str, list[Round]]) -> None:
    against = yardstick(rounds)
    half = {name: [at(r.each, 50) for r in done] for name, done in rounds.items()}
    late = {name: [at(r.each, 99) for r in done] for name, done in rounds.items()}
    for name, done in rounds.items():
        p50, p99 = median(half[name]) * 1000, median(late[name]) * 1000
        worst = max((value for r in done for value in r.each), default=0.0) * 1000
        to_p50, to_p99 = ratio(half[name], half[against]), ratio(late[name], late[against])
        count, lost, wrong = sum(len(r.each) for r in done), sum(r.lost for r in done), sum(r.wrong for r in done)
        report.figures[name] = {
            "p50_ms": p50,
            "p99_ms": p99,
            "max_ms": worst,
            "ratio_p50": to_p50,
            "ratio_p99": to_p99,
            "ratio_to": against,
            "deliveries": count,
            "lost": lost,
            "wrong": wrong,
        }
        report.row(
            name, f"{p50:.2f}", f"{to_p50:.2f}", f"{p99:.2f}", f"{to_p99:.2f}", f"{worst:.1f}", f"{count:,}",
            str(lost), str(wrong),
        )  # fmt: skip
