"""How soon an alert is on the screen: from the commit of the fact to the frame on the doctor's socket.

While 100 commands a second are carried out and an import records 500 facts a second in transactions of 50, every
tenth command is one that a rule waits for.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from bench.commands import patient
from bench.hospital import PASSWORD, Hospital, hospital
from bench.http import Line
from domains.gateway.events import MessageAccepted
from hub.caller import Caller
from hub.clock import system_clock
from hub.commands import Tx
from hub.db import open_engine
from hub.ids import new_id
from hub.outbox import Done, seal

TOGETHER = 50
RULE = {
    "code": "BENCH",
    "zh": "压测",
    "en": "bench",
    "trigger": {
        "type": "happened",
        "on": {"fact": "queue.ticket_admitted", "when": 'event.patient_id.startsWith("alert-")'},
    },
    "key": ["ticket_id"],
    "level": "high",
    "says_zh": "患者已登记",
    "says_en": "admitted",
    "to": [{"kind": "role", "name": "head"}],
}


def main(argv: Sequence[str]) -> int:
    """Run it and print the table; ``--json FILE`` keeps the figures."""
    parser = argparse.ArgumentParser(prog="bench alerts")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--imports", type=int, default=500, help="facts a second, in transactions of 50")
    parser.add_argument("--every", type=int, default=10, help="every so manieth command is alerted of")
    parser.add_argument("--together", action="store_true", help="all roles in one `work`")
    parser.add_argument("--json")
    options = parser.parse_args(argv)
    with hospital(1, together=options.together) as place:
        figures = uvloop.run(_measure(place, options))
    for name, value in figures.items():
        print(f"{name:46} {value}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path from the command line
            json.dump(figures, file, indent=1)
    return 0


class Inbox(WSListener):
    """Notes when each message lies on the doctor's page, by the alert that it tells of."""

    def __init__(self, channel: str, token: str, joined: asyncio.Event) -> None:
        super().__init__()
        self._channel, self._token, self._joined = channel, token, joined
        self.arrivals: dict[str, float] = {}

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Connect and subscribe in one frame."""
        commands = {"id": 1, "connect": {"token": self._token}}, {"id": 2, "subscribe": {"channel": self._channel}}
        transport.send(WSMsgType.TEXT, b"\n".join(msgspec.json.encode(c) for c in commands))

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Replies, pings and publications."""
        if frame.msg_type != WSMsgType.TEXT:
            return
        now = time.time()  # noqa: TID251 - compared with the database's clock
        for text in frame.get_payload_as_bytes().split(b"\n"):
            if text == b"{}":
                transport.send(WSMsgType.TEXT, b"{}")
                continue
            reply = msgspec.json.decode(text)
            if "push" in reply and "pub" in reply["push"]:
                row = reply["push"]["pub"]["data"].get("row")
                if row and "alert_id" in row["about"]:
                    self.arrivals.setdefault(row["about"]["alert_id"], now)
            elif reply.get("id") == 2:  # noqa: PLR2004 - the subscribe above
                if "error" in reply:
                    raise RuntimeError(reply)
                self._joined.set()


async def _measure(place: Hospital, options: argparse.Namespace) -> dict[str, Any]:
    line = await Line.open(place.port)
    inbox, token = await come_in(place, line)
    before = place.cpu()
    wanted = await _load(place, token, options)
    used = {name: seconds - before[name] for name, seconds in place.cpu().items()}
    await asyncio.sleep(5)
    facts, told = await committed(place)
    line.close()
    took = [moment - facts[alert] for alert, moment in inbox.arrivals.items() if alert in facts]
    found = [told[alert] - facts[alert] for alert in inbox.arrivals if alert in told and alert in facts]
    return {
        "alerts wanted / shown": f"{wanted} / {len(took)}",
        "commands per second": options.rate,
        "imported facts per second": options.imports,
        "fact committed to message shown, p50 ms": round(at(took, 50) * 1000, 1),
        "p99 ms": round(at(took, 99) * 1000, 1),
        "max ms": round(max(took) * 1000, 1),
        "of it until the alert and its message are committed, p50 ms": round(at(found, 50) * 1000, 1),
        "the same, p99 ms": round(at(found, 99) * 1000, 1),
        **{f"CPU of {name}, % of a core": round(used[name] / options.seconds * 100) for name in sorted(used)},
    }


async def come_in(place: Hospital, line: Line) -> tuple[Inbox, str]:
    """The rule is in force, the doctor's page is open; gives what it hears, and the administrator's token."""
    _, admin = await line.post("access/sign-in", {"account": "admin", "password": PASSWORD})
    _, head = await line.post("access/sign-in", {"account": "head", "password": PASSWORD})
    status, answer = await line.post("rules/save-rule", {"rule": RULE, "edition": 0}, admin["token"])
    if status != 200:  # noqa: PLR2004 - HTTP OK
        raise RuntimeError(answer)
    joined = asyncio.Event()
    inbox = Inbox(f"messages-inbox:demo:{head['account']['id']}", head["connection_token"], joined)
    await ws_connect(lambda: inbox, f"ws://127.0.0.1:{place.port}/connection/websocket")
    await joined.wait()
    await asyncio.sleep(2)
    return inbox, str(admin["token"])


async def _load(place: Hospital, token: str, options: argparse.Namespace) -> int:
    lines: asyncio.Queue[Line] = asyncio.Queue()
    for _ in range(32):
        lines.put_nowait(await Line.open(place.port))
    wanted = 0

    async def admit(number: int) -> None:
        nonlocal wanted
        name = f"alert-{number}" if number % options.every == 0 else f"bench-{number}"
        line = await lines.get()
        await admitted(line, token, name)
        lines.put_nowait(line)
        wanted += name.startswith("alert-")

    start = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_import(place, options))
        for number in range(int(options.rate * options.seconds)):
            await asyncio.sleep(max(0.0, start + number / options.rate - asyncio.get_running_loop().time()))
            tasks.create_task(admit(number))
    return wanted


async def admitted(line: Line, token: str, patient_id: str) -> None:
    """A patient is admitted; the rule waits for those whose id begins with ``alert-``."""
    status, answer = await line.post("queue/admit-ticket", patient(patient_id, "b0"), token)
    if status != 200:  # noqa: PLR2004 - HTTP OK
        raise RuntimeError(answer)


async def _import(place: Hospital, options: argparse.Namespace) -> None:
    """Facts as an import records them: many in one transaction."""
    engine = open_engine(place.database_url)
    caller = Caller("demo", "bench", frozenset(), frozenset({"demo"}))
    start = asyncio.get_running_loop().time()
    for number in range(int(options.imports * options.seconds / TOGETHER)):
        due = start + number * TOGETHER / options.imports
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
        async with engine.begin() as db:
            tx = Tx(caller, db, system_clock(), trace=new_id())
            for _ in range(TOGETHER):
                tx.record(MessageAccepted(v=1, message_id=new_id(), sender_id="bench", kind="ADT^A08"))
            await seal(tx, Done("bench/import", b"{}"), None)
    await engine.dispose()


async def committed(place: Hospital) -> tuple[dict[str, float], dict[str, float]]:
    """When the fact was committed, and when the message of it was: by alert, in seconds since 1970."""
    engine = open_engine(place.database_url)
    fact = (
        "select a.id, extract(epoch from pg_xact_commit_timestamp(f.xmin)) moment from alerts_alerts a"
        " join hub_facts f on f.aggregate = a.key and f.type = 'queue.ticket_admitted' where a.rule = 'BENCH'"
    )
    message = (
        "select m.about ->> 'alert_id' id, extract(epoch from pg_xact_commit_timestamp(f.xmin)) moment"
        " from messages_messages m join hub_facts f on f.aggregate = m.id and f.type = 'messages.sent'"
        " where m.about ->> 'alert_id' is not null"
    )
    async with engine.connect() as db:
        moments = [{r.id: float(r.moment) for r in await db.execute(sa.text(query))} for query in (fact, message)]
    await engine.dispose()
    return moments[0], moments[1]


def at(values: list[float], percent: int) -> float:
    """The percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
