"""An alarm flood: who is told how often, and how soon a grave alert about a patient still arrives.

One broken interface refuses thousands of messages in a minute, each an alert of its own.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
import uvloop

from bench.alerts import admitted, at, come_in, committed
from bench.hospital import Hospital, hospital
from bench.http import Line
from domains.gateway.events import MessageRejected
from hub.caller import Caller
from hub.clock import system_clock
from hub.commands import Tx
from hub.db import open_engine
from hub.ids import new_id
from hub.outbox import Done, seal

NOISE = "W-PC-58"
"""The shipped rule about messages that an interface could not deliver: told together for each sender."""


def main(argv: Sequence[str]) -> int:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(prog="bench flood")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--alerts", type=int, default=5000, help="refused messages, each an alert of its own")
    options = parser.parse_args(argv)
    with hospital(1) as place:
        for name, value in uvloop.run(_measure(place, options)).items():
            print(f"{name:58} {value}")
    return 0


async def _measure(place: Hospital, options: argparse.Namespace) -> dict[str, Any]:
    line = await Line.open(place.port)
    inbox, token = await come_in(place, line)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_break(place, options))
        wanted = await _patients(line, token, options)
    await asyncio.sleep(5)
    found, told = await _noise(place)
    facts, _ = await committed(place)
    line.close()
    took = [moment - facts[alert] for alert, moment in inbox.arrivals.items() if alert in facts]
    return {
        "messages refused by one interface / within seconds": f"{options.alerts} / {options.seconds:.0f}",
        "alerts of it": found,
        "messages of it, by person": ", ".join(f"{login} {count}" for login, count in told) or "none",
        "grave alerts of patients meanwhile / shown": f"{wanted} / {len(took)}",
        "fact committed to message shown, p50 ms": round(at(took, 50) * 1000, 1),
        "max ms": round(max(took) * 1000, 1),
    }


async def _break(place: Hospital, options: argparse.Namespace) -> None:
    """One refused message after the other, each in a transaction of its own, as an interface has them."""
    engine = open_engine(place.database_url)
    caller = Caller("demo", "bench", frozenset(), frozenset({"demo"}))
    loop = asyncio.get_running_loop()
    start, pace = loop.time(), options.seconds / options.alerts
    for number in range(options.alerts):
        await asyncio.sleep(max(0.0, start + number * pace - loop.time()))
        async with engine.begin() as db:
            tx = Tx(caller, db, system_clock(), trace=new_id())
            fact = MessageRejected(v=1, message_id=new_id(), sender_id="broken", kind="ORU^R01", reason="unreadable")
            tx.record(fact)
            await seal(tx, Done("bench/flood", b"{}"), None)
    await engine.dispose()


async def _patients(line: Line, token: str, options: argparse.Namespace) -> int:
    """Every second a patient of whom the doctor must know at once; gives how many."""
    for number in range(int(options.seconds)):
        await asyncio.sleep(1)
        await admitted(line, token, f"alert-{number}")
    return int(options.seconds)


async def _noise(place: Hospital) -> tuple[int, list[tuple[str, int]]]:
    """How many alerts the interface made, and how many messages of them each person got."""
    engine = open_engine(place.database_url)
    alerts = "select count(*) from alerts_alerts where rule = :rule"
    told = (
        "select a.login, count(*) from messages_messages m join access_accounts a on a.id = m.account"
        " where m.title_en = 'Data synchronisation failed' group by a.login order by a.login"
    )
    async with engine.connect() as db:
        found = int((await db.execute(sa.text(alerts), {"rule": NOISE})).scalar_one())
        people = [(row[0], int(row[1])) for row in await db.execute(sa.text(told))]
    await engine.dispose()
    return found, people
