"""Commands per second through one serving process, and how soon what was committed is on the sockets.

Part 1, closed loop: N connections admit patients one after the other for T seconds.
Part 2, open loop: 100 rooms with 10 live subscribers each while patients are admitted at a fixed rate. The time of
the commit is PostgreSQL's own (``pg_xact_commit_timestamp``), the time of arrival the client's; same machine, same
clock.
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
from sqlalchemy.ext.asyncio import create_async_engine

from bench.hospital import PASSWORD, Hospital, hospital
from bench.http import Line


def main(argv: Sequence[str]) -> int:
    """Run both parts and print the table; ``--json FILE`` keeps the figures."""
    parser = argparse.ArgumentParser(prog="bench commands")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--channels", type=int, default=100)
    parser.add_argument("--subscribers", type=int, default=10)
    parser.add_argument("--json")
    options = parser.parse_args(argv)
    with hospital(options.channels) as place:
        figures = uvloop.run(_measure(place, options))
    for name, value in figures.items():
        print(f"{name:42} {value}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path from the command line
            json.dump(figures, file, indent=1)
    return 0


async def _measure(place: Hospital, options: argparse.Namespace) -> dict[str, Any]:
    line = await Line.open(place.port)
    _, session = await line.post("access/sign-in", {"account": "admin", "password": PASSWORD})
    line.close()
    closed = await _closed_loop(place, session["token"], options)
    # The closed loop leaves a backlog for the feed; the latency is measured from a quiet start.
    await asyncio.sleep(5)
    return {**closed, **await _open_loop(place, session, options)}


def patient(patient_id: str, room: str) -> dict[str, Any]:
    """What ``queue/admit-ticket`` wants to know."""
    return {
        "room_id": room,
        "patient_id": patient_id,
        "name": "压测患者",
        "sex": "unknown",
        "birth_date": "1990-01-01",
        "exam_type": "CT",
        "items": ["胸部平扫"],
    }


async def _closed_loop(place: Hospital, token: str, options: argparse.Namespace) -> dict[str, Any]:
    until = time.monotonic() + options.seconds
    took: list[float] = []

    async def client(index: int) -> None:
        line = await Line.open(place.port)
        while time.monotonic() < until:
            started = time.perf_counter()
            number = len(took)
            status, answer = await line.post(
                "queue/admit-ticket", patient(f"bench-{number}", f"ct{1 + index % 2}"), token
            )
            if status != 200:  # noqa: PLR2004 - HTTP OK
                raise RuntimeError(answer)
            took.append(time.perf_counter() - started)
        line.close()

    before, started = place.cpu(), time.monotonic()
    await asyncio.gather(*(client(i) for i in range(options.connections)))
    seconds, after = time.monotonic() - started, place.cpu()
    used = {part: (after[part] - before[part]) / len(took) * 1000 for part in after}
    return {
        "commands": len(took),
        "commands per second": round(len(took) / seconds, 1),
        "command p50 / p99 ms": f"{_at(took, 50) * 1000:.1f} / {_at(took, 99) * 1000:.1f}",
        **{f"CPU ms per command, {part}": round(ms, 2) for part, ms in used.items()},
    }


class Listener(WSListener):
    """One subscriber: joins its channel and notes when each row version arrives."""

    def __init__(self, channel: str, token: str, arrivals: dict[str, list[float]], joined: asyncio.Semaphore) -> None:
        super().__init__()
        self._channel, self._token, self._arrivals, self._joined = channel, token, arrivals, joined

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
                self._arrivals.setdefault(reply["push"]["pub"]["data"]["key"], []).append(now)
            elif reply.get("id") == 2:  # noqa: PLR2004 - the subscribe above
                if "error" in reply:
                    raise RuntimeError(reply)
                self._joined.release()


async def _open_loop(place: Hospital, session: dict[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    arrivals: dict[str, list[float]] = {}
    count = options.channels * options.subscribers
    joined = asyncio.Semaphore(0)
    url = f"ws://127.0.0.1:{place.port}/connection/websocket"
    sockets = []
    for number in range(count):
        channel = f"queue-room:demo:b{number % options.channels}"

        def listener(channel: str = channel) -> Listener:
            return Listener(channel, session["connection_token"], arrivals, joined)

        sockets.append((await ws_connect(listener, url))[0])
    for _ in range(count):
        await joined.acquire()
    tickets = await _admit_at_rate(place, session["token"], options)
    await asyncio.sleep(3)
    latencies = await _latencies(place, tickets, arrivals)
    for socket in sockets:
        socket.disconnect()
    expected = len(tickets) * options.subscribers
    return {
        "sockets / channels": f"{count} / {options.channels}",
        "commands per second asked": options.rate,
        "deliveries expected / received": f"{expected} / {len(latencies)}",
        "commit to socket p50 ms": round(_at(latencies, 50) * 1000, 1),
        "commit to socket p99 ms": round(_at(latencies, 99) * 1000, 1),
        "commit to socket max ms": round(max(latencies) * 1000, 1),
    }


async def _admit_at_rate(place: Hospital, token: str, options: argparse.Namespace) -> list[str]:
    lines: asyncio.Queue[Line] = asyncio.Queue()
    for _ in range(32):
        lines.put_nowait(await Line.open(place.port))
    tickets: list[str] = []

    async def admit(number: int) -> None:
        line = await lines.get()
        _, answer = await line.post(
            "queue/admit-ticket", patient(f"bench-{number}", f"b{number % options.channels}"), token
        )
        lines.put_nowait(line)
        tickets.append(answer["ticket_id"])

    start = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as tasks:
        for number in range(int(options.rate * options.seconds)):
            await asyncio.sleep(max(0.0, start + number / options.rate - asyncio.get_running_loop().time()))
            tasks.create_task(admit(number))
    return tickets


async def _latencies(place: Hospital, tickets: list[str], arrivals: dict[str, list[float]]) -> list[float]:
    """Arrival minus commit, for every delivery."""
    engine = create_async_engine(place.database_url)
    query = sa.text("select id, extract(epoch from pg_xact_commit_timestamp(xmin)) committed from queue_tickets")
    async with engine.connect() as db:
        committed = {row.id: float(row.committed) for row in await db.execute(query)}
    await engine.dispose()
    return [moment - committed[ticket] for ticket in tickets for moment in arrivals.get(ticket, ())]


def _at(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
