"""What is read for all institutions at once is read once, and what is on its way is not taken for standing still."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.house import House
from realtime_rules.everywhere import Everywhere, Standstill
from realtime_rules.ports import Row
from tests.kit.clock import StillClock

HERE = make_url("postgresql+asyncpg:///here")


async def test_all_institutions_are_read_once_at_each_moment(house: House, clock: StillClock) -> None:
    looks: list[datetime] = []

    async def every(_: AsyncConnection, now: datetime) -> Mapping[str, list[Row]]:
        looks.append(now)
        return {"demo": [Row("k", {"n": len(looks)})]}

    read = Everywhere(every).read
    async with house.dispatch.reads.connect() as db:
        assert [row.fields for row in await read(db, "demo", clock())] == [{"n": 1}]
        assert await read(db, "branch", clock()) == []
        assert len(looks) == 1
        clock.forward(seconds=1)
        assert [row.fields for row in await read(db, "demo", clock())] == [{"n": 2}]


def test_only_what_an_earlier_look_met_stands_still(clock: StillClock) -> None:
    standing = Standstill()
    assert standing.among(HERE, {"demo": 1, "branch": 7}, clock()) == set()
    clock.forward(minutes=30)
    assert standing.among(HERE, {"demo": 2, "branch": 7}, clock()) == {"branch"}
    clock.forward(seconds=29)
    assert standing.among(HERE, {"demo": 2}, clock()) == set()
    clock.forward(seconds=1)
    assert standing.among(HERE, {"demo": 2, "branch": 7}, clock()) == {"demo"}
    assert standing.among(make_url("postgresql+asyncpg:///there"), {"demo": 2}, clock()) == set()
