"""HL7 orders keep coming while the database and the gateway die with -9: each is taken once, and answered afterwards.

The sender is python-hl7's client. It does what hospital systems do: without an answer it sends the same again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Any, Final

import pytest
import sqlalchemy as sa
from hl7.mllp import open_hl7_connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from domains.registration.demo import order_message
from tests.kit.up import Up

pytestmark = pytest.mark.slow

SENDERS: Final = 3
DAY: Final = date(2026, 3, 2)
KILLS: Final = (("bin/postgres", "-D"), ("hub", "work"), ("bin/postgres", "-D"), ("hub", "work"))


class His:
    """One connection of a hospital information system."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._pair: Any = None
        self.unanswered = 0

    async def deliver(self, block: bytes) -> str:
        """Send until there is an answer; gives MSA-1."""
        while True:
            try:
                async with asyncio.timeout(10):
                    return await self._say(block)
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                self.unanswered += 1
                self.hang_up()
                await asyncio.sleep(0.05)

    async def _say(self, block: bytes) -> str:
        if self._pair is None:
            self._pair = await open_hl7_connection("127.0.0.1", self._port, encoding="utf-8")
        reader, writer = self._pair
        writer.writeblock(block)
        await writer.drain()
        code: str = (await reader.readmessage()).extract_field("MSA", 1, 1)
        return code

    def hang_up(self) -> None:
        """Close, if open."""
        if self._pair is not None:
            self._pair[1].close()
        self._pair = None


def orders(sender: int) -> Iterator[tuple[str, bytes]]:
    """Order after order of one sender: its number and the message."""
    for place in range(10_000):
        number = f"-F{sender}-{place}"
        order = (
            number,
            f"PF{sender}",
            f"99F{sender}",
            "故障",
            "19800101",
            "F",
            "CT-002",
            "呼吸内科",
            "陈志远",
            "咳嗽",
            "R",
        )
        yield f"HIS{DAY:%Y%m%d}{number}", order_message(order, DAY)


@contextlib.asynccontextmanager
async def database(up: Up) -> AsyncIterator[AsyncEngine]:
    """The installation's own database, looked at from outside."""
    engine = create_async_engine(up.database_url(), pool_pre_ping=True)
    try:
        yield engine
    finally:
        await engine.dispose()


async def rows(engine: AsyncEngine, query: str, **params: Any) -> list[Any]:
    """What the database says now."""
    async with engine.connect() as db:
        return list(await db.execute(sa.text(query), params))


ACCEPTED = "select control_id, state from gateway_messages where control_id = :n and state = 'accepted'"
TAKEN = "select control_id, state, attempts from gateway_messages where control_id like 'HIS%-F%'"
NOTED = "select id, order_no, v from registration_orders where order_no like 'HIS%-F%'"
FACTS = f"select type, aggregate from hub_facts where aggregate in (select id from ({NOTED}) o)"


class Storm:
    """Senders at work while processes die; ``sent`` are the orders that were acknowledged."""

    def __init__(self, up: Up) -> None:
        self._up = up
        self.lines = [His(up.mllp) for _ in range(SENDERS)]
        self.sent: dict[str, bytes] = {}
        self._more = asyncio.Condition()
        self._over = False

    async def send(self, line: His, number: str, block: bytes) -> None:
        """One order until it is acknowledged."""
        assert await line.deliver(block) == "AA"
        self.sent[number] = block
        async with self._more:
            self._more.notify_all()

    async def rage(self) -> None:
        """Let all senders send, and kill after kill, each while they are at it."""
        await asyncio.gather(self._strike(), *(self._keep_sending(number) for number in range(SENDERS)))

    async def _keep_sending(self, sender: int) -> None:
        for number, block in orders(sender):
            await self.send(self.lines[sender], number, block)
            if self._over:
                return
            await asyncio.sleep(0.02)

    async def _strike(self) -> None:
        for words in KILLS:
            wanted = len(self.sent) + 10
            async with self._more:
                await self._more.wait_for(lambda wanted=wanted: len(self.sent) >= wanted)  # type: ignore[misc]
            await asyncio.to_thread(self._up.kill, *words)
        self._over = True


async def test_every_order_is_taken_once_and_answered_after_its_commit(up: Up) -> None:
    storm = Storm(up)
    line = storm.lines[0]
    async with database(up) as engine, asyncio.timeout(90):
        number, block = next(orders(SENDERS))
        await storm.send(line, number, block)
        assert len(await rows(engine, ACCEPTED, n=number)) == 1
        await storm.rage()
        assert sum(one.unanswered for one in storm.lines) >= 2
        await _check(engine, set(storm.sent))
        for again in list(storm.sent.values())[::5]:
            assert await line.deliver(again) == "AA"
        await _check(engine, set(storm.sent))
    for one in storm.lines:
        one.hang_up()


async def _check(engine: AsyncEngine, sent: set[str]) -> None:
    """Each message was accepted once, and did once what it asked for."""
    taken = await rows(engine, TAKEN)
    assert {row.control_id for row in taken} == sent
    assert {(row.state, row.attempts) for row in taken} == {("accepted", 1)}
    noted = await rows(engine, NOTED)
    assert Counter(row.order_no for row in noted) == Counter(sent)
    assert {row.v for row in noted} == {1}
    told = await rows(engine, FACTS)
    assert Counter(fact.aggregate for fact in told) == Counter(row.id for row in noted)
    assert {fact.type for fact in told} == {"registration.order_received"}
