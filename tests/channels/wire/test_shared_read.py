"""One read for many."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from channels.wire.shared import SharedRead


class Slow:
    """A read that waits to be let go."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.gate = asyncio.Event()
        self.failing = False

    async def read(self, questions: Sequence[int]) -> int:
        self.asked.append(list(questions))
        number = len(self.asked)
        await self.gate.wait()
        if self.failing:
            raise LookupError("nothing there")
        return number


async def turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_those_who_ask_together_share() -> None:
    slow = Slow()
    slow.gate.set()
    read = SharedRead(slow.read)
    assert await asyncio.gather(*(read.ask(n) for n in range(5))) == [1] * 5
    assert slow.asked == [[0, 1, 2, 3, 4]]


async def test_a_read_that_has_begun_is_not_joined() -> None:
    slow = Slow()
    read = SharedRead(slow.read)
    first = asyncio.ensure_future(read.ask(1))
    await turn()
    late = [asyncio.ensure_future(read.ask(n)) for n in (2, 3)]
    await turn()
    slow.gate.set()
    assert (await first, await late[0], await late[1]) == (1, 2, 2)
    assert slow.asked == [[1], [2, 3]]


async def test_a_failure_reaches_all_and_the_next_read_is_fresh() -> None:
    slow = Slow()
    slow.failing = True
    slow.gate.set()
    read = SharedRead(slow.read)
    results = await asyncio.gather(read.ask(1), read.ask(2), return_exceptions=True)
    assert [type(result) for result in results] == [LookupError, LookupError]
    slow.failing = False
    assert await read.ask(3) == 2


async def test_whoever_gives_up_disturbs_no_other() -> None:
    slow = Slow()
    read = SharedRead(slow.read)
    first, second = asyncio.ensure_future(read.ask(1)), asyncio.ensure_future(read.ask(2))
    await turn()
    first.cancel()
    slow.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await second == 1
