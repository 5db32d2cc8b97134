"""Who comes in, for how long, and how far: sessions of people, forged tokens, paired screens."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
import sqlalchemy as sa

from channels.desk import HouseDesk
from channels.protocol import codes
from channels.wire.desk import Disconnect, Guest, Knock, Refused, Wish
from domains.access import tokens
from domains.access.resolver import KEPT_SECONDS, Sessions
from domains.queue.commands.rooms import AddScreen
from hub.caller import nobody
from hub.errors import TokenExpired, Unauthenticated
from hub.house import House
from hub.identity import Resolver
from hub.operations import Operations
from tests.hub.front import front, resolver_of, sign_in
from tests.kit.clock import StillClock
from tests.kit.house import one, person
from tests.kit.servers import PASSWORD, SECRET

SIGN_IN, ROOMS = "/api/access/sign-in", "/api/queue/list-rooms"
ON_PAPER = {"staff": "queue-room:demo:ct1", "own": "queue-screen:demo:ct1", "other": "queue-screen:demo:ct2"}


class Forgetful(Sessions):
    """A resolver whose memory has always just run out, so that no test waits a second."""

    async def _by_session(self, session_id: str) -> Any:
        self._known.clear()
        return await super()._by_session(session_id)


async def disable(house: House, login: str) -> None:
    async with house.engine.begin() as db:
        change = sa.text("update access_accounts set disabled = true where login = :login")
        await db.execute(change, {"login": login})


async def open_screen(client: httpx.AsyncClient, code: str = "ct1") -> httpx.Response:
    return await client.post("/api/queue/open-screen", json={"code": code})


def desk_of(house: House, resolver: Resolver) -> HouseDesk:
    return HouseDesk(house, Operations(house.dispatch), resolver)


async def joins(desk: HouseDesk, guest: Guest, channel: str) -> bool:
    try:
        await desk.join(guest, Wish(channel))
    except Refused as refused:
        if refused.code != codes.PERMISSION_DENIED.code:
            raise
        return False
    return True


async def test_nobody_can_probe_for_accounts(house: House) -> None:
    await disable(house, "doctor")
    async with front(house) as client:
        tries = [("technician", "wrong"), ("nobody-of-this-name", "wrong"), ("doctor", "wrong")]
        answers = [await client.post(SIGN_IN, json={"account": a, "password": p}) for a, p in tries]
        # Who has the password is told why it does not help him.
        known = await client.post(SIGN_IN, json={"account": "doctor", "password": PASSWORD})
    assert (known.status_code, known.json()["code"]) == (401, "access.no_longer_valid")
    assert {a.status_code for a in answers} == {401}
    told = {tuple(sorted((k, v) for k, v in a.json().items() if k != "trace_id")) for a in answers}
    assert len(told) == 1
    assert answers[0].json()["detail"] == "账号或密码不正确。"
    assert not [a for a in answers if "set-cookie" in a.headers]
    assert await one(house, "select count(*) from access_sessions") == 0


async def test_a_disabled_account_is_out_within_a_second(house: House) -> None:
    async with front(house, resolver=Forgetful(house)) as client:
        await sign_in(client)
        assert (await client.post(ROOMS, json={})).status_code == 200
        await disable(house, "technician")
        answer = await client.post(ROOMS, json={})
        assert (answer.status_code, answer.json()["code"]) == (401, "access.no_longer_valid")
        refreshed = await client.post("/api/access/refresh", json={})
        assert refreshed.status_code == 401
    assert KEPT_SECONDS <= 1.0


async def test_the_memory_of_a_session_ends(house: House) -> None:
    resolver = Sessions(house)
    async with front(house, resolver=resolver) as client:
        await sign_in(client)
        await client.post(ROOMS, json={})
        # What is kept is what is tested; waiting for it to grow old would test the machine's clock.
        ((session_id, (at, caller)),) = resolver._known.items()  # noqa: SLF001
        await disable(house, "technician")
        resolver._known[session_id] = (at - KEPT_SECONDS, caller)  # noqa: SLF001
        assert (await client.post(ROOMS, json={})).status_code == 401


async def test_rights_are_those_of_now(house: House) -> None:
    async with front(house, resolver=Forgetful(house)) as client:
        await sign_in(client)
        async with house.engine.begin() as db:
            await db.execute(sa.text("update access_accounts set roles = '{operator}' where login = 'technician'"))
        answer = await client.post(ROOMS, json={})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_signing_out_ends_the_session_everywhere(house: House) -> None:
    resolver = Forgetful(house)
    async with front(house, resolver=resolver) as client, front(house, resolver=resolver) as other:
        session = await sign_in(client)
        await sign_in(other)
        guest = await desk_of(house, resolver).admit(Knock(session["connection_token"]))
        await client.post("/api/access/sign-out", json={})
        assert (await client.post(ROOMS, json={})).status_code == 401
        assert (await other.post(ROOMS, json={})).status_code == 200
    for ask in (
        desk_of(house, resolver).check(guest, [ON_PAPER["staff"]]),
        desk_of(house, resolver).join(guest, Wish(ON_PAPER["staff"])),
        desk_of(house, resolver).admit(Knock(session["connection_token"])),
    ):
        with pytest.raises(Disconnect) as ended:
            await ask
        assert ended.value.code == 3500


async def test_each_token_is_for_one_use(house: House) -> None:
    resolver = resolver_of(house)
    async with front(house, resolver=resolver) as client:
        session = await sign_in(client)
    with pytest.raises(Unauthenticated) as as_access:
        await resolver.by_token(session["connection_token"], None)
    with pytest.raises(Unauthenticated) as as_connection:
        await resolver.by_connection_token(session["token"])
    assert not isinstance(as_access.value, TokenExpired)
    assert not isinstance(as_connection.value, TokenExpired)
    assert (await resolver.by_token(session["token"], "10.0.0.9")).address == "10.0.0.9"
    assert (await resolver.by_connection_token(session["connection_token"])).caller.actor == session["account"]["id"]


async def test_tokens_run_out(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        session = await sign_in(client)
        refresh = client.cookies["carewire_refresh_token"]
        clock.forward(minutes=59, seconds=59)
        assert (await client.post(ROOMS, json={})).status_code == 200
        clock.forward(seconds=1)
        answer = await client.post(ROOMS, json={})
        assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")
        with pytest.raises(Refused) as refused:
            await desk_of(house, resolver_of(house)).admit(Knock(session["connection_token"]))
        assert refused.value.code == 109
        assert (await client.post("/api/access/refresh", json={})).status_code == 200
        clock.forward(days=30)
        assert (await client.post(SIGN_IN, json={"account": "doctor", "password": PASSWORD})).status_code == 200
        client.cookies.clear()
        assert (await client.post("/api/access/refresh", json={"refresh_token": refresh})).status_code == 401


async def test_forged_tokens(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        session = await sign_in(client)
        claims = jwt.decode(session["token"], SECRET, algorithms=["HS256"], options={"verify_exp": False})
        head, body, signature = session["token"].split(".")
        later = {**claims, "exp": int((clock() + timedelta(days=9)).timestamp())}
        forged = {
            "another secret": jwt.encode(later, "x" * 40, algorithm="HS256"),
            "no algorithm": jwt.encode(later, "", algorithm="none"),
            "no signature": f"{head}.{body}.",
            "another body": f"{head}.{jwt.encode(later, 'x' * 40).split('.')[1]}.{signature}",
            "another algorithm": jwt.encode(later, SECRET.ljust(64), algorithm="HS512"),
            "no session": jwt.encode({**later, "sid": "01890000-0000-7000-8000-000000000000"}, SECRET),
            "claims missing": jwt.encode({"sub": claims["sub"], "exp": later["exp"]}, SECRET),
            "no expiry": jwt.encode({k: v for k, v in later.items() if k != "exp"}, SECRET),
            "another use": jwt.encode({**later, "use": "everything"}, SECRET),
        }
        for name, token in forged.items():
            answer = await client.post(ROOMS, json={}, headers={"Authorization": f"Bearer {token}"})
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), name
        assert (await client.post(ROOMS, json={})).status_code == 200


async def test_two_tabs_refresh_with_one_cookie(house: House) -> None:
    async with front(house) as client:
        await sign_in(client)
        answers = await asyncio.gather(*(client.post("/api/access/refresh", json={}) for _ in range(2)))
        again = await client.post("/api/access/refresh", json={})
        for answer in (*answers, again):
            assert answer.status_code == 200
            token = {"Authorization": f"Bearer {answer.json()['token']}"}
            assert (await client.post(ROOMS, json={}, headers=token)).status_code == 200
    assert await one(house, "select count(*) from access_sessions") == 1


async def test_a_screen_hears_its_rooms_and_nothing_else(house: House) -> None:
    resolver = resolver_of(house)
    async with front(house, resolver=resolver) as client:
        opened = (await open_screen(client)).json()
        assert opened["screen"] == {"code": "ct1", "name": "CT1 候诊屏", "rooms": [{"id": "ct1", "name": "CT1 室"}]}
        desk = desk_of(house, resolver)
        guest = await desk.admit(Knock(opened["connection_token"]))
        assert {name: await joins(desk, guest, channel) for name, channel in ON_PAPER.items()} == {
            "staff": False,
            "own": True,
            "other": False,
        }
        assert await desk.check(guest, ON_PAPER.values()) == {ON_PAPER["own"]}
        assert not await joins(desk, guest, "queue-screen:branch:ct1")
        device = {"Authorization": f"Bearer {opened['token']}"}
        for name in ("queue/call-first", "queue/list-rooms", "queue/ticket-detail", "queue/admit-ticket"):
            answer = await client.post(f"/api/{name}", json={"room_id": "ct1"}, headers=device)
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), name
        with pytest.raises(Refused) as refused:
            await desk.rpc(guest, "queue/call-first", b'{"room_id": "ct1"}')
        assert refused.value.code == 4403


async def test_a_screen_goes_on_when_its_connection_token_runs_out(house: House, clock: StillClock) -> None:
    resolver = resolver_of(house)
    async with front(house, resolver=resolver) as client:
        opened = (await open_screen(client)).json()
        clock.forward(days=400)
        device = {"Authorization": f"Bearer {opened['token']}"}
        renewed = await client.post("/api/access/renew-connection", json={}, headers=device)
        assert renewed.status_code == 200
        guest = await desk_of(house, resolver).admit(Knock(renewed.json()["connection_token"]))
        assert await joins(desk_of(house, resolver), guest, ON_PAPER["own"])


async def test_a_screen_is_paired_from_this_machine_only(house: House) -> None:
    async with front(house, "10.0.0.9") as elsewhere:
        forwarded = {"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1"}
        for headers in ({}, forwarded):
            answer = await elsewhere.post("/api/queue/open-screen", json={"code": "ct1"}, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "queue.screen_not_paired")
    await house.dispatch(person("admin"), AddScreen(code="hall", name="大厅", room_ids=("ct1",)))
    async with front(house, "::1") as here:
        assert (await open_screen(here)).status_code == 200
        assert (await open_screen(here, "hall")).json()["code"] == "queue.screen_not_paired"
        unknown = await open_screen(here, "nowhere")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "queue.no_such_screen")
    assert await one(house, "select count(*) from access_sessions where device is not null") == 1


async def test_staff_and_screens_do_not_share_a_channel(house: House) -> None:
    resolver = resolver_of(house)
    async with front(house, resolver=resolver) as client:
        session = await sign_in(client)
    desk = desk_of(house, resolver)
    guest = await desk.admit(Knock(session["connection_token"]))
    assert await joins(desk, guest, ON_PAPER["staff"])
    assert not await joins(desk, guest, ON_PAPER["own"])
    assert not await joins(desk, guest, "queue-room:branch:ct1")


async def test_a_connection_goes_on_only_as_the_same_person(house: House) -> None:
    resolver = resolver_of(house)
    async with front(house, resolver=resolver) as client:
        mine, theirs = await sign_in(client), await sign_in(client, "doctor")
    desk = desk_of(house, resolver)
    guest = await desk.admit(Knock(mine["connection_token"]))
    assert (await desk.refresh(guest, mine["connection_token"])).user == guest.user
    with pytest.raises(Disconnect):
        await desk.refresh(guest, theirs["connection_token"])


async def test_who_never_signed_in_cannot_be_asked_again(house: House) -> None:
    with pytest.raises(Unauthenticated):
        await resolver_of(house).again(nobody())


def test_a_token_says_nothing_but_whose_session_it_is() -> None:
    token = tokens.issue(SECRET, tokens.Claims("a1", "s1", "access", 1))
    assert jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_exp": False}) == {
        "sub": "a1",
        "sid": "s1",
        "use": "access",
        "exp": 1,
    }
