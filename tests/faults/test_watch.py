"""The watch keeps its word while it is killed: no deadline is forgotten, and nobody is told the same thing twice.

Results arrive over MLLP while the process that runs the rules dies with -9 again and again, then the clock moves on:
every doctor has been told once, reminded as often as the rule says, and the head once after thirty minutes.
"""

from __future__ import annotations

import os
import socket
import time
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from tests.domains.critical_values.test_way import oru
from tests.kit.up import Up, eventually, running

pytestmark = pytest.mark.slow

VALUES = 30
TOLD = (
    "select a.login, r.rule, r.key, m.once from messages_messages m join access_accounts a on a.id = m.account"
    " join alerts_alerts r on r.id = m.about->>'alert_id'"
)


class Clock:
    """The clock of all processes, moved by a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._minutes = 0

    def forward(self, minutes: int) -> None:
        """Later by so many minutes, from one moment to the next."""
        self._minutes += minutes
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(self._minutes * 60), "ascii")
        fresh.replace(self._file)


async def rows(up: Up, query: str) -> list[tuple[str, ...]]:
    engine = create_async_engine(up.database_url())
    try:
        async with engine.connect() as db:
            return [tuple(row) for row in await db.execute(sa.text(query))]
    finally:
        await engine.dispose()


def send(up: Up, number: int) -> None:
    def answered() -> bytes | None:
        try:
            with socket.create_connection(("127.0.0.1", up.mllp), timeout=10) as line:
                line.sendall(b"\x0b" + oru(f"F{number}", f"{6 + number / 100:.2f}") + b"\x1c\r")
                answer = line.recv(65_536)
        except OSError:
            return None
        return answer if b"MSA|AA" in answer else None

    eventually(answered, "no acknowledgement")


async def test_killed_again_and_again_nothing_is_lost_and_nothing_said_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offset = tmp_path / "offset"
    offset.write_text("0", "ascii")
    monkeypatch.setitem(os.environ, "CAREWIRE_TEST_CLOCK", str(offset))
    clock = Clock(offset)
    with running(keep=("CAREWIRE_TEST_CLOCK",)) as up:
        for number in range(VALUES):
            send(up, number)
            if number % 10 == 5:
                up.kill("hub", "work")
        await told(up, "W-QC-01", VALUES)
        for minutes in (10, 10, 11):
            up.kill("hub", "work")
            clock.forward(minutes)
        await told(up, "W-QC-04", 2 * VALUES)
        found = await rows(up, TOLD)
    heads = Counter((login, key) for login, rule, key, _ in found if rule == "W-QC-04")
    assert set(heads.values()) == {1}
    assert {login for login, _ in heads} == {"head", "admin"}
    doctors = Counter((key, once.split(":")[0]) for login, rule, key, once in found if rule == "W-QC-01")
    assert set(doctors.values()) == {1}, "told, and each reminder, once"
    assert len({key for key, _ in doctors}) == VALUES


async def told(up: Up, rule: str, count: int) -> None:
    """Wait until so many messages of a rule's first telling lie in message centres."""
    until = time.monotonic() + 60
    seen = 0
    while time.monotonic() < until:
        seen = sum(1 for _, r, _, once in await rows(up, TOLD) if r == rule and once.startswith("group"))
        if seen >= count:
            return
    raise AssertionError(f"{seen} of {count} told by {rule}")
