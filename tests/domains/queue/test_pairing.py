"""Pairing by six digits: who may, for how long, how often; and what a pairing is good for."""

from __future__ import annotations

import pytest

from domains.queue.announcing import ListScreens
from domains.queue.commands.pairing import ApproveScreen, RefuseScreen
from domains.queue.commands.rooms import OpenScreen
from domains.queue.commands.screens import ChangeScreen, RevokeScreen
from domains.queue.errors import (
    NoSuchPairing,
    NoSuchScreen,
    NotPaired,
    PairingRefused,
    PairingWaits,
    TooManyGuesses,
    TooManyPairings,
)
from hub.errors import NotFound, Unauthenticated
from hub.house import House
from tests.domains.queue.lobby import ADMIN, HALL, approve, device, open_screen, paired, request
from tests.kit.clock import StillClock
from tests.kit.house import one, person

SESSIONS = "select count(*) from access_sessions where device = :device and ended_at is null"


@pytest.mark.covers("RIS-117")
async def test_a_screen_is_paired_by_the_code_that_it_shows(house: House) -> None:
    asked = await request(house)
    assert asked.digits.isdecimal()
    assert len(asked.digits) == 6
    with pytest.raises(PairingWaits):
        await open_screen(house, "wall", HALL, secret=asked.secret)
    place = await approve(house, asked, "ct1", "mr1", name="影像大厅")
    opened = await open_screen(house, "wall", HALL, secret=asked.secret)
    assert [room.id for room in opened.screen.rooms] == ["ct1", "mr1"]
    assert (opened.screen.name, opened.screen.code, opened.institution.id) == ("影像大厅", place.code, "demo")
    caller = await device(house, opened, HALL)
    assert (caller.tenant, caller.scope) == ("demo", frozenset({"ct1", "mr1"}))
    assert "queue.call" not in caller.permissions


async def test_the_secret_alone_tells_whose_screen_it_is(house: House) -> None:
    asked, other = await request(house), await request(house)
    await approve(house, asked)
    with pytest.raises(NoSuchScreen):
        await open_screen(house, "wall", HALL, secret="guessed")
    with pytest.raises(PairingWaits):
        await open_screen(house, "wall", HALL, secret=other.secret)
    place = (await open_screen(house, "wall", HALL, secret=asked.secret)).screen
    with pytest.raises(NotPaired):
        await open_screen(house, place.code, HALL)


async def test_an_answer_that_got_lost_is_given_again_with_the_same_session(house: House) -> None:
    asked = await request(house)
    await approve(house, asked)
    first = await open_screen(house, "wall", HALL, secret=asked.secret)
    again = await open_screen(house, "wall", HALL, secret=asked.secret)
    assert (await device(house, first)).session == (await device(house, again)).session


async def test_a_code_is_good_for_ten_minutes(house: House, clock: StillClock) -> None:
    asked = await request(house)
    assert (asked.expires_at - clock()).total_seconds() == 600
    clock.forward(minutes=10)
    with pytest.raises(NoSuchPairing):
        await approve(house, asked)
    with pytest.raises(NoSuchScreen):
        await open_screen(house, "wall", HALL, secret=asked.secret)


async def test_nobody_may_try_all_codes(house: House, clock: StillClock) -> None:
    asked = await request(house)
    wrong = [f"{n:06}" for n in range(6) if f"{n:06}" != asked.digits]
    for left, digits in zip((4, 3, 2, 1, 0), wrong, strict=False):
        with pytest.raises(NoSuchPairing) as refused:
            await house.dispatch(ADMIN, RefuseScreen(digits=digits))
        assert f"{left} 次" in refused.value.detail("zh")
    with pytest.raises(TooManyGuesses):
        await approve(house, asked)
    clock.forward(minutes=10, seconds=1)
    await approve(house, await request(house))


async def test_not_too_many_may_wait(house: House) -> None:
    for _ in range(20):
        await request(house)
    with pytest.raises(TooManyPairings):
        await request(house)
    await request(house, address="10.0.0.10")


async def test_staff_see_who_asks_their_institution_and_nobody_else(house: House) -> None:
    asked = await request(house, "demo")
    await request(house)
    listed = await house.dispatch.ask(ADMIN, ListScreens())
    assert [w.digits for w in listed.waiting] == [asked.digits]
    stranger = person("admin", "branch")
    assert (await house.dispatch.ask(stranger, ListScreens())).waiting == ()
    for command in (
        RefuseScreen(digits=asked.digits),
        ApproveScreen(digits=asked.digits, name="别人的", room_ids=("ct1",)),
    ):
        with pytest.raises(NoSuchPairing):
            await house.dispatch(stranger, command)
    await approve(house, asked)
    assert (await house.dispatch.ask(ADMIN, ListScreens())).waiting == ()


async def test_a_screen_may_be_refused(house: House) -> None:
    asked = await request(house)
    await house.dispatch(ADMIN, RefuseScreen(digits=asked.digits))
    with pytest.raises(PairingRefused) as refused:
        await open_screen(house, "wall", HALL, secret=asked.secret)
    assert "拒绝" in refused.value.detail("zh")
    with pytest.raises(NoSuchPairing):
        await approve(house, asked)


async def test_rooms_of_another_institution_cannot_be_given(house: House) -> None:
    with pytest.raises(NotFound):
        await approve(house, await request(house), "ct9")


@pytest.mark.covers("RIS-117")
async def test_its_rooms_are_changed_while_it_is_open(house: House) -> None:
    screen = await paired(house, "ct1")
    code = screen.actor.removeprefix("device:screen-")
    place = await house.dispatch(ADMIN, ChangeScreen(code=code, name="二楼", room_ids=("ct2",)))
    assert (place.name, [room.id for room in place.rooms]) == ("二楼", ["ct2"])
    assert await one(house, "select scope from access_sessions where id = :id", id=screen.session) == ["ct2"]
    with pytest.raises(NotFound):
        await house.dispatch(person("admin", "branch"), ChangeScreen(code=code, name="x", room_ids=("east-ct1",)))


async def test_a_revoked_screen_is_out_and_can_be_paired_again(house: House) -> None:
    opened = await open_screen(house)
    await house.dispatch(ADMIN, RevokeScreen(code="ct1"))
    with pytest.raises(Unauthenticated):
        await device(house, opened)
    with pytest.raises(NotPaired):
        await open_screen(house)
    asked = await request(house)
    await approve(house, asked, "ct1", "ct2", name="新屏", code="ct1")
    again = await open_screen(house, "ct1", HALL, secret=asked.secret)
    assert (again.screen.code, again.screen.name) == ("ct1", "新屏")
    assert await one(house, "select count(*) from queue_screens where code = 'ct1'") == 1


async def test_another_device_takes_the_place_of_the_one_before(house: House) -> None:
    old = await paired(house, "ct1")
    code = old.actor.removeprefix("device:screen-")
    asked = await request(house)
    await approve(house, asked, "ct1", code=code)
    new = await device(house, await open_screen(house, "wall", HALL, secret=asked.secret))
    assert new.session != old.session
    assert await one(house, SESSIONS, device=f"screen-{code}") == 1


async def test_a_screen_that_is_opened_again_keeps_its_one_session(house: House) -> None:
    for _ in range(3):
        await open_screen(house)
    assert await one(house, SESSIONS, device="screen-ct1") == 1
    screen = await paired(house, "ct1", "ct2")
    code = screen.actor.removeprefix("device:screen-")
    again = await house.dispatch(screen, OpenScreen(code="wall"))
    assert again.screen.code == code
    assert (await device(house, again, HALL)).session == screen.session
