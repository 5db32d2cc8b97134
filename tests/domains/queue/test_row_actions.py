"""What a technician can do to a row (RIS-106 to RIS-112), and what is refused to two of them at once."""

from __future__ import annotations

import asyncio

import pytest

from domains.queue.commands.calls import CallAgain, CallFirst, CallTicket
from domains.queue.commands.steps import ChangeRoom, FinishExam, PassTicket, SignInAgain, StartExam
from domains.queue.errors import AlreadyThere, NobodyWaiting, PatientElsewhere, RoomBusy, RoomUnfit, WrongState
from hub.errors import NotFound
from hub.house import House
from tests.domains.queue.desk import (
    HEAD,
    LINES,
    REGISTRAR,
    SCREENS,
    TECHNICIAN,
    admit,
    deltas,
    names,
    newest,
    pass_time,
    put,
    row_of,
    ticket_of,
)
from tests.kit.clock import StillClock
from tests.kit.house import one


@pytest.mark.covers("RIS-106")
@pytest.mark.parametrize("state", ["waiting", "called", "passed"])
async def test_the_patient_leaves_one_list_and_joins_the_other(house: House, state: str) -> None:
    ticket_id = await ticket_of(house, "张小三")
    await put(house, ticket_id, state)
    before = await newest(house)
    await house.dispatch(TECHNICIAN, ChangeRoom(ticket_id=ticket_id, room_id="ct2"))
    assert "张小三" not in await names(house, "ct1")
    moved = await row_of(house, ticket_id, LINES, "ct2")
    assert (moved["state"], moved["room_id"]) == (state, "ct2")
    for channel in (LINES, SCREENS):
        assert [(d["op"], d["key"]) for d in await deltas(house, channel, before, "ct1")] == [("remove", ticket_id)]
        assert [(d["op"], d["key"]) for d in await deltas(house, channel, before, "ct2")] == [("upsert", ticket_id)]
    before = await newest(house)
    await house.dispatch(TECHNICIAN, ChangeRoom(ticket_id=ticket_id, room_id="ct1"))
    assert (await row_of(house, ticket_id))["state"] == state
    assert [d["op"] for d in await deltas(house, LINES, before, "ct2")] == ["remove"]


@pytest.mark.covers("RIS-106")
async def test_rooms_that_cannot_take_the_patient(house: House) -> None:
    ticket_id = await ticket_of(house, "张小三")
    with pytest.raises(RoomUnfit) as refused:
        await house.dispatch(TECHNICIAN, ChangeRoom(ticket_id=ticket_id, room_id="mr1"))
    assert "MR1 室" in refused.value.detail("zh")
    with pytest.raises(AlreadyThere):
        await house.dispatch(TECHNICIAN, ChangeRoom(ticket_id=ticket_id, room_id="ct1"))
    with pytest.raises(NotFound):
        await house.dispatch(TECHNICIAN, ChangeRoom(ticket_id=ticket_id, room_id="ct9"))
    for state in ("calling", "examining", "examined"):
        await put(house, ticket_id, state)
        with pytest.raises(WrongState):
            await house.dispatch(TECHNICIAN, ChangeRoom(ticket_id=ticket_id, room_id="ct2"))
    assert await one(house, "select room_id from queue_tickets where id = :id", id=ticket_id) == "ct1"


async def test_a_patient_is_moved_and_called_at_the_same_moment(house: House) -> None:
    ticket_id = await ticket_of(house, "张小三")
    move, call = ChangeRoom(ticket_id=ticket_id, room_id="ct2"), CallTicket(ticket_id=ticket_id)
    results = await asyncio.gather(house.dispatch(TECHNICIAN, move), house.dispatch(HEAD, call), return_exceptions=True)
    done = [r for r in results if not isinstance(r, BaseException)]
    state = await one(house, "select room_id || ' ' || state from queue_tickets where id = :id", id=ticket_id)
    # Whoever came first decides: moved before the call (then it was refused or rang in the new room), or called.
    assert (len(done), state) in {(1, "ct2 waiting"), (1, "ct1 calling"), (2, "ct2 calling")}


@pytest.mark.covers("RIS-107")
async def test_this_patient_is_called_out_of_turn(house: House) -> None:
    ticket_id = await ticket_of(house, "周子轩")
    before = await newest(house)
    called = await house.dispatch(TECHNICIAN, CallTicket(ticket_id=ticket_id))
    assert (called.ticket_id, called.state) == (ticket_id, "calling")
    for channel in (LINES, SCREENS):
        sent = await deltas(house, channel, before)
        assert [(d["key"], d["row"]["state"], d["row"]["calls"]) for d in sent] == [(ticket_id, "calling", 1)]
    with pytest.raises(RoomBusy) as refused:
        await house.dispatch(HEAD, CallTicket(ticket_id=await ticket_of(house, "张小三")))
    assert "CT1 室 正在呼叫 CT006 周子轩" in refused.value.detail("zh")
    assert "周子轩" in refused.value.detail("en")


@pytest.mark.covers("RIS-107")
async def test_two_technicians_call_the_same_patient(house: House) -> None:
    call = CallTicket(ticket_id=await ticket_of(house, "张小三"))
    callers = [house.dispatch(who, call) for who in (TECHNICIAN, HEAD)]
    refused = [r for r in await asyncio.gather(*callers, return_exceptions=True) if isinstance(r, BaseException)]
    assert [type(r) for r in refused] == [WrongState]
    assert isinstance(refused[0], WrongState)
    assert "张小三" in refused[0].detail("zh")
    assert "呼叫中" in refused[0].detail("zh")
    assert await one(house, "select calls from queue_tickets where id = :id", id=call.ticket_id) == 1


@pytest.mark.covers("RIS-108")
async def test_the_first_in_the_list_until_nobody_waits(house: House, clock: StillClock) -> None:
    order = []
    for _ in range(6):
        called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
        row = await row_of(house, called.ticket_id)
        order.append(row["name"])
        assert row["state"] == "calling"
        await pass_time(house, clock, seconds=8)
        assert (await row_of(house, called.ticket_id))["state"] == "called"
        await house.dispatch(TECHNICIAN, StartExam(ticket_id=called.ticket_id))
    assert order == ["赵一鸣", "王建设", "张小三", "李晓红", "欧阳若兰", "周子轩"]
    with pytest.raises(NobodyWaiting) as refused:
        await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    assert "CT1 室" in refused.value.detail("zh")


@pytest.mark.covers("RIS-109")
async def test_a_patient_is_called_again(house: House, clock: StillClock) -> None:
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await pass_time(house, clock, seconds=8)
    before = await newest(house)
    again = await house.dispatch(TECHNICIAN, CallAgain(ticket_id=called.ticket_id))
    assert again.state == "calling"
    sent = await deltas(house, SCREENS, before)
    assert [(d["row"]["state"], d["row"]["calls"]) for d in sent] == [("calling", 2)]
    assert sent[0]["row"]["called_at"] == "2026-03-02T01:00:08Z"
    await pass_time(house, clock, seconds=7)
    assert (await row_of(house, called.ticket_id))["state"] == "calling"
    await pass_time(house, clock, seconds=1)
    assert (await row_of(house, called.ticket_id))["state"] == "called"
    with pytest.raises(WrongState):
        await house.dispatch(TECHNICIAN, CallAgain(ticket_id=await ticket_of(house, "张小三")))


@pytest.mark.covers("RIS-110")
async def test_a_passed_patient_stays_callable(house: House, clock: StillClock) -> None:
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    with pytest.raises(WrongState):
        await house.dispatch(TECHNICIAN, PassTicket(ticket_id=called.ticket_id))
    await pass_time(house, clock, seconds=8)
    before = await newest(house)
    assert (await house.dispatch(TECHNICIAN, PassTicket(ticket_id=called.ticket_id))).state == "passed"
    for channel in (LINES, SCREENS):
        assert [d["row"]["state"] for d in await deltas(house, channel, before)] == ["passed"]
    assert (await house.dispatch(TECHNICIAN, CallAgain(ticket_id=called.ticket_id))).state == "calling"


@pytest.mark.covers("RIS-110")
async def test_a_passed_patient_signs_in_again_behind_the_called(house: House, clock: StillClock) -> None:
    first = await ticket_of(house, "张小三")
    for ticket_id in (first, await ticket_of(house, "李晓红")):
        await house.dispatch(TECHNICIAN, CallTicket(ticket_id=ticket_id))
        await pass_time(house, clock, seconds=8)
    await house.dispatch(TECHNICIAN, PassTicket(ticket_id=first))
    assert await names(house) == ["赵一鸣", "王建设", "李晓红", "欧阳若兰", "周子轩", "张小三"]
    await house.dispatch(REGISTRAR, SignInAgain(ticket_id=first))
    assert await names(house) == ["赵一鸣", "王建设", "李晓红", "张小三", "欧阳若兰", "周子轩"]
    assert (await row_of(house, first))["state"] == "waiting"


@pytest.mark.covers("RIS-111")
async def test_start_takes_the_name_off_the_screen(house: House, clock: StillClock) -> None:
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await pass_time(house, clock, seconds=8)
    before = await newest(house)
    assert (await house.dispatch(TECHNICIAN, StartExam(ticket_id=called.ticket_id))).state == "examining"
    assert (await row_of(house, called.ticket_id))["state"] == "examining"
    assert await row_of(house, called.ticket_id, SCREENS) is None
    assert [d["op"] for d in await deltas(house, SCREENS, before)] == ["remove"]
    for refused in (StartExam, CallTicket, CallAgain, PassTicket):
        with pytest.raises(WrongState):
            await house.dispatch(TECHNICIAN, refused(ticket_id=called.ticket_id))


@pytest.mark.covers("RIS-112")
async def test_finish_takes_the_patient_off_the_list(house: House) -> None:
    ticket_id = await ticket_of(house, "张小三")
    with pytest.raises(WrongState):
        await house.dispatch(TECHNICIAN, FinishExam(ticket_id=ticket_id))
    await put(house, ticket_id, "examining")
    before = await newest(house)
    assert (await house.dispatch(TECHNICIAN, FinishExam(ticket_id=ticket_id))).state == "examined"
    assert await row_of(house, ticket_id) is None
    assert [(d["op"], d["key"]) for d in await deltas(house, LINES, before)] == [("remove", ticket_id)]
    assert await one(house, "select state from queue_tickets where id = :id", id=ticket_id) == "examined"


async def test_a_patient_called_in_one_room_is_refused_in_the_other_by_its_name(house: House) -> None:
    here, there = [(await admit(house, room_id=r)).ticket_id for r in ("ct1", "ct2")]
    await house.dispatch(TECHNICIAN, CallTicket(ticket_id=here))
    for state in ("calling", "examining"):
        await put(house, here, state)
        with pytest.raises(PatientElsewhere) as refused:
            await house.dispatch(HEAD, CallTicket(ticket_id=there))
        assert "钱多多 正在 CT1 室" in refused.value.detail("zh")
        assert "CT1 室" in refused.value.detail("en")
    await put(house, here, "called")
    await house.dispatch(HEAD, CallTicket(ticket_id=there))


async def test_a_patient_is_called_in_two_rooms_at_the_same_moment(house: House) -> None:
    for attempt in range(5):
        pair = [(await admit(house, room_id=r, patient_id=f"p{attempt}")).ticket_id for r in ("ct1", "ct2")]
        calls = [house.dispatch(TECHNICIAN, CallTicket(ticket_id=t)) for t in pair]
        results = await asyncio.gather(*calls, return_exceptions=True)
        refused = [r for r in results if isinstance(r, PatientElsewhere)]
        assert len(refused) == 1, results
        winner = "CT2 室" if isinstance(results[0], PatientElsewhere) else "CT1 室"
        assert winner in refused[0].detail("zh")
        for ticket_id in pair:
            await put(house, ticket_id, "examined")


@pytest.mark.parametrize("command", [CallTicket, CallAgain, StartExam, FinishExam, PassTicket])
async def test_one_of_two_at_the_same_moment_gets_it(house: House, command: type[CallTicket]) -> None:
    start = {CallTicket: "waiting", FinishExam: "examining"}.get(command, "called")
    ticket_id = await ticket_of(house, "张小三")
    await put(house, ticket_id, start)
    both = [house.dispatch(who, command(ticket_id=ticket_id)) for who in (TECHNICIAN, HEAD)]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(r).__name__ for r in results) == ["TicketState", "WrongState"]
