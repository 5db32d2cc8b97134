"""What a day means for the line: only today's patients are called, but nobody on the table vanishes at midnight."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domains.queue.commands.calls import CallTicket
from domains.queue.commands.steps import FinishExam, StartExam
from domains.queue.errors import NotToday, PatientElsewhere
from hub.house import House
from tests.domains.queue.desk import TECHNICIAN, admit, pass_time, put, row_of, ticket_of
from tests.kit.clock import MORNING, StillClock


async def test_tomorrows_patient_cannot_be_called_today(house: House, clock: StillClock) -> None:
    tomorrow = await admit(house, pre_exam_time=MORNING + timedelta(days=1))
    with pytest.raises(NotToday) as refused:
        await house.dispatch(TECHNICIAN, CallTicket(ticket_id=tomorrow.ticket_id))
    assert tomorrow.number in refused.value.detail("zh")
    clock.forward(days=1)
    await house.dispatch(TECHNICIAN, CallTicket(ticket_id=tomorrow.ticket_id))


async def test_yesterdays_patient_who_never_came_cannot_be_called_today(house: House, clock: StillClock) -> None:
    ticket_id = await ticket_of(house, "张小三")
    await pass_time(house, clock, days=1)
    with pytest.raises(NotToday):
        await house.dispatch(TECHNICIAN, CallTicket(ticket_id=ticket_id))


@pytest.mark.parametrize(("state", "stays"), [("examining", True), ("called", True), ("waiting", False)])
async def test_who_is_under_way_at_midnight_stays(house: House, clock: StillClock, state: str, *, stays: bool) -> None:
    ticket_id = await ticket_of(house, "张小三")
    await put(house, ticket_id, state)
    await pass_time(house, clock, days=1)
    assert (await row_of(house, ticket_id) is not None) is stays


async def test_the_exam_of_yesterday_can_be_finished(house: House, clock: StillClock) -> None:
    ticket_id = await ticket_of(house, "张小三")
    await put(house, ticket_id, "examining")
    await pass_time(house, clock, days=1)
    await house.dispatch(TECHNICIAN, FinishExam(ticket_id=ticket_id))
    assert await row_of(house, ticket_id) is None


async def test_nobody_is_examined_in_two_rooms_at_once(house: House) -> None:
    here = await admit(house, patient_id="twice")
    there = await admit(house, patient_id="twice", room_id="ct2")
    await put(house, here.ticket_id, "called")
    await put(house, there.ticket_id, "examining")
    with pytest.raises(PatientElsewhere) as refused:
        await house.dispatch(TECHNICIAN, StartExam(ticket_id=here.ticket_id))
    assert "CT2 室" in refused.value.detail("zh")
