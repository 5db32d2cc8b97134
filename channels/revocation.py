"""Rights that were taken away are taken from live connections too, within a second and on all nodes.

A module declares which of its facts may take something away (``Revokes``); for each such fact all nodes are told to
look at the connections of those concerned anew. A repeat does no harm.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from channels.broker.base import Broker, BrokerUnavailableError
from channels.broker.connect import broker as open_broker
from channels.fleet.messages import Recheck, pack
from hub.consumers import Group, Handle, Source
from hub.events import Event, Fact, tag_of
from hub.house import House
from hub.module import Registry

SENDER = "revocation"


@dataclass(frozen=True, slots=True)
class Revokes:
    """After a fact of this kind these actors may hear less than before; none means: anybody may."""

    fact: type[Event]
    actors: Callable[[Any], Collection[str]]


class Revocation:
    """Turns facts into orders to all nodes."""

    def __init__(self, registry: Registry, broker: Broker) -> None:
        self._revokes = {tag_of(declared.fact): declared for declared in registry.of(Revokes)}
        self._broker = broker

    async def handle(self, facts: Sequence[Fact]) -> None:
        """Have the connections of everyone concerned looked at."""
        concerned: set[str] = set()
        for fact in facts:
            declared = self._revokes.get(fact.envelope.type)
            if declared is None:
                continue
            actors = declared.actors(msgspec.json.decode(fact.envelope.body, type=declared.fact))
            if not actors:
                await self._broker.tell(pack(SENDER, Recheck()))
                return
            concerned.update(actors)
        if concerned:
            await self._broker.tell(pack(SENDER, Recheck(tuple(sorted(concerned)))))


@contextlib.asynccontextmanager
async def _open(source: Source) -> AsyncIterator[Handle]:
    house = cast("House", source.house)
    broker = open_broker(house.settings.redis_url)
    await broker.start()
    try:
        revocation = Revocation(house.registry, broker)

        async def handle(facts: Sequence[Fact]) -> None:
            try:
                await revocation.handle(facts)
            except BrokerUnavailableError as error:
                # Not the facts' fault: the group tries again until the broker is back.
                raise ConnectionError(str(error)) from error

        yield handle
    finally:
        await broker.stop()


group = Group("revocation", _open)
