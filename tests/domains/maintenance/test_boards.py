"""Boards and live pages that are not up to date are told to who maintains them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hub.consumers import Reader
from hub.house import House
from hub.parking import park
from tests.domains.audit.test_chain import act
from tests.domains.rules.test_packs import alerts, told
from tests.kit.clock import StillClock
from tests.kit.house import one, recorded
from tests.kit.watching import work_off

RULE = "W-QC-24"
CARRIED = (
    "insert into hub_group_cursors (\"group\", shard, seq) select 'feed', shard, max(seq) from hub_facts group by shard"
    ' on conflict ("group", shard) do update set seq = excluded.seq'
)


async def carried(house: House) -> None:
    """The feed has carried everything so far."""
    async with house.engine.begin() as db:
        await db.execute(sa.text(CARRIED))


@pytest.mark.slow
@pytest.mark.covers("W-QC-24")
async def test_data_that_is_not_in_real_time_reminds_maintenance_and_after_ten_minutes_the_administrator(
    house: House, clock: StillClock
) -> None:
    await carried(house)
    watch = await work_off(house)
    for _ in range(3):
        await act(house)
        await carried(house)
        clock.forward(minutes=1)
        await work_off(house, watch)
    assert await alerts(house, RULE) == [], "everything is carried"
    await carried(house)
    await act(house)
    clock.forward(minutes=1)
    await work_off(house, watch)
    assert await told(house, RULE) == set(), "the first look: the clock may have been put forward"
    clock.forward(minutes=1)
    await work_off(house, watch)
    assert await alerts(house, RULE) == ["看板与实时页面的数据已有 120 秒没有更新（1 条待更新）"]
    assert await told(house, RULE) == {"operator"}
    level = "select level from alerts_alerts where rule = :rule"
    assert await one(house, level, rule=RULE) == "low"
    clock.forward(minutes=10)
    await work_off(house, watch)
    assert await told(house, RULE) == {"operator", "admin"}
    assert await one(house, level, rule=RULE) == "medium"
    await carried(house)
    clock.forward(minutes=1)
    await work_off(house, watch)
    assert await alerts(house, RULE) == []
    assert await one(house, "select count(*) from alerts_alerts where rule = :rule", rule=RULE) == 1, "no other's"


async def test_a_clock_that_is_put_forward_makes_nothing_late(house: House, clock: StillClock) -> None:
    await carried(house)
    watch = await work_off(house)
    for _ in range(2):
        await act(house)
        clock.forward(minutes=30)
        await work_off(house, watch)  # before the feed could tell that it has carried this
        await carried(house)
    clock.forward(minutes=1)
    await work_off(house, watch)
    assert await one(house, "select count(*) from alerts_alerts where rule = :rule", rule=RULE) == 0


async def test_a_change_that_the_feed_could_not_digest_is_late_too(house: House, clock: StillClock) -> None:
    await act(house)
    fact = (await recorded(house))[-1]
    await carried(house)
    await park(house.engine, "feed", fact, "broken", clock())
    watch = await work_off(house)
    await carried(house)
    for _ in range(2):
        clock.forward(minutes=1)
        await work_off(house, watch)
    assert len(await alerts(house, RULE)) == 1


async def test_the_feed_itself_says_how_far_it_is(house: House, clock: StillClock) -> None:
    """What the measure reads is what a reader of the group keeps."""
    facts = await recorded(house)
    seen: list[int] = []

    async def handle(some: object) -> None:
        seen.append(len(list(some)))  # type: ignore[call-overload]

    reader = Reader("feed", house.source(), handle)
    await reader.process(facts)
    await reader._save()  # noqa: SLF001 - what its round does once a second
    watch = await work_off(house)
    for _ in range(2):
        clock.forward(minutes=1)
        await work_off(house, watch)
    assert seen
    assert await alerts(house, RULE) == []
