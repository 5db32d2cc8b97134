"""One read for many who ask at the same moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class SharedRead(Generic[Question, Answer]):
    """Answers all questions that wait with one read.

    A question is only ever answered by a read that began after it was asked: who has subscribed first and asks then
    must not get what was read before. While a read is under way, newcomers wait for the next one.
    """

    __slots__ = ("_read", "_task", "_waiting")

    def __init__(self, read: Callable[[Sequence[Question]], Awaitable[Answer]]) -> None:
        """`read` gets all the questions and its answer goes to all of them; so does its exception."""
        self._read = read
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._task: asyncio.Future[None] | None = None

    async def ask(self, question: Question) -> Answer:
        """The answer of the next read. Cancelling one asker disturbs no other."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        if self._task is None:
            self._task = asyncio.ensure_future(self._run())
        return await future

    async def _run(self) -> None:
        while self._waiting:
            batch = [(question, future) for question, future in self._waiting if not future.done()]
            self._waiting = []
            if not batch:
                break
            await self._answer(batch)
        self._task = None

    async def _answer(self, batch: list[tuple[Question, asyncio.Future[Answer]]]) -> None:
        try:
            answer = await self._read([question for question, _ in batch])
        except Exception as problem:  # noqa: BLE001 - handed to everyone who asked
            for _, future in batch:
                if not future.done():
                    future.set_exception(problem)
        else:
            for _, future in batch:
                if not future.done():
                    future.set_result(answer)
