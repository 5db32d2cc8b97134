"""Sign-in by WeChat, against a vendor that answers as its document says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
import sqlalchemy as sa

from domains.access import wechat
from domains.messages.store import addresses
from hub.errors import Unavailable
from hub.house import House
from hub.mini_programs import MiniProgram
from tests.domains.access.patients import OTHER, carry, registered
from tests.domains.access.people import ask
from tests.domains.messages.desk import set_up
from tests.domains.messages.vendors import APP_ID, APP_SECRET, Server, Vendors
from tests.hub.front import front
from tests.kit.house import one


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    server = Server()
    yield server.vendors
    server.close()


async def come(client: httpx.AsyncClient, code: str, institution: str = "demo") -> tuple[int, str]:
    """Sign in by WeChat; status and, of a refusal, its code."""
    fields = {"institution": institution, "code": code}
    status, body = carry(client, await ask(client, "access/sign-in-patient-wechat", **fields))
    return status, str(body.get("code", ""))


async def test_without_a_mini_program_there_is_no_sign_in_by_wechat(house: House) -> None:
    async with front(house) as client:
        assert await come(client, "c1") == (409, "access.wechat_off")
        await registered(house, client)
        assert (await ask(client, "access/bind-wechat", code="c1"))[1]["code"] == "access.wechat_off"


async def test_who_has_bound_his_wechat_comes_in_by_it(house: House, vendors: Vendors) -> None:
    await set_up(house, vendors, "mini_program")
    vendors.users = {"first": "openid-lin", "again": "openid-lin", "third": "openid-lin"}
    async with front(house) as client, front(house) as phone:
        assert (await ask(client, "access/show-patient-door", institution="demo"))[1]["wechat"] is True
        assert await come(phone, "first") == (409, "access.wechat_not_bound")
        mine = (await registered(house, client))["account"]["id"]
        assert (await ask(client, "access/bind-wechat", code="again"))[0] == 200
        assert (await ask(client, "access/show-me"))[1]["wechat"] is True
        assert (await come(phone, "third"))[0] == 200
        assert (await ask(phone, "access/show-me"))[1]["id"] == mine
        assert await come(client, "third") == (422, "access.wrong_wechat_code")
        # Subscription messages find him there from now on.
        async with house.engine.connect() as db:
            there = await addresses(db, "demo", mine, house.settings.secret)
        assert there == {"mini_program": "openid-lin"}
        assert vendors.asked[0].query["appid"] == APP_ID
    facts = str(await one(house, "select string_agg(convert_from(envelope, 'UTF8'), ' ') from hub_facts"))
    audit = str(await one(house, "select string_agg(convert_from(body, 'UTF8'), ' ') from hub_audit"))
    assert "openid-lin" not in facts + audit


async def test_a_wechat_user_is_one_patient_of_an_institution_until_he_unbinds(house: House, vendors: Vendors) -> None:
    await set_up(house, vendors, "mini_program")
    vendors.users = {f"c{n}": "openid-he" for n in range(5)}
    async with front(house) as client, front(house) as other:
        mine = (await registered(house, client))["account"]["id"]
        assert (await ask(client, "access/bind-wechat", code="c0"))[0] == 200
        await registered(house, other, phone=OTHER)
        assert (await ask(other, "access/bind-wechat", code="c1"))[1]["code"] == "access.wechat_taken"
        assert (await ask(client, "access/unbind-wechat"))[0] == 200
        async with house.engine.connect() as db:
            assert await addresses(db, "demo", mine, house.settings.secret) == {}
        assert await come(client, "c2") == (409, "access.wechat_not_bound")
        assert (await ask(other, "access/bind-wechat", code="c3"))[0] == 200


async def test_wrong_codes_are_refused_and_counted_for_their_address(house: House, vendors: Vendors) -> None:
    await set_up(house, vendors, "mini_program")
    async with front(house, address="10.1.1.1") as client:
        assert await come(client, "unknown") == (422, "access.wrong_wechat_code")
        async with house.engine.begin() as db:
            await db.execute(sa.text("update access_failures set count = 50"))
        asked = len(vendors.asked)
        assert await come(client, "unknown") == (429, "access.too_many_phone_tries")
        assert len(vendors.asked) == asked


@pytest.mark.parametrize("refusal", [500, {"errcode": -1, "errmsg": "system error"}, {"errcode": 40125, "errmsg": "x"}])
async def test_when_wechat_is_down_that_is_said_and_nothing_is_counted(
    house: House, vendors: Vendors, refusal: dict[str, object] | int
) -> None:
    await set_up(house, vendors, "mini_program")
    vendors.users = {"c1": "openid-lin"}
    vendors.refusals = [refusal]
    async with front(house) as client:
        assert await come(client, "c1") == (503, "unavailable")
        assert await come(client, "c1") == (409, "access.wechat_not_bound")
    assert await one(house, "select count(*) from access_failures") == 0


async def test_an_address_where_nobody_answers_is_wechat_being_down() -> None:
    with pytest.raises(Unavailable):
        await wechat.openid_of(MiniProgram(APP_ID, APP_SECRET, "http://127.0.0.1:9"), "c1")


async def test_strangers_cannot_hold_all_connections_by_asking_wechat(monkeypatch: pytest.MonkeyPatch) -> None:
    go, waiting = asyncio.Event(), asyncio.Semaphore(0)

    async def slow(_: MiniProgram, __: str) -> dict[str, str]:
        waiting.release()
        await go.wait()
        return {"openid": "openid-lin"}

    monkeypatch.setattr(wechat, "_asked", slow)
    program = MiniProgram(APP_ID, APP_SECRET, "http://127.0.0.1:9")
    async with asyncio.TaskGroup() as tasks:
        under_way = [tasks.create_task(wechat.openid_of(program, "c")) for _ in range(wechat.MOST)]
        for _ in under_way:
            await waiting.acquire()
        with pytest.raises(Unavailable):
            await wechat.openid_of(program, "c")
        go.set()
    assert {task.result() for task in under_way} == {"openid-lin"}
    assert await wechat.openid_of(program, "c") == "openid-lin"
