"""Processes die with -9 in the middle of the work: nothing missing, nothing doubled, nothing turned back."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.kit.up import Up
from tests.kit.watcher import Watcher, at_rest

pytestmark = pytest.mark.slow

CHANNEL = "queue-room:demo:ct1"
_patients = itertools.count(1)


def _admit(up: Up) -> str:
    """Put one more patient in line; gives the ticket."""
    number = next(_patients)
    admitted = up.do(
        "registrar",
        "queue/admit-ticket",
        room_id="ct1",
        patient_id=f"fault-{number}",
        name="故障测试",
        sex="unknown",
        birth_date="1990-01-01",
        exam_type="CT",
        items=["胸部平扫"],
    )
    return str(admitted["ticket_id"])


def _some_work(up: Up) -> dict[str, str]:
    """A few commands that are each committed when they return; gives what must be seen in the end."""
    tickets = [_admit(up) for _ in range(3)]
    shown = dict.fromkeys(tickets, "waiting")
    for ticket in tickets:
        up.do("technician", "queue/call-ticket", ticket_id=ticket)
        up.do("technician", "queue/start-exam", ticket_id=ticket)
        shown[ticket] = "examining"
    return shown


async def _watch(up: Up, strike: Callable[[], Awaitable[Any]]) -> Watcher:
    """Watch while ``strike`` happens, until the watcher shows what was committed."""
    watcher = Watcher(up.url, CHANNEL, up.session("technician")["connection_token"])
    await watcher.open()
    try:
        before = await asyncio.to_thread(_some_work, up)
        work = asyncio.to_thread(_some_work, up)
        during, _ = await asyncio.gather(work, strike())
        after = await asyncio.to_thread(_some_work, up)
        expected = {**before, **during, **after}
        for _ in range(600):
            if expected.items() <= watcher.shown().items():
                break
            await asyncio.sleep(0.05)
        assert expected.items() <= watcher.shown().items()
        assert watcher.complaints == []
        fresh = Watcher(up.url, CHANNEL, up.session("technician")["connection_token"])
        await fresh.open()
        await asyncio.sleep(0.5)
        assert fresh.shown() == watcher.shown()
        await fresh.close()
    finally:
        await watcher.close()
        await at_rest()
    return watcher


async def test_serve_dies(up: Up) -> None:
    async def strike() -> None:
        await asyncio.sleep(0.1)
        await asyncio.to_thread(up.kill, "hub", "serve")

    watcher = await _watch(up, strike)
    assert "recovered" in watcher.joins


async def test_valkey_dies_right_after_commits(up: Up) -> None:
    async def strike() -> None:
        await asyncio.to_thread(_admit, up)
        await asyncio.to_thread(up.kill, "valkey-server")

    await _watch(up, strike)


async def test_the_relay_dies_between_publish_and_cursor(up: Up) -> None:
    """The cursor moves once a second; what was published since is published again after the kill."""

    async def strike() -> None:
        for _ in range(3):
            await asyncio.to_thread(_admit, up)
            await asyncio.to_thread(up.kill, "hub", "work")

    await _watch(up, strike)


async def test_postgres_dies(up: Up) -> None:
    async def strike() -> None:
        await asyncio.sleep(0.1)
        await asyncio.to_thread(up.kill, "bin/postgres", "-D")

    await _watch(up, strike)


async def test_everything_dies_at_once_and_comes_back(up: Up) -> None:
    async def strike() -> None:
        for words in (("valkey-server",), ("hub", "work"), ("hub", "serve")):
            await asyncio.to_thread(up.kill, *words)

    await _watch(up, strike)
