"""The desk between the wire and the house: present rights, isolation, and calls under the same names as over REST."""

from __future__ import annotations

import json
from typing import Any

import pytest

from channels.desk import HouseDesk
from channels.wire.desk import Disconnect, Guest, Knock, Refused, Wish
from domains.access.commands import SignIn
from domains.access.resolver import Sessions
from domains.queue.commands.rooms import OpenScreen
from hub.caller import nobody
from hub.house import House
from hub.operations import Operations
from tests.kit.clock import StillClock
from tests.kit.house import one
from tests.kit.servers import PASSWORD


@pytest.fixture
def desk(house: House) -> HouseDesk:
    return HouseDesk(house, Operations(house.dispatch), Sessions(house))


async def _guest(house: House, desk: HouseDesk, account: str) -> Guest:
    session = await house.dispatch(nobody(), SignIn(account=account, password=PASSWORD))
    return await desk.admit(Knock(session.connection_token))


async def test_a_member_gets_the_snapshot(house: House, desk: HouseDesk) -> None:
    grant = await desk.join(await _guest(house, desk, "technician"), Wish("queue-room:demo:ct1"))
    assert grant.snapshot is not None
    rows = json.loads(await grant.snapshot())["rows"]
    assert {r["row"]["room_id"] for r in rows} == {"ct1"}
    assert all(r["version"] > 0 for r in rows)


@pytest.mark.parametrize(
    ("account", "channel", "code"),
    [
        ("technician", "queue-room:branch:ct1", 103),
        ("branch-admin", "queue-room:demo:ct1", 103),
        ("technician", "queue-screen:demo:ct1", 103),
        ("operator", "queue-room:demo:ct1", 103),
        ("technician", "nothing:demo:ct1", 102),
        ("technician", "queue-room:demo", 102),
        ("technician", "queue-room:demo:ct1:more", 102),
    ],
)
async def test_others_are_refused(house: House, desk: HouseDesk, account: str, channel: str, code: int) -> None:
    guest = await _guest(house, desk, account)
    with pytest.raises(Refused) as refusal:
        await desk.join(guest, Wish(channel))
    assert refusal.value.code == code


async def test_a_screen_hears_its_own_room_only(house: House, desk: HouseDesk) -> None:
    opened = await house.dispatch(nobody("127.0.0.1"), OpenScreen(code="ct1"))
    guest = await desk.admit(Knock(opened.connection_token))
    await desk.join(guest, Wish("queue-screen:demo:ct1"))
    for channel in ("queue-screen:demo:ct2", "queue-room:demo:ct1"):
        with pytest.raises(Refused):
            await desk.join(guest, Wish(channel))


async def _call(desk: HouseDesk, guest: Guest, method: str, **fields: Any) -> Any:
    return json.loads(await desk.rpc(guest, method, json.dumps(fields).encode()))


async def test_a_call_over_the_socket_is_the_command_of_rest(house: House, desk: HouseDesk) -> None:
    guest = await _guest(house, desk, "technician")
    first = await _call(desk, guest, "queue/call-first", room_id="ct1", key="k")
    assert first["state"] == "calling"
    assert await _call(desk, guest, "queue/call-first", room_id="ct1", key="k") == first
    assert await one(house, "select sum(calls) from queue_tickets") == 1


@pytest.mark.parametrize(
    ("method", "fields", "code", "text"),
    [
        ("queue/call-first", {"room_id": "nowhere"}, 4404, "没有找到"),
        ("queue/call-first", {"room_id": "nowhere", "language": "en"}, 4404, "not found"),
        ("queue/call-first", {}, 4422, "room_id"),
        ("queue/admit-ticket", {}, 4403, "权限"),
        ("queue/nothing", {}, 4404, "queue/nothing"),
        ("queue/begin-day", {}, 4404, "queue/begin-day"),
        ("access/sign-in", {}, 4404, "access/sign-in"),
    ],
)
async def test_refusals_carry_status_and_words(
    house: House, desk: HouseDesk, method: str, fields: dict[str, Any], code: int, text: str
) -> None:
    guest = await _guest(house, desk, "technician")
    with pytest.raises(Refused) as refusal:
        await _call(desk, guest, method, **fields)
    assert refusal.value.code == code
    assert text in refusal.value.message


async def test_a_lost_right_shows_at_the_next_check(house: House, desk: HouseDesk) -> None:
    guest = await _guest(house, desk, "technician")
    channels = ["queue-room:demo:ct1", "queue-room:demo:ct2"]
    assert await desk.check(guest, channels) == set(channels)
    async with house.engine.begin() as db:
        await db.exec_driver_sql("update access_accounts set roles = '{operator}' where login = 'technician'")
    fresh = HouseDesk(house, Operations(house.dispatch), Sessions(house))  # one that remembers nothing
    assert await fresh.check(guest, channels) == frozenset()


async def test_an_ended_session_is_shown_the_door(house: House, desk: HouseDesk) -> None:
    guest = await _guest(house, desk, "technician")
    async with house.engine.begin() as db:
        await db.exec_driver_sql("update access_sessions set ended_at = now()")
    fresh = HouseDesk(house, Operations(house.dispatch), Sessions(house))
    with pytest.raises(Disconnect):
        await fresh.check(guest, ["queue-room:demo:ct1"])


async def test_an_expired_token_asks_for_another_and_a_forged_one_is_turned_away(
    house: House, desk: HouseDesk, clock: StillClock
) -> None:
    session = await house.dispatch(nobody(), SignIn(account="doctor", password=PASSWORD))
    with pytest.raises(Disconnect):
        await desk.admit(Knock(session.connection_token + "x"))
    with pytest.raises(Disconnect):
        await desk.admit(Knock(session.token))
    clock.forward(minutes=11)
    with pytest.raises(Refused) as refusal:
        await desk.admit(Knock(session.connection_token))
    assert refusal.value.code == 109
