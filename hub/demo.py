"""The demo hospital: each domain brings its part, in order, as ordinary commands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hub.caller import Caller, Permission
from hub.house import House

SeedRun = Callable[["House", str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class DemoSeed:
    """One domain's part of the demo: runs at each start and adds what is missing. ``order``: lower first."""

    order: int
    run: SeedRun


def founder(house: House, tenant: str) -> Caller:
    """The caller that sets up a demo institution, with every right there."""
    rights = frozenset(p.name for p in house.registry.of(Permission))
    return Caller(tenant, "demo", rights, frozenset({tenant}))


async def seed(house: House, password: str) -> None:
    """Bring the demo hospital to its full state; harmless when it is there already."""
    for part in sorted(house.registry.of(DemoSeed), key=lambda s: s.order):
        await part.run(house, password)
