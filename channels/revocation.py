"""Facts that live connections must follow, within a second and on all nodes.

A module declares which of its facts may take rights away (``Revokes``): all nodes look at the connections of those
concerned anew. Or which of its facts are orders to the nodes (``Orders``). A repeat does no harm.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import msgspec

from channels.broker.base import Broker, BrokerUnavailableError
from channels.broker.connect import broker as open_broker
from channels.fleet.messages import Order, Recheck, pack
from hub.clock import Clock
from hub.consumers import Group, Handle, Source
from hub.events import Event, Fact, tag_of
from hub.house import House
from hub.module import Registry

SENDER = "revocation"
STALE = timedelta(minutes=5)
"""An order that nobody could carry out for so long is void: connections of that time are gone."""


def _nobody_in_particular(_: Any) -> Collection[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Revokes:
    """After a fact of this kind these actors may hear less than before; none means: anybody may.

    ``tenant``: anybody of the institution that the fact is of may.
    """

    fact: type[Event]
    actors: Callable[[Any], Collection[str]] = _nobody_in_particular
    tenant: bool = False


@dataclass(frozen=True, slots=True)
class Orders:
    """A fact of this kind is an order to all nodes."""

    fact: type[Event]
    order: Callable[[Any], Order]


class Revocation:
    """Turns facts into orders to all nodes."""

    def __init__(self, registry: Registry, broker: Broker, clock: Clock) -> None:
        self._revokes = {tag_of(declared.fact): declared for declared in registry.of(Revokes)}
        self._orders = {tag_of(declared.fact): declared for declared in registry.of(Orders)}
        self._broker, self._clock = broker, clock

    async def handle(self, facts: Sequence[Fact]) -> None:
        """Give the orders, and have the connections of everyone concerned looked at."""
        for fact in facts:
            declared = self._orders.get(fact.envelope.type)
            if declared is not None and self._clock() - fact.envelope.occurred_at < STALE:
                event = msgspec.json.decode(fact.envelope.body, type=declared.fact)
                await self._broker.tell(pack(SENDER, declared.order(event)))
        await self._recheck(facts)

    async def _recheck(self, facts: Sequence[Fact]) -> None:
        concerned: set[str] = set()
        groups: set[str] = set()
        for fact in facts:
            declared = self._revokes.get(fact.envelope.type)
            if declared is None:
                continue
            if declared.tenant:
                groups.add(fact.envelope.tenant)
                continue
            actors = declared.actors(msgspec.json.decode(fact.envelope.body, type=declared.fact))
            if not actors:
                await self._broker.tell(pack(SENDER, Recheck()))
                return
            concerned.update(actors)
        if concerned or groups:
            await self._broker.tell(pack(SENDER, Recheck(tuple(sorted(concerned)), tuple(sorted(groups)))))


@contextlib.asynccontextmanager
async def _open(source: Source) -> AsyncIterator[Handle]:
    house = cast("House", source.house)
    broker = open_broker(house.settings.redis_url)
    await broker.start()
    try:
        revocation = Revocation(house.registry, broker, source.clock)

        async def handle(facts: Sequence[Fact]) -> None:
            try:
                await revocation.handle(facts)
            except BrokerUnavailableError as error:
                # Not the facts' fault: the group tries again until the broker is back.
                raise ConnectionError(str(error)) from error

        yield handle
    finally:
        await broker.stop()


group = Group("revocation", _open, rest=0.02)
