"""Durable timers: armed with the state, fired once, never lost."""

from __future__ import annotations

import asyncio

import pytest

from domains.queue.commands.calls import CallFirst
from domains.queue.commands.steps import StartExam
from hub import firing
from hub.dispatch import Dispatcher
from hub.firing import LAST_ATTEMPT, fire_next
from hub.house import House
from tests.kit.clock import StillClock
from tests.kit.house import one, person, recorded

TECHNICIAN = person("technician")


async def _armed(house: House) -> int:
    return int(await one(house, "select count(*) from hub_timers where name = 'queue.announcement'"))


async def test_a_timer_fires_once_even_with_many_workers(house: House, clock: StillClock) -> None:
    await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    clock.forward(seconds=9)
    fired = await asyncio.gather(*(fire_next(house.dispatch) for _ in range(6)))
    assert fired.count(True) == 1
    assert await _armed(house) == 0
    ended = [f for f in await recorded(house) if f.envelope.type == "queue.announcement_ended"]
    assert [f.envelope.actor for f in ended] == ["timer:queue.announcement"]


async def test_a_timer_is_taken_back_with_the_state_it_guards(house: House, clock: StillClock) -> None:
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await house.dispatch(TECHNICIAN, StartExam(ticket_id=called.ticket_id))
    assert await _armed(house) == 0
    clock.forward(seconds=9)
    assert not await fire_next(house.dispatch)


async def test_a_refused_timer_is_over(house: House, clock: StillClock) -> None:
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    async with house.engine.begin() as db:
        await db.exec_driver_sql(f"update queue_tickets set state = 'called' where id = '{called.ticket_id}'")
    clock.forward(seconds=9)
    assert await fire_next(house.dispatch)
    assert await _armed(house) == 0


async def test_a_failing_timer_comes_again_later_and_stays_visible_in_the_end(house: House, clock: StillClock) -> None:
    await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    async with house.engine.begin() as db:
        await db.exec_driver_sql("alter table queue_tickets add constraint broken check (state <> 'called')")
    for attempt in range(1, LAST_ATTEMPT + 1):
        clock.forward(seconds=700)
        assert await fire_next(house.dispatch)
        assert await one(house, "select attempts from hub_timers where name = 'queue.announcement'") == attempt
    clock.forward(seconds=700)
    assert not await fire_next(house.dispatch)
    assert "broken" in await one(house, "select error from hub_timers where name = 'queue.announcement'")


async def test_midnight_comes_every_night(house: House, clock: StillClock) -> None:
    for _ in range(2):
        clock.forward(hours=24)
        while await fire_next(house.dispatch):
            continue
    days = [f.envelope.v for f in await recorded(house, "queue.day_began") if f.envelope.tenant == "demo"]
    assert len(days) == 2
    assert days[1] == days[0] + 1


async def test_all_hands_join_again_after_a_moment_without_work(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    left, busy, most = 1, 0, 0
    drained = asyncio.Event()

    async def fire(_: Dispatcher) -> bool:
        nonlocal left, busy, most
        if left == 0:
            return False
        left, busy = left - 1, busy + 1
        most = max(most, busy)
        await asyncio.sleep(0.01)
        busy -= 1
        if not left and not busy:
            drained.set()
        return True

    monkeypatch.setattr(firing, "fire_next", fire)
    async with asyncio.TaskGroup() as tasks:
        work = tasks.create_task(firing.fire_forever(house.dispatch))
        await drained.wait()
        await asyncio.sleep(firing.POLL)
        drained.clear()
        left = 100
        await drained.wait()
        work.cancel()
    assert most == firing.AT_ONCE
