"""A node dies with thousands of clients on it and comes back: how soon all have caught up, and what is missing.

Two nodes share one Redis. All clients are on the first; the second takes the publications, so that they go on while
the first is dead. The first is killed (-9) and started again at once; the clients come back as their back-off says
and recover from the last offset they saw. The clock runs from the first socket that is accepted again until every
client is subscribed again. Lost is every offset that a client was given neither live nor by recovery.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bench.load.backoff import Backoff, Official, Quick
from bench.load.crowd import RefusedError
from bench.load.fleet import Fleet
from bench.load.posts import Posts
from bench.peers import options
from bench.peers.catalogue import prepared
from bench.peers.centrifuge import KEPT
from bench.peers.peer import Peer, Wishes
from bench.peers.serving import alternate
from bench.rig import machine
from bench.rig.child import Child, free_port, running
from bench.rig.redis import redis
from bench.rig.report import Report
from hub.boot.say import say

ABLE = ("carewire", "centrifugo")
"""The peers that recover at all: the same protocol, the same kind of Redis."""
PUBLISHERS = 16
HISTORY = 1000
PATIENCE_S = 180.0
COLUMNS = (
    "server", "clients' back-off", "all caught up s", "since the kill s", "first accepted after s",
    "published meanwhile", "lost", "doubled", "not recovered", "attempts let down",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """One storm. Times in seconds, from the first socket accepted again and from the kill."""

    caught_up: float
    since_kill: float
    first_accepted: float
    published_meanwhile: int
    lost: int
    doubled: int
    unrecovered: int
    let_down: int


def main(argv: Sequence[str]) -> int:
    """Measure and print; 1 when anything was lost or doubled."""
    asked = _parser().parse_args(argv)
    machine.raise_file_limit()
    field = prepared(asked.only or ABLE, asked.cache, say)
    report = Report("storm", tuple(argv), _conditions(asked), COLUMNS, versions=field.versions, absent=field.absent)
    clean = True
    for rule in (Quick, Official) if asked.sdk else (Quick,):
        for name, (outcome,) in alternate(field, 1, partial(_storm, rule, asked)).items():
            _tell(report, name, rule.name, outcome)
            clean = clean and not (outcome.lost or outcome.doubled)
    report.publish(asked.json)
    return 0 if clean and not field.failed else 1


def _parser() -> argparse.ArgumentParser:
    parser = options.parser("storm", __doc__)
    parser.add_argument("--clients", type=int, default=5000)
    parser.add_argument("--channels", type=int, default=500)
    parser.add_argument("--rate", type=float, default=100, help="messages per second over all channels")
    parser.add_argument("--calm", type=float, default=3.0, help="seconds before the storm, after it, and to the count")
    parser.add_argument("--sdk", action="store_true", help="once more with the official SDK's own back-off")
    return parser


def _conditions(asked: argparse.Namespace) -> str:
    return (
        f"{asked.clients} clients over {asked.channels} channels, {asked.rate:g} messages/s in all through a second "
        "node, Redis engine (Valkey), the clients' node killed -9 and restarted at once; nothing pinned to cores."
    )


def _storm(rule: Callable[[], Backoff], asked: argparse.Namespace, peer: Peer) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="carewire-bench-") as folder, redis(Path(folder)) as address:
        wishes = Wishes(redis=address, history=HISTORY)
        first, second = (_node(peer, asked.cache, Path(folder) / name, wishes) for name in ("first", "second"))
        with running(second), running(first):
            posts = Posts(second.port, peer)
            posts.open(PUBLISHERS)
            fleet = Fleet(first.port, rule(), posts)
            try:
                return _weather(fleet, first, asked)
            finally:
                fleet.close()


def _node(peer: Peer, cache: Path, home: Path, wishes: Wishes) -> Child:
    home.mkdir()
    port = free_port()
    return Child(peer.launch(cache, home, port, wishes), port, home / "server.log")


def _weather(fleet: Fleet, node: Child, asked: argparse.Namespace) -> Outcome:
    channels = [f"{KEPT}:{number}" for number in range(asked.channels)]
    fleet.launch([channels[number % len(channels)] for number in range(asked.clients)])
    if not fleet.run(fleet.all_in, PATIENCE_S):
        raise RefusedError(f"not all clients came in: {fleet.let_down.most_common(3)}")
    start = [boat.client.offset for boat in fleet.boats]
    fleet.publish(channels, asked.rate)
    fleet.run(lambda: False, asked.calm)
    before = fleet.published.total()
    fleet.muster()
    killed = time.perf_counter()
    node.kill()
    node.spawn()
    back = fleet.run(fleet.all_in, PATIENCE_S)
    done, meanwhile = time.perf_counter(), fleet.published.total() - before
    if not back:
        raise RefusedError(f"not all clients came back: {fleet.let_down.most_common(3)}")
    fleet.run(lambda: False, asked.calm)
    fleet.publish(channels, 0)
    fleet.run(lambda: False, asked.calm)
    return _reckoned(fleet, start, (killed, done), meanwhile)


def _reckoned(fleet: Fleet, start: list[int], times: tuple[float, float], meanwhile: int) -> Outcome:
    killed, done = times
    clients = [boat.client for boat in fleet.boats]
    ends = (first + fleet.published[client.channel] for first, client in zip(start, clients, strict=True))
    missing_at_the_end = sum(max(0, end - client.offset) for end, client in zip(ends, clients, strict=True))
    accepted = min(fleet.accepted_at)
    return Outcome(
        caught_up=done - accepted,
        since_kill=done - killed,
        first_accepted=accepted - killed,
        published_meanwhile=meanwhile,
        lost=missing_at_the_end + sum(client.lost for client in clients),
        doubled=sum(client.doubled for client in clients),
        unrecovered=sum(client.unrecovered for client in clients),
        let_down=fleet.let_down.total() - len(clients),
    )


def _tell(report: Report, name: str, backoff: str, outcome: Outcome) -> None:
    report.figures.setdefault(name, {})[backoff] = asdict(outcome)
    report.row(
        name,
        backoff,
        f"{outcome.caught_up:.1f}",
        f"{outcome.since_kill:.1f}",
        f"{outcome.first_accepted:.1f}",
        f"{outcome.published_meanwhile:,}",
        str(outcome.lost),
        str(outcome.doubled),
        str(outcome.unrecovered),
        str(outcome.let_down),
    )
