"""A furnished house in the test's own process, and what moves its facts along."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from domains.access.rights import rights_of
from hub.caller import Caller
from hub.db import facts
from hub.events import Envelope, Fact
from hub.house import House, open_house
from hub.settings import Settings
from tests.kit.clock import StillClock


@pytest.fixture
def clock() -> StillClock:
    """Nine o'clock on the day that the demo was seeded."""
    return StillClock()


@pytest.fixture
async def house(settings: Settings, clock: StillClock) -> AsyncIterator[House]:
    """The demo hospital, opened."""
    async with open_house(settings, clock=clock) as opened:
        yield opened


def person(role: str, tenant: str = "demo") -> Caller:
    """Somebody with this role's rights."""
    return Caller(tenant, f"{role}@{tenant}", rights_of((role,)), frozenset({tenant}))


async def recorded(house: House, prefix: str = "", after: int = 0) -> list[Fact]:
    """The facts of the log whose type begins with ``prefix``, in the order of their numbers."""
    query = sa.select(facts).where(facts.c.type.startswith(prefix), facts.c.seq > after).order_by(facts.c.seq)
    async with house.engine.connect() as db:
        rows = await db.execute(query)
        return [Fact(r.shard, r.seq, msgspec.json.decode(r.envelope, type=Envelope)) for r in rows]


async def one(house: House, statement: str, **params: Any) -> Any:
    """The first column of the first row."""
    async with house.engine.connect() as db:
        return (await db.execute(sa.text(statement), params)).scalar()
