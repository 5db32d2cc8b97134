"""The engine at work in a test's own process: facts are read from the log, time is the test's clock."""

from __future__ import annotations

from hub.firing import fire_next
from hub.house import House
from realtime_rules.conditions import Conditions
from realtime_rules.ports import Book, Sink
from realtime_rules.readiness import Readiness
from realtime_rules.watch import Watch
from tests.kit.house import recorded


def watch_of(house: House) -> Watch:
    """A process that works by the rules; made anew, it is one after a crash."""
    registry = house.registry
    return Watch(house, registry.one(Book), registry.one(Sink), Readiness(Conditions(registry), registry))


async def work_off(house: House, watch: Watch | None = None) -> Watch:
    """Everything recorded so far and everything due by now, timers too."""
    watch = watch or watch_of(house)
    await watch.handle(await recorded(house))
    while await watch.tick():
        continue
    while await fire_next(house.dispatch):
        continue
    return watch
