"""The rules engine: facts per second through matching, deadlines in time, and how soon an alert is on the screen.

Part 1: 200 rules over 20 kinds of facts, half of them with a memory (counts, deadlines, delays, trends), in one
process. Facts are handed over as the group reads them, in batches of 2,000; after each batch the memory is kept in
PostgreSQL, and in the end a new process takes it up.
Part 2: 100,000 deadlines armed, 200 of them due each second; then 10,000 overdue at once, as after a downtime.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.hospital import hospital
from hub.db import open_engine
from hub.events import Envelope, Fact
from hub.levels import Level
from realtime_rules.armed import Armed, arm
from realtime_rules.cel import Condition
from realtime_rules.engine import Engine
from realtime_rules.journal import Journal
from realtime_rules.rule import Rule
from realtime_rules.triggers import Trigger
from realtime_rules.triggers.absent import Absent
from realtime_rules.triggers.counted import Counted
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.held import Held
from realtime_rules.triggers.step import Step
from realtime_rules.triggers.trend import Trend

KINDS: Final = 20
PER_KIND: Final = 10
BATCH: Final = 2_000
ARMING: Final = 5.0
START: Final = datetime(2026, 3, 2, tzinfo=UTC)


class Reading(msgspec.Struct):
    """A fact with what conditions usually look at."""

    patient_id: str
    item: str
    ward: str
    value: float
    step: int


def main(argv: Sequence[str]) -> int:
    """Run both parts and print the table; ``--json FILE`` keeps the figures."""
    parser = argparse.ArgumentParser(prog="bench rules")
    parser.add_argument("--facts", type=int, default=300_000)
    parser.add_argument("--patients", type=int, default=5_000)
    parser.add_argument("--deadlines", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--json")
    options = parser.parse_args(argv)
    with hospital(1) as place:
        figures = asyncio.run(_measure(place.database_url, options))
    for name, value in figures.items():
        print(f"{name:56} {value}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path from the command line
            json.dump(figures, file, indent=1)
    return 0


async def _measure(url: str, options: argparse.Namespace) -> dict[str, Any]:
    engine = open_engine(url)
    try:
        return {**await _matching(engine, options), **await _deadlines(options)}
    finally:
        await engine.dispose()


def rules() -> list[Armed]:
    """200 rules, half of them with a memory."""

    def compile_(text: str, _: str) -> Condition:
        return Condition.of(text, {"event": Reading, "actor": str, "at": datetime})

    armed = []
    for kind in range(KINDS):
        fact = f"bench.kind_{kind}"
        for number, trigger in enumerate(_triggers(fact)):
            code = f"B-{kind}-{number}"
            rule = Rule(code=code, zh=code, en=code, trigger=trigger, level=Level.LOW, says_zh="", says_en="")
            armed.append(arm("bench", rule, compile_))
    return armed


def _triggers(fact: str) -> list[Trigger]:
    def when(text: str) -> Step:
        return Step(fact=fact, when=text)

    plain: list[Trigger] = [
        Happened(on=when(f'event.value > {95 + number}.5 && event.item == "K"')) for number in range(PER_KIND // 2)
    ]
    return [
        *plain,
        Counted(on=when("event.value > 90.0"), at_least=5, seconds=600),
        Counted(on=when('event.ward == "ICU" && event.value > 80.0'), at_least=10, seconds=3600),
        Absent(after=when("event.step == 1"), expected=(when("event.step == 2"),), seconds=600),
        Held(on=when("event.value > 97.0"), off=when("event.value < 3.0"), seconds=60),
        Trend(on=when('event.item == "Na" && event.value > 70.0'), value="value", worse="up", points=4),
    ]


def facts(count: int, patients: int) -> list[Fact]:
    """Facts of all kinds about random patients, 20,000 a second of event time."""
    draw = random.Random(1)  # noqa: S311 - no secret
    made = []
    for number in range(count):
        body = Reading(
            f"p{draw.randrange(patients)}",
            draw.choice(("K", "Na", "Cl", "Glu")),
            draw.choice(("ICU", "A", "B", "C")),
            round(draw.random() * 100, 2),
            draw.randrange(20),
        )
        envelope = Envelope(
            id=f"{number:08}",
            tenant="bench",
            type=f"bench.kind_{number % KINDS}",
            key=body.patient_id,
            aggregate=body.patient_id,
            v=1,
            schema=1,
            actor="a",
            occurred_at=START + timedelta(microseconds=50 * number),
            cause=None,
            trace="",
            body=msgspec.Raw(msgspec.json.encode(body)),
        )
        made.append(Fact(number % 16, number + 1, envelope))
    return made


async def _matching(database: AsyncEngine, options: argparse.Namespace) -> dict[str, Any]:
    engine = Engine()
    engine.load(rules())
    async with database.begin() as db:
        journal = await Journal.take_over(db)
    made = facts(options.facts, options.patients)
    found = 0
    started, cpu = time.perf_counter(), time.process_time()
    for place in range(0, len(made), BATCH):
        batch = made[place : place + BATCH]
        found += len(engine.take(batch))
        found += len(engine.tick(batch[-1].envelope.occurred_at.timestamp()))
        async with database.begin() as db:
            await journal.write(db, engine.kept(), {f.shard: f.seq for f in batch})
        if journal.grown():
            async with database.begin() as db:
                await journal.replace(db, engine.everything())
    wall, used = time.perf_counter() - started, time.process_time() - cpu
    started = time.perf_counter()
    fresh = Engine()
    fresh.load(rules())
    async with database.connect() as db:
        fresh.recall(await Journal(journal.epoch).read(db))
    same = {m[:3]: m[3:] for m in engine.everything()} == {m[:3]: m[3:] for m in fresh.everything()}
    return {
        "facts per second through 200 rules, memory kept": round(options.facts / wall),
        "facts per second of CPU of the process": round(options.facts / used),
        "findings": found,
        "memories": sum(len(a.states) for a in engine.rules.values()),
        "taken up anew, seconds": round(time.perf_counter() - started, 2),
        "the same after that": same,
    }


async def _deadlines(options: argparse.Namespace) -> dict[str, Any]:
    def compile_(text: str, _: str) -> Condition:
        return Condition.of(text, {"event": Reading, "actor": str, "at": datetime})

    trigger = Absent(after=Step(fact="bench.kind_0"), expected=(Step(fact="bench.kind_1"),), seconds=0)
    made = facts(options.deadlines, 10**9)
    engine = Engine()
    rule = Rule(code="D", zh="D", en="D", trigger=trigger, level=Level.LOW, says_zh="", says_en="")
    engine.load([arm("bench", rule, compile_)])
    per_second = 200
    # The first are due when all are armed: what is measured is the clock, not the arming.
    began = time.monotonic()
    now = began + ARMING
    engine.recall(
        ("bench", "D", f"d{n}", [now, f"e{n}", now + n / per_second, False, {}], now + n / per_second)
        for n in range(len(made))
    )
    late: list[float] = []
    until = began + options.seconds + ARMING
    while time.monotonic() < until:
        await asyncio.sleep(0.1)
        moment = time.monotonic()
        late += [moment - finding.at for finding in engine.tick(moment)]
    # So late it is after a downtime.
    overdue = time.monotonic() + 10_000 / per_second
    started = time.perf_counter()
    order = []
    while found := engine.tick(overdue, 500):
        order += [finding.at for finding in found]
    return {
        "deadlines armed": len(made),
        "due in time, so many": len(late),
        "late at most, seconds": round(max(late), 3),
        "overdue at once": len(order),
        "found within, seconds": round(time.perf_counter() - started, 3),
        "in the order of their due times": order == sorted(order),
    }
