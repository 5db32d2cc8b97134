"""What the lobby hears: who may ask for it, what is said, for how long, and who ends the announcement."""

from __future__ import annotations

import pytest

from domains.queue.announcing import HearCall
from domains.queue.commands.calls import CallAgain, CallFirst, CallTicket
from domains.queue.commands.screens import ReportAnnouncement, ReportScreen
from domains.queue.commands.steps import PassTicket, StartExam
from domains.queue.errors import CallIsOver, NotPaired
from hub.caller import Caller
from hub.errors import NotFound
from hub.health import examine
from hub.house import House
from hub.probes import probes_of
from tests.domains.queue.desk import SCREENS, TECHNICIAN, pass_time, row_of, ticket_of
from tests.domains.queue.lobby import device, give_voice, open_screen, paired
from tests.kit.clock import StillClock
from tests.kit.house import one

STATE = "select state from queue_tickets where id = :id"


@pytest.mark.covers("RIS-107", "RIS-117")
async def test_the_screen_speaks_the_patient_and_the_room(house: House) -> None:
    scribe = give_voice(house)
    screen = await device(house, await open_screen(house))
    ticket_id = await ticket_of(house, "周子轩")
    await house.dispatch(TECHNICIAN, CallTicket(ticket_id=ticket_id))
    heard = await house.dispatch.ask(screen, HearCall(ticket_id=ticket_id, call=1))
    assert scribe.said == ["请CT006号，周某轩，到CT1 室。"]
    assert (heard.number, heard.times, heard.sound.data.decode()) == ("CT006", 2, scribe.said[0])


@pytest.mark.covers("RIS-109")
async def test_calling_again_speaks_again(house: House, clock: StillClock) -> None:
    give_voice(house)
    screen = await device(house, await open_screen(house))
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await pass_time(house, clock, seconds=8)
    await house.dispatch(TECHNICIAN, CallAgain(ticket_id=called.ticket_id))
    assert (await house.dispatch.ask(screen, HearCall(ticket_id=called.ticket_id, call=2))).sound is not None
    with pytest.raises(CallIsOver):
        await house.dispatch.ask(screen, HearCall(ticket_id=called.ticket_id, call=1))


async def test_a_call_older_than_a_minute_is_shown_and_not_spoken(house: House, clock: StillClock) -> None:
    give_voice(house)
    screen = await device(house, await open_screen(house))
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    asked = HearCall(ticket_id=called.ticket_id, call=1)
    await pass_time(house, clock, seconds=59)
    await house.dispatch.ask(screen, asked)
    await pass_time(house, clock, seconds=1)
    with pytest.raises(CallIsOver):
        await house.dispatch.ask(screen, asked)
    assert (await row_of(house, called.ticket_id, SCREENS))["state"] == "called"


@pytest.mark.parametrize("then", [StartExam, PassTicket])
async def test_who_has_come_or_was_passed_is_not_spoken(house: House, clock: StillClock, then: type[StartExam]) -> None:
    give_voice(house)
    screen = await device(house, await open_screen(house))
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await pass_time(house, clock, seconds=8)
    await house.dispatch(TECHNICIAN, then(ticket_id=called.ticket_id))
    with pytest.raises(CallIsOver):
        await house.dispatch.ask(screen, HearCall(ticket_id=called.ticket_id, call=1))


async def test_a_screen_hears_and_tells_of_its_own_rooms_only(house: House) -> None:
    give_voice(house)
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    other = await paired(house, "mr1")
    for asked in (HearCall(ticket_id=called.ticket_id, call=1), HearCall(ticket_id="nobody", call=1)):
        with pytest.raises(NotFound):
            await house.dispatch.ask(other, asked)
    with pytest.raises(NotFound):
        await house.dispatch(other, ReportAnnouncement(ticket_id=called.ticket_id, call=1, heard=True))
    assert await one(house, STATE, id=called.ticket_id) == "calling"


@pytest.mark.covers("RIS-108", "RIS-104")
async def test_the_screen_ends_the_announcement(house: House, clock: StillClock) -> None:
    screen = await device(house, await open_screen(house))
    await house.dispatch(screen, ReportScreen(sound="on"))
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await pass_time(house, clock, seconds=12)
    assert await one(house, STATE, id=called.ticket_id) == "calling"
    told = await house.dispatch(screen, ReportAnnouncement(ticket_id=called.ticket_id, call=1, heard=True))
    assert told.state == "called"
    assert (await row_of(house, called.ticket_id, SCREENS))["state"] == "called"
    assert await one(house, "select count(*) from hub_timers where name = 'queue.announcement'") == 0


async def test_a_screen_that_falls_silent_is_not_waited_for_twice(house: House, clock: StillClock) -> None:
    screen = await device(house, await open_screen(house))
    await house.dispatch(screen, ReportScreen(sound="on"))
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await pass_time(house, clock, seconds=45)
    assert await one(house, STATE, id=called.ticket_id) == "called"
    await house.dispatch(TECHNICIAN, CallAgain(ticket_id=called.ticket_id))
    await pass_time(house, clock, seconds=8)
    assert await one(house, STATE, id=called.ticket_id) == "called"
    await house.dispatch(screen, ReportScreen(sound="on"))
    await house.dispatch(TECHNICIAN, CallAgain(ticket_id=called.ticket_id))
    await pass_time(house, clock, seconds=8)
    assert await one(house, STATE, id=called.ticket_id) == "calling"


async def test_a_screen_that_cannot_be_heard_is_not_waited_for(house: House, clock: StillClock) -> None:
    screen = await device(house, await open_screen(house))
    await house.dispatch(screen, ReportScreen(sound="blocked"))
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    await pass_time(house, clock, seconds=8)
    assert await one(house, STATE, id=called.ticket_id) == "called"


async def test_what_is_told_late_or_twice_changes_nothing(house: House, clock: StillClock) -> None:
    screen = await device(house, await open_screen(house))
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    told = ReportAnnouncement(ticket_id=called.ticket_id, call=1, heard=True)
    await pass_time(house, clock, seconds=8)
    assert (await house.dispatch(screen, told)).state == "called"
    await house.dispatch(TECHNICIAN, CallAgain(ticket_id=called.ticket_id))
    assert (await house.dispatch(screen, told)).state == "calling"
    await house.dispatch(TECHNICIAN, StartExam(ticket_id=called.ticket_id))
    assert (await house.dispatch(screen, told)).state == "examining"


async def test_only_a_screen_tells_how_it_is(house: House) -> None:
    somebody = Caller("demo", "somebody", frozenset({"queue.screen"}), frozenset({"demo"}))
    for command in (ReportScreen(sound="on"), ReportAnnouncement(ticket_id="x", call=1, heard=True)):
        with pytest.raises(NotPaired):
            await house.dispatch(somebody, command)


async def test_without_a_voice_there_is_still_a_call_and_health_says_so(house: House) -> None:
    scribe = give_voice(house)
    scribe.broken = True
    screen = await device(house, await open_screen(house))
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    heard = await house.dispatch.ask(screen, HearCall(ticket_id=called.ticket_id, call=1))
    assert (heard.number, heard.sound) == ("CT004", None)
    (speech,) = [one for one in (await examine(probes_of(house, []))).components.items() if one[0] == "speech"]
    assert (speech[1].status, speech[1].detail) == ("down", "NoVoice: the card is gone")
