"""Server CPU per delivered message: one channel, many subscribers, few messages under way.

The server is pinned to one core, the load to another, for all peers alike. Peers alternate in rounds; figures are
medians over the rounds, ratios are medians of the ratios within a round. Each peer is started anew in each round.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.load.crowd import Crowd
from bench.load.posts import Posts
from bench.load.stream import InFlight, Pace, PerSecond, Stream
from bench.peers import options
from bench.peers.catalogue import prepared
from bench.peers.peer import Peer, Wishes
from bench.peers.serving import Served, alternate, served
from bench.rig import machine
from bench.rig.cores import load_core, on_core, server_core
from bench.rig.report import Report, at, ratio, yardstick
from bench.rig.usage import cpu_seconds
from hub.boot.say import say

CHANNEL = "news"
PUBLISHERS = 16
SETTLE_S = 0.5
WARM_S = 1.0
COLUMNS = ("server", "CPU µs per delivery", "ratio", "deliveries/s", "p50 ms", "p99 ms", "lost", "wrong")


@dataclass(frozen=True, slots=True)
class Round:
    """One peer in one round. Times in seconds; `whole` is from publishing to the last subscriber."""

    cpu: float
    seconds: float
    deliveries: int
    whole: tuple[float, ...]
    lost: int
    wrong: int

    @property
    def cost(self) -> float:
        """CPU microseconds for one delivered message."""
        return self.cpu / max(self.deliveries, 1) * 1e6


def main(argv: Sequence[str]) -> int:
    """Measure and print; 1 when a peer failed or a message was lost, doubled or out of order."""
    asked = _parser().parse_args(argv)
    machine.raise_file_limit()
    field = prepared(asked.only, asked.cache, say)
    wishes = Wishes(joined_ms=0 if asked.rate is None else asked.joined)

    def measure(peer: Peer) -> Round:
        with served(peer, asked.cache, wishes, server_core()) as server, on_core(load_core()):
            return _loaded(peer, server, asked)

    rounds = alternate(field, asked.rounds, measure)
    report = Report("fanout", tuple(argv), _conditions(asked), COLUMNS, versions=field.versions, absent=field.absent)
    if rounds:
        _fill(report, rounds)
    report.publish(asked.json)
    return 1 if field.failed or any(r.lost or r.wrong for done in rounds.values() for r in done) else 0


def _parser() -> argparse.ArgumentParser:
    parser = options.parser("fanout", __doc__)
    parser.add_argument("--subscribers", type=int, default=1000)
    parser.add_argument("--size", type=int, default=200, help="bytes of a message's payload")
    pace = parser.add_mutually_exclusive_group()
    pace.add_argument("--in-flight", type=int, default=1, help="messages that are not yet with everyone")
    pace.add_argument("--rate", type=float, help="messages per second instead, joined for at most --joined ms")
    parser.add_argument("--joined", type=int, default=20, help="milliseconds, for servers with an option for it")
    parser.add_argument("--seconds", type=float, default=5.0, help="measured time of a round, after 1 s to warm up")
    parser.add_argument("--rounds", type=int, default=3)
    return parser


def _conditions(asked: argparse.Namespace) -> str:
    pace = f"{asked.in_flight} in flight" if asked.rate is None else f"{asked.rate:g} messages/s"
    return (
        f"{asked.subscribers} subscribers of one channel, payload {asked.size} B, {pace}, {asked.rounds} rounds of "
        f"{asked.seconds:g} s; p50 and p99 from publishing to the last subscriber."
    )


def _loaded(peer: Peer, server: Served, asked: argparse.Namespace) -> Round:
    crowd, posts = Crowd(server.port), Posts(server.port, peer)
    crowd.enter(peer, [CHANNEL] * asked.subscribers)
    # No more than are used: servers close connections that lie idle.
    posts.open(asked.in_flight if asked.rate is None else PUBLISHERS)
    # Some servers accept a socket a moment before it hears its channel.
    crowd.rest(SETTLE_S)
    stream = Stream(crowd, posts, [CHANNEL], asked.size)
    try:
        stream.run(_pace(asked), WARM_S)
        stream.tally.forget_times()
        before = cpu_seconds(server.pids)
        seconds = stream.run(_pace(asked), asked.seconds)
        cpu, tally = cpu_seconds(server.pids) - before, stream.tally
        return Round(cpu, seconds, tally.received, tuple(tally.whole), tally.lost, tally.wrong)
    finally:
        stream.close()
        posts.close()
        crowd.leave()


def _pace(asked: argparse.Namespace) -> Pace:
    """A new one for each run: the moments that passed while a run drained are not made up for."""
    return InFlight(asked.in_flight) if asked.rate is None else PerSecond(asked.rate)


def _fill(report: Report, rounds: dict[str, list[Round]]) -> None:
    against = yardstick(rounds)
    for name, done in rounds.items():
        costs = [r.cost for r in done]
        whole = [value for r in done for value in r.whole]
        cost, relative = median(costs), ratio(costs, [r.cost for r in rounds[against]])
        speed = median(r.deliveries / r.seconds for r in done)
        p50, p99 = at(whole, 50) * 1000, at(whole, 99) * 1000
        lost, wrong = sum(r.lost for r in done), sum(r.wrong for r in done)
        report.figures[name] = {
            "cpu_us": cost,
            "cpu_us_by_round": costs,
            "ratio": relative,
            "ratio_to": against,
            "deliveries_per_s": speed,
            "p50_ms": p50,
            "p99_ms": p99,
            "lost": lost,
            "wrong": wrong,
        }
        report.row(
            name, f"{cost:.2f}", f"{relative:.2f}", f"{speed:,.0f}", f"{p50:.1f}", f"{p99:.1f}", str(lost), str(wrong)
        )
