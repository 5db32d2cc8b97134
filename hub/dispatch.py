"""The one door for change: permission, idempotency, transaction, handler, audit, facts, commit."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from hub import outbox, replays, timers
from hub.caller import Caller
from hub.clock import Clock
from hub.commands import Answer, Command, Handler, Look, Noted, Query, Tx, name_of
from hub.db import reads_of
from hub.errors import HubError, Unavailable
from hub.ids import new_id
from hub.module import Registry
from hub.outages import is_outage
from hub.refusals import Refusals

AT_ONCE: Final = 8
"""Commands of one process that are in a transaction at the same time.

More would not be sooner done: they wait for each other's locks, and in a rush each opens a connection of its own, which
is slow while it is new. The others wait here, in their order, and the connections that are left answer questions.
"""


class Dispatcher:
    """Runs commands and answers queries. There is no other way to change anything."""

    def __init__(
        self, registry: Registry, engine: AsyncEngine, clock: Clock, wake: Callable[[Iterable[int]], None], secret: str
    ) -> None:
        self.handlers = {name_of(h.asks): h for h in registry.of(Handler)}
        self.answers = {name_of(a.asks): a for a in registry.of(Answer)}
        self.engine = engine
        self.reads = reads_of(engine)
        self._clock = clock
        self.wake = wake
        self.tools: dict[type, object] = {}
        """What queries may use of this process besides the database, by its class."""
        self._secret = secret
        self._refusals = Refusals()
        self._turns = asyncio.Semaphore(AT_ONCE)

    def now(self) -> datetime:
        """The present moment of this process."""
        return self._clock()

    async def __call__(
        self, caller: Caller, command: Command, *, key: str | None = None, cause: str | None = None, trace: str = ""
    ) -> Any:
        """Carry out ``command`` in a transaction of its own and give its result.

        ``key`` makes a repeat within 24 h give the first result again without a second effect. Raises what the
        handler raises (``HubError``), or ``Unavailable`` when the database cannot be reached: then nothing happened,
        or it happened wholly and the same key tells.
        """
        caller.require(command.needs)
        with _outages_told():
            return await self._once(caller, command, key, cause, trace)

    async def _once(self, caller: Caller, command: Command, key: str | None, cause: str | None, trace: str) -> Any:
        """Carry out ``command``, or give what it gave when its key came first."""
        try:
            async with self._turns, self.engine.begin() as db:
                result, shards = await self.within(db, caller, command, key=key, cause=cause, trace=trace)
        except (HubError, IntegrityError) as error:
            if key is None or not (isinstance(error, HubError) or replays.is_repeat(error)):
                raise
            name = name_of(type(command))
            print_ = replays.fingerprint(self._secret, name, msgspec.json.encode(command))
            async with self.reads.connect() as db:
                result = await replays.earlier(db, caller, key, print_, self.handlers[name])
            if result is replays.NOT_YET:
                raise
            return result
        self.wake(shards)
        if isinstance(result, Noted):
            result.error.noted = True
            raise result.error
        return result

    async def within(
        self,
        db: AsyncConnection,
        caller: Caller,
        command: Command,
        *,
        key: str | None = None,
        cause: str | None = None,
        trace: str = "",
    ) -> tuple[Any, list[int]]:
        """The same inside an open transaction (timers, or a command that issues another); the caller commits.

        Gives the result, or the ``Noted`` refusal, and the shards to ``wake`` after the commit.
        """
        caller.require(command.needs)
        name = name_of(type(command))
        handler: Handler[Any] = self.handlers[name]
        body = msgspec.json.encode(command)
        tx = Tx(caller, db, self._clock(), cause, trace or new_id(), self._secret)
        try:
            result = await handler.run(command, tx)
        except Noted as noted:
            result = noted
        await timers.arm(tx)
        done = outbox.Done(name, _public(command, body))
        if isinstance(result, Noted):
            return result, await outbox.seal(tx, replace(done, outcome=result.error.code), None)
        kept = (
            outbox.Kept(caller, key, replays.fingerprint(self._secret, name, body), replays.encode(result, handler))
            if key
            else None
        )
        return result, await outbox.seal(tx, done, kept)

    async def ask(self, caller: Caller, query: Query) -> Any:
        """Answer ``query`` with the rights of ``caller``; of personal data it is written down who saw it."""
        caller.require(query.needs)
        name = name_of(type(query))
        answer: Answer[Any] = self.answers[name]
        with _outages_told():
            async with self.reads.connect() as db:
                now = self._clock()
                result = await answer.run(caller, query, Look(db, now, self.tools, self._secret))
                if query.personal:
                    body = msgspec.json.encode(query)
                    await outbox.note(db, Tx(caller, db, now, trace=new_id()), outbox.Done(name, body))
                return result

    async def refused(self, caller: Caller, name: str, error: HubError, trace: str = "") -> None:
        """Write down that somebody known was refused; what he sent is not kept, it may be anything.

        Where it was out of his scope that is a fact too, in the same transaction.
        """
        with _outages_told():
            async with self.engine.begin() as db:
                tx = Tx(caller, db, self._clock(), trace=trace or new_id())
                self._refusals.tell(tx, name, error, looking=name in self.answers)
                shards = await outbox.seal(tx, outbox.Done(name, b"{}", outcome=error.code), None)
        self.wake(shards)

    def kinds(self) -> dict[str, Handler[Any] | Answer[Any]]:
        """Every command and query of the house by its name."""
        return {**self.handlers, **self.answers}


@contextlib.contextmanager
def _outages_told() -> Iterator[None]:
    """An outage of the database is told as such; anything else is not ours to judge."""
    try:
        yield
    except Exception as error:
        if is_outage(error):
            raise Unavailable(part="数据库 database") from error
        raise


def _public(command: Command, body: bytes) -> bytes:
    """The command as the audit keeps it: without its private fields."""
    if not command.private:
        return body
    fields: dict[str, Any] = msgspec.json.decode(body)
    return msgspec.json.encode({k: v for k, v in fields.items() if k not in command.private})
