"""Calling: one at a time per room, never the same patient twice."""

from __future__ import annotations

import asyncio

import pytest

from domains.queue.commands.calls import CallFirst
from domains.queue.errors import RoomBusy
from hub.firing import fire_next
from hub.house import House
from tests.kit.clock import StillClock
from tests.kit.house import one, person, recorded

TECHNICIAN = person("technician")


@pytest.mark.covers("RIS-108", "RIS-104")
async def test_call_first_calls_the_emergency_and_ends_by_itself(house: House, clock: StillClock) -> None:
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    assert called.state == "calling"
    assert await one(house, "select patient_class from queue_tickets where id = :id", id=called.ticket_id) == 0
    assert not await fire_next(house.dispatch)
    clock.forward(seconds=9)
    assert await fire_next(house.dispatch)
    assert await one(house, "select state from queue_tickets where id = :id", id=called.ticket_id) == "called"
    types = [f.envelope.type for f in await recorded(house, "queue.") if f.envelope.aggregate == called.ticket_id]
    assert types == ["queue.ticket_admitted", "queue.ticket_called", "queue.announcement_ended"]


async def test_two_technicians_at_the_same_moment(house: House) -> None:
    head = person("head")
    calls = [house.dispatch(who, CallFirst(room_id="ct1")) for who in (TECHNICIAN, head) * 3]
    results = await asyncio.gather(*calls, return_exceptions=True)
    refused = [r for r in results if isinstance(r, RoomBusy)]
    assert len(refused) == 5
    assert "赵一鸣" in refused[0].detail("zh")
    assert await one(house, "select count(*) from queue_tickets where state = 'calling'") == 1
