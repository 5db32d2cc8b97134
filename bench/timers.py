"""Durable timers to their effect: how late they fire, and how soon after a downtime everything overdue is done.

Timers are rows in PostgreSQL; ``work`` fires each by an ordinary command with its audit, in one transaction with the
row's deletion. Lateness is counted to that transaction's commit, by PostgreSQL's own clock.
Part 1: 100,000 timers armed, 200 of them due each second. Part 2: ``work`` stands still (SIGSTOP, as in a downtime)
while 10,000 come due, and goes on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import statistics
import time
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.hospital import Hospital, hospital
from hub.db import open_engine

COMMAND: Final = "messages/push-again"
NAME: Final = "bench"
# Of messages that are not there: what is measured is the way to the effect, which then finds nothing to do.
ARM: Final = sa.text(
    "insert into hub_timers (tenant, name, key, due_at, command, body)"
    " select 'demo', :name, :part || n, clock_timestamp() + make_interval(secs => :first + n / cast(:rate as float)),"
    " :command, convert_to(json_build_object('message_id', :part || n, 'push', 2)::text, 'UTF8')"
    " from generate_series(1, :count) n"
)
FIRED: Final = sa.text(
    "select cast(substring(convert_from(body, 'UTF8') from '\"' || :part || '([0-9]+)\"') as int) n,"
    " extract(epoch from pg_xact_commit_timestamp(xmin)) at from hub_audit"
    " where command = :command and actor = 'timer:bench' and convert_from(body, 'UTF8') like '%\"' || :part || '%'"
    " order by 2"
)


def main(argv: Sequence[str]) -> int:
    """Run both parts and print the table; ``--json FILE`` keeps the figures."""
    parser = argparse.ArgumentParser(prog="bench timers")
    parser.add_argument("--armed", type=int, default=100_000)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--overdue", type=int, default=10_000)
    parser.add_argument("--json")
    options = parser.parse_args(argv)
    with hospital(1) as place:
        figures = asyncio.run(_measure(place, options))
    for name, value in figures.items():
        print(f"{name:56} {value}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path from the command line
            json.dump(figures, file, indent=1)
    return 0


async def _measure(place: Hospital, options: argparse.Namespace) -> dict[str, Any]:
    engine = open_engine(place.database_url)
    try:
        return {**await _in_time(engine, options), **await _after_downtime(engine, place, options)}
    finally:
        await engine.dispose()


async def _arm(engine: AsyncEngine, part: str, count: int, rate: float, first: float) -> float:
    """Arm ``count`` timers, the n-th due n / ``rate`` seconds after ``first``; gives that moment by their clock."""
    values = {"name": NAME, "part": part, "first": first, "rate": rate, "count": count, "command": COMMAND}
    async with engine.begin() as db:
        await db.execute(ARM, values)
        earliest = sa.text("select extract(epoch from min(due_at)) from hub_timers where name = :name")
        return float((await db.execute(earliest, {"name": NAME})).scalar_one()) - 1 / rate


async def _fired(engine: AsyncEngine, part: str) -> list[tuple[int, float]]:
    """The timers of a part that have had their effect, in the order of their commits, and when."""
    async with engine.connect() as db:
        return [(n, float(at)) for n, at in await db.execute(FIRED, {"part": part, "command": COMMAND})]


async def _in_time(engine: AsyncEngine, options: argparse.Namespace) -> dict[str, Any]:
    # Arming takes a while; the first are due when it is over.
    base = await _arm(engine, "t", options.armed, options.rate, 20.0)
    await asyncio.sleep(20.0 + options.seconds)
    fired = await _fired(engine, "t")
    late = sorted(at - (base + n / options.rate) for n, at in fired)
    async with engine.begin() as db:
        await db.execute(sa.text("delete from hub_timers where name = :name"), {"name": NAME})
    return {
        "timers armed": options.armed,
        "due each second": options.rate,
        "fired": len(fired),
        "late p50, ms": round(statistics.median(late) * 1000, 1),
        "late p99, ms": round(late[int(len(late) * 0.99)] * 1000, 1),
        "late at most, ms": round(late[-1] * 1000, 1),
    }


async def _after_downtime(engine: AsyncEngine, place: Hospital, options: argparse.Namespace) -> dict[str, Any]:
    place.work.send_signal(signal.SIGSTOP)
    await _arm(engine, "o", options.overdue, options.rate, -options.overdue / options.rate)
    began = time.time()  # noqa: TID251 - compared with the database's clock
    place.work.send_signal(signal.SIGCONT)
    fired: list[tuple[int, float]] = []
    while len(fired) < options.overdue:
        await asyncio.sleep(1)
        fired = await _fired(engine, "o")
    places = [abs(n - place_ - 1) for place_, (n, _) in enumerate(fired)]
    return {
        "overdue at once": options.overdue,
        "all had their effect within, seconds": round(fired[-1][1] - began, 1),
        "farthest from the order of due times, places": max(places),
    }
