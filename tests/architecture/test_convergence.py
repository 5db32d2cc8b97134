"""Whatever happens, and however late, often or mixed up the facts arrive: old snapshot + deltas == fresh snapshot."""

from __future__ import annotations

import asyncio
import importlib
from random import Random
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.broker.memory import MemoryBroker
from channels.channel import Channel, Place
from channels.feed import Feed, snapshot
from hub.errors import HubError
from hub.events import Fact
from hub.firing import fire_next
from hub.house import House, open_house
from hub.module import discover
from hub.settings import Settings
from tests.kit.clock import StillClock
from tests.kit.house import recorded
from tests.kit.reducer import Rows
from tests.kit.servers import Servers
from tests.kit.walk import domain_of

CHANNELS = discover().of(Channel)


def _moves(channel: Channel) -> Any:
    """The ``moves`` module of the domain that declares the channel; a domain without is told here."""
    return importlib.import_module(f"tests.domains.{domain_of(channel)}.moves")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_every_channel_converges(servers: Servers, seed: int) -> None:
    asyncio.run(_converges(servers.fresh(), Random(seed)))


async def _converges(opened: Settings, random: Random) -> None:
    clock = StillClock()
    async with open_house(opened, clock=clock) as house:
        places = _places()
        broker = MemoryBroker()
        await broker.start()
        for _, place in places:
            await broker.history(place.name, None, 0)  # a subscriber takes its position, then reads
        old = {p.name: await _fresh(house, c, p) for c, p in places}
        last = (await recorded(house))[-1].seq
        for _ in range(25):
            try:
                await _moves(random.choice(CHANNELS)).move(house, random)
            except HubError:
                continue
            if random.random() < 0.3:
                clock.forward(seconds=9)
                while await fire_next(house.dispatch):
                    continue
        await _deliver(house, broker, await recorded(house, after=last), random)
        for channel, place in places:
            rows = Rows(old[place.name])
            log = await broker.history(place.name, None, 10_000)
            for publication in log.publications:
                rows.apply(msgspec.json.decode(publication.data))
            assert rows.present() == Rows(await _fresh(house, channel, place)).present()
        await broker.stop()


async def _deliver(house: House, broker: MemoryBroker, facts: list[Fact], random: Random) -> None:
    """Three feeds at once, each with all the facts in its own order, some of them twice."""

    async def feed() -> None:
        mine = [*facts, *random.choices(facts, k=len(facts) // 3)] if facts else []
        random.shuffle(mine)
        one = Feed(house.registry, house.source(), broker)
        while mine:
            count = random.randint(1, 4)
            await one.handle(mine[:count])
            del mine[:count]

    await asyncio.gather(feed(), feed(), feed())


def _places() -> list[tuple[Channel, Place]]:
    return [(c, c.place("demo", params)) for c in CHANNELS for params in _moves(c).PLACES]


async def _fresh(house: House, channel: Channel, place: Place) -> Any:
    async with house.engine.connect() as db:
        return msgspec.json.decode(snapshot(await channel.rows(db, place, house.clock(), None)))
