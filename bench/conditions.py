"""What one evaluation of a condition costs: compiled, beside the reference, on the same values in the same run.

Rounds alternate; a figure is the median of the rounds' CPU nanoseconds per call of ``holds``. The reference is asked as
the product asks it, with the event put into its form each time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final

import msgspec

from bench.rig.report import Report
from realtime_rules.cel import Condition, Schema
from realtime_rules.cel.check import check
from realtime_rules.cel.parse import parse
from realtime_rules.cel.reference import Reference

COLUMNS: Final = ("condition", "compiled ns", "reference ns", "times faster")


class Item(msgspec.Struct):
    """One value of a report."""

    code: str
    value: float


class Reported(msgspec.Struct):
    """An event with what hospital rules ask for."""

    value: float
    item: str
    age: int
    at: dt.datetime
    ward: str
    low: float | None = None
    items: list[Item] = []


CONDITIONS: Final = {
    "threshold": 'event.value > 6.5 && event.item == "K"',
    "list": 'event.item in ["K", "Na", "Ca"] && event.age >= 65',
    "empty field": '(has(event.low) && event.value < event.low) || event.ward.startsWith("ICU")',
    "night": 'event.at.getHours("Asia/Shanghai") >= 22 || now - event.at > duration("30m")',
    "any item": 'event.items.exists(i, i.code == "K" && i.value > 6.5)',
}
VARIABLES: Final[dict[str, Any]] = {
    "event": {
        "value": 6.8,
        "item": "K",
        "age": 71,
        "at": "2026-03-02T01:00:00Z",
        "ward": "ICU-2",
        "items": [{"code": code, "value": 6.8} for code in ("Na", "Cl", "Ca", "K")],
    },
    "now": dt.datetime(2026, 3, 2, 1, 10, tzinfo=dt.UTC),
}
SCHEMA: Final = Schema.of({"event": Reported, "now": dt.datetime})


def main(argv: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench conditions", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--calls", type=int, default=20_000, help="of a compiled condition in a round")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    asked = parser.parse_args(argv)
    said = f"{asked.rounds} rounds of {asked.calls} calls; medians of CPU time; one process, one event, all true."
    report = Report("conditions", tuple(argv), said, COLUMNS)
    report.versions = {"reference": f"cel-expr-python {version('cel-expr-python')}", "python": sys.version.split()[0]}
    for name, text in CONDITIONS.items():
        _measure(report, name, text, asked)
    report.publish(asked.json)
    return 0


def _measure(report: Report, name: str, text: str, asked: argparse.Namespace) -> None:
    compiled = Condition.of(text, SCHEMA)
    reference = Reference(check(text, parse(text), SCHEMA))
    if not compiled.compiled or compiled.holds(VARIABLES) is not reference.value(VARIABLES):
        raise ValueError(f"{text} is not compiled, or the reference sees it otherwise")
    ours, theirs = [], []
    for _ in range(asked.rounds):
        ours.append(_nanoseconds(compiled.holds, asked.calls))
        theirs.append(_nanoseconds(reference.value, max(asked.calls // 50, 1)))
    faster = median(theirs) / median(ours)
    report.figures[name] = {"compiled_ns": median(ours), "reference_ns": median(theirs), "times_faster": faster}
    report.row(f"`{text.replace('|', chr(92) + '|')}`", f"{median(ours):.0f}", f"{median(theirs):.0f}", f"{faster:.0f}")


def _nanoseconds(call: Callable[[Mapping[str, Any]], Any], times: int) -> float:
    variables = VARIABLES
    rounds = range(times)
    begin = time.thread_time_ns()
    for _ in rounds:
        call(variables)
    return (time.thread_time_ns() - begin) / times
