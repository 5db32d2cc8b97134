"""Readings: how many a second go through 50 rules in one process, and a monitor's gateway to watch them with.

Bedside monitors, each with six metrics, send one batch a second; 50 rules watch, ten of them with a memory of values
(counts, trends) and the others for limits that are exceeded now and then. After every second of event time the memory
is kept in PostgreSQL. ``--send URL`` measures nothing: it signs in at a running ``up`` and sends readings of the demo
hospital's devices until Ctrl-C, with a spell of a fast heart every two minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import httpx

from bench.hospital import hospital
from hub.db import open_engine
from hub.levels import Level
from realtime_rules.armed import Armed, arm
from realtime_rules.cel import Condition
from realtime_rules.engine import Engine
from realtime_rules.journal import Journal
from realtime_rules.readings import HEARD, Batch, Heard, Measured, Reading
from realtime_rules.rule import Rule
from realtime_rules.triggers import Trigger
from realtime_rules.triggers.absent import Silent
from realtime_rules.triggers.counted import Counted
from realtime_rules.triggers.reading import Reading as Beyond
from realtime_rules.triggers.step import Step
from realtime_rules.triggers.trend import Trend

METRICS: Final = {
    "heart_rate": (75.0, "/min"),
    "spo2": (96.0, "%"),
    "respiration_rate": (16.0, "/min"),
    "temperature": (36.8, "Cel"),
    "abp_systolic": (120.0, "mm[Hg]"),
    "abp_mean": (90.0, "mm[Hg]"),
}
RULES: Final = 50
START: Final = 1_772_413_200
SPELL: Final = 120
"""Seconds from one spell of a fast heart to the next, in what is sent; it lasts for a sixth of that."""


def main(argv: Sequence[str]) -> int:
    """Measure and print the table, or send; ``--json FILE`` keeps the figures."""
    parser = argparse.ArgumentParser(prog="bench readings")
    parser.add_argument("--devices", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--json")
    parser.add_argument("--send", metavar="URL", help="send to a running installation instead")
    parser.add_argument("--account", default="admin")
    options = parser.parse_args(argv)
    if options.send:
        return _send(options.send, options.account)
    with hospital(1) as place:
        figures = asyncio.run(_measure(place.database_url, options))
    for name, value in figures.items():
        print(f"{name:56} {value}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path from the command line
            json.dump(figures, file, indent=1)
    return 0


def rules() -> list[Armed]:
    """Fifty rules: limits with hysteresis, counts, trends, and one that misses silent devices."""

    def compile_(text: str, fact: str) -> Condition:
        return Condition.of(text, {"event": Heard if fact == HEARD else Reading, "actor": str, "at": datetime})

    armed = []
    triggers: list[Trigger] = [Silent(on=Step(fact=HEARD, when='event.patient_id != ""'), seconds=60), *_triggers()]
    for number, trigger in enumerate(triggers[:RULES]):
        code = f"B-{number}"
        rule = Rule(code=code, zh=code, en=code, trigger=trigger, level=Level.LOW, says_zh="", says_en="")
        armed.append(arm("bench", rule, compile_))
    return armed


def _triggers() -> Iterator[Trigger]:
    names = list(METRICS)
    for number in range(RULES):
        name = names[number % len(names)]
        usual, fact = METRICS[name][0], f"reading.{name}"
        if number % 10 == 0:
            yield Counted(on=Step(fact=fact, when=f"event.value > {usual + 5}"), at_least=5, seconds=60)
        elif number % 10 == 1:
            yield Trend(on=Step(fact=fact, when=f"event.value > {usual + 4}"), value="value", worse="up", points=4)
        else:
            high, back = usual + 4 + number / 10, usual + 3 + number / 20
            on = Step(fact=fact, when=f"event.value >= {high} || event.value <= {usual - 7}")
            yield Beyond(on=on, until=f"event.value < {back} && event.value > {usual - 6}", seconds=10, off_seconds=5)


def batches(devices: int, seconds: int) -> Iterator[list[Batch]]:
    """What all devices send, second by second; each value wanders around what is usual."""
    draw = random.Random(1)  # noqa: S311 - no secret
    values = [{name: usual for name, (usual, _) in METRICS.items()} for _ in range(devices)]
    for second in range(seconds):
        made = []
        for device in range(devices):
            mine = values[device]
            for name, (usual, _) in METRICS.items():
                mine[name] = round(mine[name] + (usual - mine[name]) * 0.1 + draw.gauss(0, 1), 1)
            at = (START + second) * 1000
            made.append(
                Batch(
                    lane=100 + device % 16,
                    n=second * devices + device + 1,
                    tenant="bench",
                    device_id=f"d{device}",
                    patient_id=f"p{device}",
                    place="ICU",
                    actor="a",
                    received_at=START + second,
                    values=tuple(Measured(at, name, value) for name, value in mine.items()),
                )
            )
        yield made


async def _measure(url: str, options: argparse.Namespace) -> dict[str, Any]:
    made = list(batches(options.devices, options.seconds))
    database = open_engine(url)
    engine = Engine(units={name: unit for name, (_, unit) in METRICS.items()})
    engine.load(rules())
    found = 0
    matching = 0.0
    try:
        async with database.begin() as db:
            journal = await Journal.take_over(db)
        started, cpu = time.perf_counter(), time.process_time()
        for number, second in enumerate(made):
            began = time.perf_counter()
            found += len(engine.measure(second))
            found += len(engine.tick(START + number))
            matching += time.perf_counter() - began
            async with database.begin() as db:
                await journal.write(db, engine.kept(), {one.lane: one.n for one in second})
            if journal.grown():
                async with database.begin() as db:
                    await journal.replace(db, engine.everything())
        wall, used = time.perf_counter() - started, time.process_time() - cpu
    finally:
        await database.dispose()
    readings = options.devices * options.seconds * len(METRICS)
    return {
        "devices, each with six metrics a second": options.devices,
        "readings": readings,
        f"readings per second through {RULES} rules, memory kept": round(readings / wall),
        "readings per second of CPU of the process": round(readings / used),
        "readings per second of matching alone": round(readings / matching),
        "findings": found,
        "memories": sum(len(one.states) for one in engine.rules.values()),
    }


def _send(url: str, account: str) -> int:
    password = os.environ.get("CAREWIRE_DEMO_PASSWORD") or getpass.getpass(f"{account}: ")
    draw = random.Random()  # noqa: S311 - no secret
    with httpx.Client(base_url=url, timeout=10) as client:
        session = client.post("/api/access/sign-in", json={"account": account, "password": password})
        session.raise_for_status()
        client.headers["Authorization"] = f"Bearer {session.json()['token']}"
        while True:
            now = time.time()  # noqa: TID251 - a device that is really there has the real time
            fast = now % SPELL < SPELL / 6
            answer = client.post("/api/vitals/record-readings", json={"readings": _now(now, draw, fast=fast)})
            answer.raise_for_status()
            print(answer.json(), flush=True)
            time.sleep(1)


def _now(now: float, draw: random.Random, *, fast: bool) -> list[dict[str, Any]]:
    """One second of the demo hospital's devices."""
    at = datetime.fromtimestamp(round(now), UTC).isoformat()
    made = []
    for device, names in (("DEMO-MON-01", tuple(METRICS)), ("DEMO-BAND-01", ("heart_rate", "spo2"))):
        for name in names:
            usual, unit = METRICS[name]
            more = 75 if fast and name == "heart_rate" and device == "DEMO-MON-01" else 0
            value = round(min(usual + more + draw.gauss(0, 1), 100 if name == "spo2" else 999), 1)
            made.append({"device": device, "metric": name, "value": value, "unit": unit, "at": at})
    return made
