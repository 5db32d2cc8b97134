"""One connection to Redis on which many requests are under way at once; answers come back in their order.

A publish costs one write and one read that it shares with its neighbours of the same loop tick. And because one TCP
connection never moves to another server process, what was learnt about the server when the line was opened stays true
for all its requests: the epoch fence rests on that.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from typing import TYPE_CHECKING, Any

from redis.exceptions import RedisError, ResponseError

from channels.broker.base import BrokerUnavailableError
from channels.broker.dial import hang_up, host_of

if TYPE_CHECKING:
    from redis.asyncio.connection import AbstractConnection


class Line:
    """Requests in, answers out, in order. When the connection breaks, everything under way fails and it is closed."""

    def __init__(self, connection: AbstractConnection, *, answer_seconds: float) -> None:
        """Take over a connected connection; an answer that takes longer than `answer_seconds` breaks the line."""
        self._connection = connection
        self._answer_seconds = answer_seconds
        self._asked: deque[asyncio.Future[Any]] = deque()
        self._unsent: list[bytes] = []
        self._something_to_send = asyncio.Event()
        self._closed = False
        self._tasks = (asyncio.ensure_future(self._write()), asyncio.ensure_future(self._read()))

    @property
    def host(self) -> tuple[str, int] | None:
        """Where the other end is; None on a unix socket."""
        return host_of(self._connection)

    @property
    def closed(self) -> bool:
        """True once the line is of no use any more."""
        return self._closed

    async def ask(self, *command: str | bytes | int) -> Any:
        """Send one command and return its answer, undecoded.

        Raises ResponseError for a server's error and BrokerUnavailableError when the answer cannot come any more.
        """
        return await self._answer(self._put(command))

    async def ask_asking(self, *command: str | bytes | int) -> Any:
        """`ask` a cluster's node that is about to get the slot."""
        allowed, answer = self._put(("ASKING",)), self._put(command)
        await self._answer(allowed)
        return await self._answer(answer)

    def _put(self, command: tuple[str | bytes | int, ...]) -> asyncio.Future[Any]:
        if self._closed:
            raise BrokerUnavailableError("the connection is closed")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked.append(future)
        self._unsent.extend(self._connection.pack_command(*command))
        self._something_to_send.set()
        return future

    async def _answer(self, future: asyncio.Future[Any]) -> Any:
        try:
            async with asyncio.timeout(self._answer_seconds):
                return await future
        except TimeoutError:
            self._break(f"no answer within {self._answer_seconds:g} s")
            raise BrokerUnavailableError(f"no answer within {self._answer_seconds:g} s") from None

    async def close(self) -> None:
        """Break the line and wait until its connection is closed."""
        self._break("closed")
        try:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        finally:
            await hang_up(self._connection)

    async def _write(self) -> None:
        while True:
            await self._something_to_send.wait()
            self._something_to_send.clear()
            unsent, self._unsent = self._unsent, []
            try:
                await self._connection.send_packed_command([b"".join(unsent)], check_health=False)
            except (RedisError, OSError) as problem:
                self._break(type(problem).__name__)
                return

    async def _read(self) -> None:
        answer: Any
        while True:
            try:
                answer = await self._connection.read_response(
                    disable_decoding=True, timeout=math.inf, disconnect_on_error=False
                )
            except ResponseError as refusal:
                answer = refusal
            except (RedisError, OSError) as problem:
                self._break(type(problem).__name__)
                return
            if not self._asked:
                self._break("an answer without a question")
                return
            self._settle(self._asked.popleft(), answer)

    @staticmethod
    def _settle(future: asyncio.Future[Any], answer: Any) -> None:
        if future.done():
            return
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)

    def _break(self, why: str) -> None:
        if self._closed:
            return
        self._closed = True
        current = asyncio.current_task()
        for task in self._tasks:
            if task is not current:
                task.cancel()
        while self._asked:
            self._settle(self._asked.popleft(), BrokerUnavailableError(f"the connection broke: {why}"))
