"""The rules at work: one process reads all facts and the clock, hands over what was found and keeps its memory."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from prometheus_client import Counter

from hub.caller import Caller
from hub.commands import Command
from hub.consumers import Group, Handle, Source
from hub.events import Fact
from hub.house import House
from hub.outages import is_outage
from hub.relay import leadership
from realtime_rules.conditions import Conditions
from realtime_rules.engine import Engine
from realtime_rules.findings import Finding
from realtime_rules.journal import Journal
from realtime_rules.ports import Book, Sink
from realtime_rules.readiness import Readiness
from realtime_rules.readings import Metric, Readings
from realtime_rules.timetable import Timetable

log = logging.getLogger(__name__)

LOCK: Final = 7305
GATHER: Final = 0.01
"""What comes within so many seconds is committed together."""
LOOK: Final = 0.1
"""The clock is looked at so often."""
RELOAD: Final = 0.5
"""Changed rules are taken up after at most so many seconds."""
MOST: Final = 500
"""Findings of the clock per transaction."""
BATCHES: Final = 500
"""Batches of readings per transaction."""
IDLE: Final = 0.2
"""Where nothing new was measured, one looks again after so many seconds."""
AGAIN: Final = 2.0
"""Readings that could not be taken are tried again after so many seconds."""
LATE: Final = Counter("carewire_rules_late_readings", "Readings that came after a later one of their device and metric")


@dataclass(slots=True)
class Watch:
    """The one process that works by the rules."""

    house: House
    book: Book
    sink: Sink
    ready: Readiness
    engine: Engine = field(default_factory=Engine)
    journal: Journal = field(default_factory=lambda: Journal(0))
    timetable: Timetable = field(default_factory=Timetable)
    stamp: int = -1
    at_work: asyncio.Lock = field(default_factory=asyncio.Lock)
    open: bool = False

    async def handle(self, facts: Sequence[Fact]) -> None:
        """Facts as the group reads them; a repeat of what was committed changes nothing."""
        async with self._committing():
            positions = self.journal.positions
            new = [f for f in facts if f.seq > positions.get(f.shard, 0)]
            ends = {f.shard: f.seq for f in new}
            await self._commit(self.engine.take(new), ends)

    async def measure(self) -> bool:
        """Take what was measured since, from every source of readings; whether there may be more.

        Readings are read from where they were committed, each lane from the number that memory was kept with.
        """
        more = False
        for source in self.house.registry.of(Readings):
            async with self._committing():
                async with self.house.dispatch.reads.connect() as db:
                    batches = await source.new(db, self.journal.positions, BATCHES)
                late = self.engine.late
                found = self.engine.measure(batches)
                LATE.inc(self.engine.late - late)
                await self._commit(found, {one.lane: one.n for one in batches}, always=bool(batches))
                more = more or len(batches) >= BATCHES
        return more

    async def measured(self) -> None:
        """Look for new readings for ever; trouble with them is told, and does not keep the rules from the facts."""
        while True:
            try:
                more = await self.measure()
            except Exception as error:
                if is_outage(error):
                    raise
                log.exception("readings could not be taken, and will be tried again")
                await asyncio.sleep(AGAIN)
            else:
                await asyncio.sleep(0 if more else IDLE)

    async def clock(self) -> None:
        """Look at the clock for ever."""
        loop = asyncio.get_running_loop()
        reloaded = loop.time()
        while True:
            await asyncio.sleep(LOOK)
            if loop.time() - reloaded > RELOAD:
                reloaded = loop.time()
                await self.reload()
            while await self.tick():
                continue

    async def tick(self) -> bool:
        """Everything that is due by now, some at a time; whether there is more."""
        now = self.house.clock()
        async with self._committing():
            found = self.engine.tick(now.timestamp(), MOST)
            for due in self.timetable.due(now):
                async with self.house.dispatch.reads.connect() as db:
                    found += await due.look(db, now, self.engine)
            await self._commit(found, {})
        return len(found) >= MOST

    async def reload(self) -> None:
        """Take up changed rules, and say what this process works by."""
        async with self._committing():
            async with self.house.dispatch.reads.connect() as db:
                stamp = await self.book.stamp(db)
                if stamp == self.stamp:
                    return
                rules = await self.book.rules(db)
            armed = self.ready.arm(rules)
            forgotten = self.engine.load(armed.rules)
            self.timetable.load(armed.scheduled, self.house.clock())
            self.stamp = stamp
            async with self.house.engine.begin() as db:
                await self.journal.write(db, forgotten, {})
                await self.book.told(db, "rules", stamp, self.house.clock(), armed.wrong)

    @contextlib.asynccontextmanager
    async def _committing(self) -> AsyncIterator[None]:
        """One thing at a time; after a failure memory is read anew, for it may be ahead of what was kept."""
        async with self.at_work:
            if not self.open:
                await self._recall()
            try:
                yield
            except BaseException:
                self.open = False
                raise

    async def _recall(self) -> None:
        async with self.house.engine.begin() as db:
            self.journal = await Journal.take_over(db)
        async with self.house.dispatch.reads.connect() as db:
            self.stamp = await self.book.stamp(db)
            armed = self.ready.arm(await self.book.rules(db))
            units = {one.code: one.unit for one in self.house.registry.of(Metric)}
            self.engine, self.timetable = Engine(units=units), Timetable()
            self.engine.load(armed.rules)
            self.engine.recall(await self.journal.read(db))
            self.timetable.load(armed.scheduled, self.house.clock())
        async with self.house.engine.begin() as db:
            await self.book.told(db, "rules", self.stamp, self.house.clock(), armed.wrong)
        self.open = True

    async def _commit(self, findings: Sequence[Finding], positions: dict[int, int], *, always: bool = False) -> None:
        """Hand over what was found, each tenant's by itself; keep memory and place together with the last of it.

        ``always``: the place is kept even where nothing else changed. Who dies in between finds the same again, under
        the same names, and the same finding makes no second alert.
        """
        memories = list(self.engine.kept())
        if not findings and not memories and not always:
            self.journal.positions |= positions
            return
        dispatch = self.house.dispatch
        handed = [self._handed(*found) for found in itertools.groupby(sorted(findings, key=_tenant), key=_tenant)]
        for caller, command in handed[:-1]:
            await dispatch(caller, command)
        shards: list[int] = []
        async with self.house.engine.begin() as db:
            for caller, command in handed[-1:]:
                _, shards = await dispatch.within(db, caller, command)
            await self.journal.write(db, memories, positions)
        dispatch.wake(shards)
        if self.journal.grown():
            async with self.house.engine.begin() as db:
                await self.journal.write(db, (), {})
                await self.journal.replace(db, self.engine.everything())

    def _handed(self, tenant: str, found: Iterable[Finding]) -> tuple[Caller, Command]:
        command = self.sink.command(tuple(found))
        return Caller(tenant, "rules", frozenset({command.needs.name}), frozenset({tenant})), command


_tenant = attrgetter("tenant")


@contextlib.asynccontextmanager
async def _open(source: Source) -> AsyncIterator[Handle]:
    """Wait for the leader's place, then work by the rules."""
    house = source.house
    if not isinstance(house, House):
        raise TypeError("the rules need the whole house")
    registry = house.registry
    ready = Readiness(Conditions(registry), registry)
    watch = Watch(house, registry.one(Book), registry.one(Sink), ready)
    async with leadership(house.engine, LOCK), asyncio.TaskGroup() as tasks:
        own = [tasks.create_task(watch.clock()), tasks.create_task(watch.measured())]
        try:
            yield watch.handle
        finally:
            for task in own:
                task.cancel()


group = Group("rules", _open, rest=GATHER)
