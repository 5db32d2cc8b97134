"""Readers and publishers that obey the rules while servers are mistreated, and the verdict on what they saw."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field

from channels.broker.base import BrokerUnavailableError, Extras, History, Position, Publication, Retention, Signal
from channels.broker.redis import RedisBroker
from channels.wire.recovery import is_run
from tests.channels.broker.ear import eventually

KEEP = Retention(size=5000, ttl=600, meta_ttl=600)
CHANNELS = tuple(f"ward:{number}" for number in range(6))
PACE = 0.004
PATIENCE = 25.0


class Reader:
    """What one node sees of one channel: strictly in order, repaired from the log, or told to begin anew."""

    def __init__(self, node: Node, channel: str) -> None:
        self.node, self.channel = node, channel
        self.position: Position | None = None
        self.runs: list[tuple[Position, list[Publication]]] = []
        """Each run begins at a position that the log gave, and goes on without a hole."""
        self._held: list[Publication] = []
        self._checking: asyncio.Task[None] | None = None
        self._again = False

    async def begin(self) -> None:
        await self.node.broker.subscribe(self.channel)
        self._begin_at((await self.node.broker.history(self.channel, None, 0)).position)

    def hear(self, publication: Publication) -> None:
        here = self.position
        if here is None or self._checking is not None:
            self._held.append(publication)
        elif publication.epoch == here.epoch and publication.offset == here.offset + 1:
            self._take(publication)
        elif publication.epoch != here.epoch or publication.offset > here.offset:
            self.check()

    def check(self) -> None:
        if self._checking is not None:
            self._again = True
        else:
            self._checking = asyncio.ensure_future(self._check())

    async def _check(self) -> None:
        while True:
            self._again = False
            history = await self._read()
            self._absorb(history)
            if not self._again:
                break
        self._checking = None
        held, self._held = self._held, []
        for publication in held:
            self.hear(publication)

    async def _read(self) -> History:
        while True:
            try:
                return await self.node.broker.history(self.channel, self.position, KEEP.size)
            except BrokerUnavailableError:
                await asyncio.sleep(0.05)

    def _absorb(self, history: History) -> None:
        here, top = self.position, history.position
        if here is not None and here.epoch == top.epoch and is_run(history.publications, here.offset, top.offset):
            for publication in history.publications:
                self._take(publication)
        else:
            self._begin_at(top)

    def _begin_at(self, position: Position) -> None:
        self.position = position
        self.runs.append((position, []))

    def _take(self, publication: Publication) -> None:
        self.position = Position(publication.offset, publication.epoch)
        self.runs[-1][1].append(publication)


class Node:
    """One broker and its readers."""

    def __init__(self, url: str) -> None:
        self.broker = RedisBroker(url, prefix="t", probe_seconds=0.2)
        self.broker.listen(self, f"node{id(self)}")
        self.readers = {channel: Reader(self, channel) for channel in CHANNELS}
        self.gaps = 0

    def hear(self, channel: str, publication: Publication) -> None:
        self.readers[channel].hear(publication)

    def signal(self, channel: str, signal: Signal) -> None:
        raise AssertionError(f"{signal} in {channel}")

    def gap(self, channel: str | None) -> None:
        self.gaps += 1
        for reader in self.readers.values():
            if channel in (None, reader.channel) and reader.position is not None:
                reader.check()

    def reached(self, tops: Mapping[str, Position]) -> bool:
        """Whether every reader stands where the log ends."""
        return all(self.readers[name].position == top for name, top in tops.items())

    def told(self, message: bytes) -> None:
        raise AssertionError(message)


@dataclass
class Ordeal:
    """Two nodes, a publisher per channel, and what was acknowledged."""

    nodes: tuple[Node, ...]
    acknowledged: dict[str, dict[bytes, Position]] = field(default_factory=lambda: {name: {} for name in CHANNELS})
    stopped_at: float | None = None
    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHANNELS, 0))

    async def publish(self, channel: str) -> None:
        """One publication, repeated until it is acknowledged."""
        self.numbers[channel] += 1
        number = self.numbers[channel]
        data = f"{channel}/{number}".encode()
        once = Extras(idempotency_key=str(number))
        while self.patient():
            broker = self.nodes[number % len(self.nodes)].broker
            try:
                published = await broker.publish(channel, data, KEEP, once)
            except BrokerUnavailableError:
                await asyncio.sleep(0.03)
            else:
                self.acknowledged[channel][data] = published.position
                return
        raise TimeoutError(f"{data!r} was never acknowledged")

    def patient(self) -> bool:
        """Whether the end lies not too long ago."""
        return self.stopped_at is None or asyncio.get_running_loop().time() < self.stopped_at + PATIENCE

    def stop(self) -> None:
        """Begin nothing new."""
        self.stopped_at = asyncio.get_running_loop().time()

    async def keep_publishing(self, channel: str) -> None:
        while self.stopped_at is None:
            await self.publish(channel)
            await asyncio.sleep(PACE)

    def epochs(self) -> dict[str, set[str]]:
        """In which epochs something was acknowledged, by channel."""
        return {channel: {place.epoch for place in places.values()} for channel, places in self.acknowledged.items()}

    async def settle(self) -> dict[str, Position]:
        """One last publication per channel that everybody must reach."""
        async with asyncio.timeout(PATIENCE):
            await eventually(lambda: all(node.broker.health.healthy for node in self.nodes))
            for channel in CHANNELS:
                await self.publish(channel)
            tops = {channel: await self._top(channel) for channel in CHANNELS}
            await eventually(lambda: all(node.reached(tops) for node in self.nodes))
        return tops

    async def _top(self, channel: str) -> Position:
        return (await self.nodes[0].broker.history(channel, None, 0)).position

    async def judge(self, tops: dict[str, Position]) -> None:
        """Fail when anything was lost unnoticed, doubled, out of order, or two things under one number."""
        for channel, top in tops.items():
            readers = [node.readers[channel] for node in self.nodes]
            log = (await self.nodes[0].broker.history(channel, Position(0, top.epoch), KEEP.size)).publications
            assert is_run(log, 0, top.offset)
            _one_meaning(channel, self.acknowledged[channel], [log, *(run for one in readers for _, run in one.runs)])
            for reader in readers:
                _in_order(reader)
                _nothing_missing(reader, self.acknowledged[channel], top)


def _in_order(reader: Reader) -> None:
    for begin, run in reader.runs:
        assert [item.offset for item in run] == list(range(begin.offset + 1, begin.offset + 1 + len(run)))
        assert {item.epoch for item in run} <= {begin.epoch}
    begins = [begin.epoch for begin, _ in reader.runs]
    assert len(set(begins)) == len(begins), f"{reader.channel} began anew within an epoch"


def _one_meaning(channel: str, acknowledged: dict[bytes, Position], seen: Iterable[Iterable[Publication]]) -> None:
    meaning = {(place.epoch, place.offset): data for data, place in acknowledged.items()}
    assert len(meaning) == len(acknowledged), f"two publications of {channel} got the same place"
    for items in seen:
        for item in items:
            assert meaning.setdefault((item.epoch, item.offset), item.data) == item.data


def _nothing_missing(reader: Reader, acknowledged: dict[bytes, Position], top: Position) -> None:
    """What was acknowledged in the last epoch was seen, or lies before the position where the reader began in it."""
    begin, run = reader.runs[-1]
    seen = {item.data for item in run}
    for data, place in acknowledged.items():
        if place.epoch == top.epoch and place.offset > begin.offset:
            assert data in seen, f"{data!r} at {place} was lost"


@contextlib.asynccontextmanager
async def ordeal(url: str) -> AsyncIterator[Ordeal]:
    """Publishing and reading go on while the body does its worst; afterwards comes the verdict."""
    going = Ordeal((Node(url), Node(url)))
    try:
        for node in going.nodes:
            await node.broker.start()
            await asyncio.gather(*(reader.begin() for reader in node.readers.values()))
        async with asyncio.TaskGroup() as tasks:
            for channel in CHANNELS:
                tasks.create_task(going.keep_publishing(channel))
            await asyncio.sleep(0.2)
            try:
                yield going
                await asyncio.sleep(0.2)
            finally:
                going.stop()
        await going.judge(await going.settle())
    finally:
        await asyncio.gather(*(node.broker.stop() for node in going.nodes))
