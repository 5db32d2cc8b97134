"""The feed: for each fact it reads the touched rows anew and publishes them.

Late, repeated or reordered facts do no harm: what is read is always the present row, and the broker refuses what is
not newer than the last version of that row.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.broker.base import Broker, BrokerUnavailableError, Extras
from channels.broker.connect import broker as open_broker
from channels.channel import Channel, Place, Reset, Row
from hub.consumers import Group, Handle, Source
from hub.db import reads_of
from hub.events import Event, Fact, tag_of
from hub.house import House
from hub.module import Registry

MOST_ROWS: Final = 200
"""More touched rows than this become a Reset: reading anew is cheaper for everybody."""


class Upsert(msgspec.Struct, frozen=True, tag="upsert", tag_field="op"):
    """The row is this now."""

    key: str
    version: int
    row: Any


class Remove(msgspec.Struct, frozen=True, tag="remove", tag_field="op"):
    """The row is not part of the channel any more."""

    key: str
    version: int


class ResetAll(msgspec.Struct, frozen=True, tag="reset", tag_field="op"):
    """The channel is another one now: subscribe anew."""


@dataclass(slots=True)
class Change:
    """What the facts of one batch touch in one place."""

    channel: Channel
    place: Place
    keys: dict[str, None] = field(default_factory=dict)
    resets: list[str] = field(default_factory=list)


class Feed:
    """Turns facts into publications."""

    def __init__(self, registry: Registry, source: Source, broker: Broker) -> None:
        self._source = source
        self._broker = broker
        self._reads = reads_of(source.engine)
        self._kinds: dict[str, type[Event]] = {tag_of(k): k for k in registry.classes(Event)}
        self._hearing: dict[str, list[Channel]] = {}
        for channel in registry.of(Channel):
            for kind in channel.facts:
                self._hearing.setdefault(tag_of(kind), []).append(channel)

    async def handle(self, facts: Sequence[Fact]) -> None:
        """Publish what ``facts`` changed. Places are independent of each other; within one, order is kept."""
        touched = self._changes(facts)
        wanted = await self._broker.wanted(list(touched)) if touched else ()
        changes = [change for name, change in touched.items() if name in wanted]
        if not changes:
            return
        async with asyncio.TaskGroup() as tasks, self._reads.connect() as db:
            for change in changes:
                rows = await self._read(db, change)
                tasks.create_task(self._publish(change, rows))

    def _changes(self, facts: Sequence[Fact]) -> dict[str, Change]:
        changes: dict[str, Change] = {}
        for fact in facts:
            channels = self._hearing.get(fact.envelope.type)
            if not channels:
                continue
            event = msgspec.json.decode(fact.envelope.body, type=self._kinds[fact.envelope.type])
            for channel in channels:
                for touched in channel.touches(event):
                    place = channel.place(fact.envelope.tenant, touched.params)
                    change = changes.setdefault(place.name, Change(channel, place))
                    if isinstance(touched, Reset):
                        change.resets.append(fact.envelope.id)
                    else:
                        change.keys[touched.key] = None
        return changes

    async def _read(self, db: AsyncConnection, change: Change) -> list[Row]:
        if len(change.keys) > MOST_ROWS:
            change.resets.append(f"many:{next(iter(change.keys))}:{len(change.keys)}")
        if change.resets:
            return []
        return await change.channel.rows(db, change.place, self._source.clock(), change.keys)

    async def _publish(self, change: Change, rows: list[Row]) -> None:
        name, retention = change.place.name, change.channel.retention
        for row in rows:
            delta = Remove(row.key, row.version) if row.row is None else Upsert(row.key, row.version, row.row)
            data = msgspec.json.encode(delta)
            await self._broker.publish(name, data, retention, Extras(key=row.key, version=row.version))
        for reset in change.resets:
            await self._broker.publish(name, msgspec.json.encode(ResetAll()), retention, Extras(idempotency_key=reset))


def snapshot(rows: Sequence[Row]) -> bytes:
    """The rows of a fresh read as the subscribe reply carries them."""
    return msgspec.json.encode({"rows": [r for r in rows if r.row is not None]})


@contextlib.asynccontextmanager
async def _open(source: Source) -> AsyncIterator[Handle]:
    house = cast("House", source.house)
    broker = open_broker(house.settings.redis_url)
    await broker.start()
    try:
        feed = Feed(house.registry, source, broker)

        async def handle(facts: Sequence[Fact]) -> None:
            try:
                await feed.handle(facts)
            except* BrokerUnavailableError as group:
                # Not the facts' fault: the group tries again until the broker is back.
                raise ConnectionError(str(group.exceptions[0])) from group

        yield handle
    finally:
        await broker.stop()


group = Group("feed", _open, rest=0.005)
