"""The lobby screens as staff see and set them: names to eyes and ears, live state, and those of an old installation."""

from __future__ import annotations

from typing import Literal

import msgspec
import pytest
import sqlalchemy as sa

from channels.fleet.fleet import Fleet
from domains.queue.announcing import HearCall, ListScreens, PairedScreen, ScreenList
from domains.queue.channel import screen_place
from domains.queue.commands.calls import CallFirst
from domains.queue.commands.rooms import OpenedScreen
from domains.queue.commands.screens import ChangeScreen, ChooseNames, ReportAnnouncement, ReportScreen, RevokeScreen
from domains.queue.model import announcement, shown_name
from hub.house import House
from tests.domains.queue.desk import SCREENS, TECHNICIAN, deltas, newest, row_of, shown
from tests.domains.queue.lobby import ADMIN, device, give_voice, open_screen, paired
from tests.kit.clock import MORNING
from tests.kit.house import person
from tests.kit.live import Listening, live_door

Naming = Literal["full", "masked", "number"]


@pytest.mark.parametrize(
    ("names", "seen", "said"),
    [
        ("full", "欧阳若兰", "请CT005号，欧阳若兰，到CT1 室。"),
        ("masked", "欧**兰", "请CT005号，欧某兰，到CT1 室。"),
        ("number", "", "请CT005号，到CT1 室。"),
    ],
)
def test_the_ear_learns_no_more_than_the_eye(names: str, seen: str, said: str) -> None:
    assert shown_name("欧阳若兰", names) == seen
    assert announcement("CT005", seen, "CT1 室") == said


@pytest.mark.covers("RIS-117")
async def test_the_institution_chooses_how_patients_are_named(house: House) -> None:
    scribe = give_voice(house)
    screen = await device(house, await open_screen(house))
    called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    asked = HearCall(ticket_id=called.ticket_id, call=1)
    told: tuple[tuple[Naming, str, str], ...] = (
        ("full", "赵一鸣", "赵一鸣，"),
        ("number", "", ""),
        ("masked", "赵*鸣", "赵某鸣，"),
    )
    for names, seen, said in told:
        before = await newest(house)
        await house.dispatch(ADMIN, ChooseNames(names=names))
        for room_id in ("ct1", "mr1"):
            assert [d["op"] for d in await deltas(house, SCREENS, before, room_id)] == ["reset"]
        assert (await row_of(house, called.ticket_id, SCREENS))["name"] == seen
        await house.dispatch.ask(screen, asked)
        assert scribe.said[-1] == f"请CT004号，{said}到CT1 室。"
    assert (await house.dispatch.ask(ADMIN, ListScreens())).names == "masked"


async def test_a_choice_is_newer_than_what_was_shown_before(house: House) -> None:
    async def versions() -> list[int]:
        async with house.engine.connect() as db:
            rows = await SCREENS.rows(db, SCREENS.place("demo", {"room_id": "ct1"}), house.clock(), None)
            return [row.version for row in sorted(rows, key=lambda row: row.key)]

    before = await versions()
    await house.dispatch(ADMIN, ChooseNames(names="full"))
    assert all(new > old for old, new in zip(before, await versions(), strict=True))
    assert (await shown(house, SCREENS))[0]["name"] == "赵一鸣"


async def _listed(house: House, code: str) -> PairedScreen:
    found: ScreenList = await house.dispatch.ask(ADMIN, ListScreens())
    return next(one for one in found.screens if one.code == code)


async def _connect(fleet: Fleet, opened: OpenedScreen) -> None:
    connection = fleet.node.open(Listening(), address="10.0.0.9")
    connection.receive(msgspec.json.encode({"id": 1, "connect": {"token": opened.connection_token, "name": "js"}}))
    await connection.conversation.settled()


@pytest.mark.covers("RIS-117")
async def test_staff_see_which_screens_live_and_speak(house: House) -> None:
    silent = await _listed(house, "ct1")
    assert (silent.known, silent.online_since, silent.sound, silent.last_number) == (False, None, "", "")
    async with live_door(house) as fleet:
        assert (await _listed(house, "ct1")).known
        opened = await open_screen(house)
        await _connect(fleet, opened)
        screen = await device(house, opened)
        await house.dispatch(screen, ReportScreen(sound="on"))
        called = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
        await house.dispatch(screen, ReportAnnouncement(ticket_id=called.ticket_id, call=1, heard=True))
        seen = await _listed(house, "ct1")
        assert seen.online_since is not None
        assert (seen.sound, seen.last_number, seen.spoken_at) == ("on", "CT004", MORNING)
        assert [room.name for room in seen.rooms] == ["CT1 室"]
        assert (await _listed(house, "ct")).online_since is None
        await house.dispatch(screen, ReportScreen(sound="blocked"))
        assert (await _listed(house, "ct1")).sound == "blocked"
        await house.dispatch(ADMIN, RevokeScreen(code="ct1"))
        assert (await _listed(house, "ct1")).revoked
    stranger = await house.dispatch.ask(person("admin", "branch"), ListScreens())
    assert stranger.screens == ()


async def test_a_screen_follows_what_staff_change_of_it(house: House) -> None:
    screen = await paired(house, "ct1")
    code = screen.actor.removeprefix("device:screen-")
    place = screen_place.place("demo", {"code": code})
    assert screen_place.admits(screen, place)
    assert not screen_place.admits(screen, screen_place.place("demo", {"code": "ct"}))

    async def seen() -> list[tuple[int, object]]:
        async with house.engine.connect() as db:
            return [(r.version, r.row) for r in await screen_place.rows(db, place, house.clock(), None)]

    ((first, _),) = await seen()
    await house.dispatch(ADMIN, ChangeScreen(code=code, name="二楼大厅", room_ids=("mr1", "ct2")))
    ((second, row),) = await seen()
    assert second > first
    assert msgspec.json.decode(msgspec.json.encode(row)) == {
        "code": code,
        "name": "二楼大厅",
        "rooms": [{"id": "mr1", "name": "MR1 室"}, {"id": "ct2", "name": "CT2 室"}],
    }
    await house.dispatch(ADMIN, RevokeScreen(code=code))
    assert await seen() == []


async def test_screens_of_an_older_installation_are_there_as_they_were(house: House) -> None:
    """What the first release wrote has none of the new columns."""
    columns = "code, tenant, id, name, room_ids, from_loopback, v"
    old = f"insert into queue_screens ({columns}) values (:c, 'demo', :c, :c, :r, true, 1)"
    async with house.engine.begin() as db:
        await db.execute(sa.text(old), {"c": "old", "r": ["ct1"]})
    assert (await open_screen(house, "old")).screen.code == "old"
    found = await _listed(house, "old")
    assert (found.revoked, found.sound, found.last_number, found.spoken_at) == (False, "", "", None)
