"""The door's rules: strong passwords, their age, idle pages, addresses, one session on each end."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.wire.desk import Disconnect, Knock
from domains.access.commands.accounts import EnableAccount
from domains.access.commands.credentials import ResetPassword
from domains.access.commands.security import SavePolicy
from domains.access.model.policy import AllowedAddress, PasswordRule, Policy, network, weaknesses
from domains.access.queries.menus import ShowPolicy
from domains.access.rights import everybodys
from hub.errors import Invalid
from hub.house import House
from hub.ids import new_id
from tests.domains.access.people import FIRST, account_id, add, ask, enter
from tests.domains.access.test_sessions import Forgetful, desk_of
from tests.hub.front import front, sign_in
from tests.kit.clock import StillClock
from tests.kit.house import one, person, recorded
from tests.kit.servers import PASSWORD

ADMIN = person("admin")
WEB: dict[str, Any] = {"terminal": "web", "agreed": True}
KICKED = "您的账号已在其他地点登录，当前登录已被迫下线。如果这不是你本人的操作，请及时修改密码！"


async def save(house: House, **policy: Any) -> None:
    await house.dispatch(ADMIN, SavePolicy(policy=Policy(**policy)))


async def test_a_page_signs_in_only_with_both_agreements_ticked(house: House) -> None:
    async with front(house) as client:
        for fields in ({"terminal": "web"}, {"terminal": "mobile"}):
            answer = await enter(client, "doctor", PASSWORD, **fields)
            assert (answer.status_code, answer.json()["code"]) == (422, "access.agreements_missing")
            assert "《隐私政策》" in answer.json()["detail"]
            assert "《用户协议》" in answer.json()["detail"]
        answer = await enter(client, "doctor", PASSWORD, **WEB)
    assert answer.status_code == 200
    assert "queue.view" in answer.json()["account"]["permissions"]


async def test_an_institutions_link_lets_only_its_own_people_in(house: House) -> None:
    async with front(house) as client:
        assert (await enter(client, "doctor", PASSWORD, tid="branch")).json()["code"] == "access.wrong_password"
        assert (await enter(client, "doctor", PASSWORD, tid="demo")).status_code == 200


async def test_a_second_sign_in_on_the_same_end_forces_the_first_one_off(house: House) -> None:
    resolver = Forgetful(house)
    async with front(house, resolver=resolver) as first, front(house, resolver=resolver) as second:
        opened = (await enter(first, "doctor", PASSWORD, **WEB)).json()
        desk = desk_of(house, resolver)
        guest = await desk.admit(Knock(opened["connection_token"]))
        assert (await enter(second, "doctor", PASSWORD, **WEB)).status_code == 200
        # The fact makes every node look at the connection at once, and the look closes it, saying why.
        fact = (await recorded(house, "access.sessions_ended"))[-1]
        assert fact.envelope.key == opened["account"]["id"]
        with pytest.raises(Disconnect) as ended:
            await desk.check(guest, ["queue-room:demo:ct1"])
        assert (ended.value.code, ended.value.reason) == (3500, "session ended: access.signed_in_elsewhere")
        with pytest.raises(Disconnect) as knocked:
            await desk.admit(Knock(opened["connection_token"]))
        assert knocked.value.reason == ended.value.reason
        # Whatever the page asks, it is told in the seed's own words.
        for name in ("queue/list-rooms", "access/refresh"):
            status, told = await ask(first, name)
            assert (status, told["code"], told["detail"]) == (401, "access.signed_in_elsewhere", KICKED)
        assert (await ask(second, "queue/list-rooms"))[0] == 200


async def test_ends_are_counted_apart_and_the_limit_can_be_switched_off(house: House) -> None:
    async with front(house, resolver=Forgetful(house)) as web, front(house, resolver=Forgetful(house)) as phone:
        await enter(web, "doctor", PASSWORD, **WEB)
        await enter(phone, "doctor", PASSWORD, terminal="mobile", agreed=True)
        assert (await ask(web, "queue/list-rooms"))[0] == (await ask(phone, "queue/list-rooms"))[0] == 200
        await save(house, single_session=False)
        async with front(house) as again:
            await enter(again, "doctor", PASSWORD, **WEB)
        assert (await ask(web, "queue/list-rooms"))[0] == 200


async def test_a_failed_sign_in_forces_nobody_off(house: House) -> None:
    async with front(house, resolver=Forgetful(house)) as web, front(house) as thief:
        await enter(web, "doctor", PASSWORD, **WEB)
        await enter(thief, "doctor", "wrong", **WEB)
        await house.dispatch(ADMIN, EnableAccount(account_id=await account_id(house, "doctor"), enabled=True))
        assert (await ask(web, "queue/list-rooms"))[0] == 200


@pytest.mark.slow
async def test_brute_force_stands_before_a_shut_door_known_or_not(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        for account in ("doctor", "nobody-of-this-name"):
            answers = [await enter(client, account, f"wrong{n}") for n in range(6)]
            assert [a.status_code for a in answers] == [401] * 5 + [429]
            # The right password does not open it either.
            shut = await enter(client, account, PASSWORD)
            assert (shut.status_code, shut.json()["code"]) == (429, "access.too_many_tries")
            assert "15 分钟" in shut.json()["detail"]
        assert (await enter(client, "doctor2", PASSWORD)).status_code == 200
        clock.forward(minutes=15)
        assert (await enter(client, "doctor", PASSWORD)).status_code == 200
    # What is kept tells of nobody.
    assert b"doctor" not in bytes(await one(house, "select string_agg(key, '') from access_failures"))


@pytest.mark.slow
async def test_an_address_is_shut_after_many_accounts(house: House) -> None:
    async with front(house, "192.0.2.9") as client, front(house, "192.0.2.10") as other:
        for n in range(50):
            assert (await enter(client, f"guess-{n}", "wrong")).status_code == 401
        assert (await enter(client, "doctor", PASSWORD)).status_code == 429
        assert (await enter(other, "doctor", PASSWORD)).status_code == 200


@pytest.mark.slow
async def test_the_right_password_and_a_reset_forget_the_failures(house: House) -> None:
    async with front(house) as client:
        for _ in range(2):
            for n in range(4):
                assert (await enter(client, "doctor", f"wrong{n}")).status_code == 401
            assert (await enter(client, "doctor", PASSWORD)).status_code == 200
        for n in range(5):
            await enter(client, "doctor", f"wrong{n}")
        reset = ResetPassword(account_id=await account_id(house, "doctor"), password=FIRST, confirmation=FIRST)
        await house.dispatch(ADMIN, reset)
        assert (await enter(client, "doctor", FIRST)).status_code == 200


@pytest.mark.covers("AI-713", "ID-712")
async def test_a_reset_password_is_typed_twice_and_ends_the_sessions(house: House) -> None:
    doctor = await account_id(house, "doctor")
    async with front(house, resolver=Forgetful(house)) as client:
        await sign_in(client, "doctor")
        with pytest.raises(Invalid) as differs:
            await house.dispatch(ADMIN, ResetPassword(account_id=doctor, password=FIRST, confirmation="abc12346"))
        assert "两次输入的密码不一致" in differs.value.detail("zh")
        await house.dispatch(ADMIN, ResetPassword(account_id=doctor, password=FIRST, confirmation=FIRST))
        assert (await ask(client, "queue/list-rooms"))[0] == 401
        assert (await enter(client, "doctor", PASSWORD)).status_code == 401
        assert (await enter(client, "doctor", FIRST)).json()["must"] == ["change_password"]


async def test_weak_passwords_are_refused_by_the_institutions_own_rule(house: House) -> None:
    await save(house, password_rule=PasswordRule(shortest=8, longest=20, upper=True, symbol=True))
    for weak, zh in (("Abc-123", "8-20 位"), ("abcd-1234", "大写字母"), ("Abcd12345", "符号"), ("Abcd-efgh", "数字")):
        with pytest.raises(Invalid) as refused:
            await add(house, password=weak, confirmation=weak)
        assert zh in refused.value.detail("zh")
    await add(house, password="Abcd-12345678", confirmation="Abcd-12345678")
    await save(house, password_rule=None)  # the slider is off
    await add(house, login="second", password="aaaaaa", confirmation="aaaaaa")


@given(st.text(alphabet="abcXYZ0189-_ 密码", max_size=20))
def test_the_default_rule_wants_six_to_twelve_with_letter_and_digit_and_no_chinese(password: str) -> None:
    shape = 6 <= len(password) <= 12 and not set(password) & set("密码")
    mixed = bool(set(password) & set("abcXYZ")) and bool(set(password) & set("0189"))
    assert (weaknesses(password, PasswordRule()) == []) == (shape and mixed)


async def test_an_old_password_is_reminded_of_and_then_must_be_changed(house: House, clock: StillClock) -> None:
    await save(house, password_days=90, remind_days=7)
    async with front(house) as client:
        assert "password_days" not in (await enter(client, "doctor", PASSWORD)).json()
        clock.forward(days=84)
        assert (await enter(client, "doctor", PASSWORD)).json()["password_days"] == 6
        clock.forward(days=6)
        session = (await enter(client, "doctor", PASSWORD)).json()
        assert session["must"] == ["change_password"]
        assert set(session["account"]["permissions"]) == everybodys()
        assert (await ask(client, "queue/list-rooms"))[0] == 403
        same = {"old": PASSWORD, "password": PASSWORD, "confirmation": PASSWORD}
        assert (await ask(client, "access/change-password", **same))[0] == 422
        fresh = {"old": PASSWORD, "password": FIRST, "confirmation": FIRST}
        assert (await ask(client, "access/change-password", **fresh))[0] == 200
        assert "must" not in (await enter(client, "doctor", FIRST)).json()
    await save(house)  # the slider is off
    clock.forward(days=4000)
    async with front(house) as client:
        assert "must" not in (await enter(client, "doctor", FIRST)).json()


@pytest.mark.slow
async def test_the_old_password_is_asked_for_and_other_sessions_end(house: House) -> None:
    async with front(house, resolver=Forgetful(house)) as mine, front(house, resolver=Forgetful(house)) as other:
        await sign_in(mine, "doctor")
        await sign_in(other, "doctor")
        wrong = {"old": "guessed1", "password": FIRST, "confirmation": FIRST}
        for _ in range(5):
            status, told = await ask(mine, "access/change-password", **wrong)
            assert (status, told["code"]) == (422, "access.wrong_old_password")
        assert (await ask(mine, "access/change-password", **wrong))[0] == 429
        async with house.engine.begin() as db:
            await db.exec_driver_sql("delete from access_failures")
        assert (await ask(mine, "access/change-password", **{**wrong, "old": PASSWORD}))[0] == 200
        assert (await ask(mine, "queue/list-rooms"))[0] == 200
        assert (await ask(other, "queue/list-rooms"))[0] == 401


async def test_a_page_left_alone_is_signed_out(house: House, clock: StillClock) -> None:
    await save(house, idle_minutes=10)
    async with front(house, resolver=Forgetful(house)) as web, front(house, resolver=Forgetful(house)) as program:
        assert (await enter(web, "doctor", PASSWORD, **WEB)).json()["idle_minutes"] == 10
        await sign_in(program, "doctor")
        for _ in range(3):
            clock.forward(minutes=10)
            assert (await ask(web, "access/stay"))[0] == 200
        assert (await ask(web, "queue/list-rooms"))[0] == 200
        clock.forward(minutes=12)
        status, told = await ask(web, "queue/list-rooms")
        assert (status, told["code"]) == (401, "access.left_alone")
        assert (await ask(web, "access/refresh"))[1]["code"] == "access.left_alone"
        assert (await ask(program, "queue/list-rooms"))[0] == 200
        await save(house)  # the slider is off: who is in stays, who is out stays out
        assert (await ask(web, "access/refresh"))[0] == 401


async def test_only_listed_addresses_come_in_and_open_sessions_follow(house: House) -> None:
    async with front(house, "198.51.100.7", resolver=Forgetful(house)) as outside:
        await sign_in(outside, "doctor")
        await save(house, addresses_on=True, addresses=(AllowedAddress("10.1.0.0/16", "院内"),))
        status, told = await ask(outside, "queue/list-rooms")
        assert (status, told["code"]) == (401, "access.address_refused")
        refused = await enter(outside, "doctor", PASSWORD)
        assert (refused.status_code, refused.json()["code"]) == (401, "access.address_refused")
        # Who has no password learns nothing of the list.
        assert (await enter(outside, "doctor", "wrong")).json()["code"] == "access.wrong_password"
    for address in ("10.1.2.3", "::ffff:10.1.2.3"):
        async with front(house, address) as inside:
            assert (await enter(inside, "doctor", PASSWORD)).status_code == 200
    assert (await house.dispatch.ask(ADMIN, ShowPolicy())).addresses == (AllowedAddress("10.1.0.0/16", "院内"),)
    async with front(house, "10.1.9.9") as inside:
        await sign_in(inside, "admin")
        status, told = await ask(inside, "access/save-policy", policy={"addresses_on": True, "addresses": []})
        assert (status, told["errors"][0]["field"]) == (422, "policy.addresses")
        one_missing = {"addresses_on": True, "addresses": [{"network": "10.0.0.0/8"}]}
        assert (await ask(inside, "access/save-policy", policy=one_missing))[0] == 422
        wrong = {"addresses": [{"network": "院内", "note": "x"}]}
        assert (await ask(inside, "access/save-policy", policy=wrong))[0] == 422


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("10.0.0.9/8", "10.0.0.0/8"), (" 192.0.2.1 ", "192.0.2.1/32"), ("fe80::1", "fe80::1/128"), ("10.0.0", None)],
)
def test_networks_have_one_form(text: str, canonical: str | None) -> None:
    assert network(text) == canonical


async def test_a_session_is_never_taken_from_what_the_client_sends(house: House) -> None:
    """Session fixation: signing in always makes new tokens, whatever cookie or token came along."""
    async with front(house) as client:
        planted = new_id() + new_id()
        client.cookies.set("carewire_refresh_token", planted, domain="hospital.test", path="/api/access")
        first = (await enter(client, "doctor", PASSWORD)).json()
        cookie = client.cookies.get("carewire_refresh_token", domain="hospital.test", path="/api/access")
        assert cookie != planted
        second = (await enter(client, "doctor", PASSWORD)).json()
        assert first["token"] != second["token"]
    assert await one(house, "select count(distinct refresh) from access_sessions") == 2


async def test_another_site_can_neither_refresh_nor_sign_out(house: House) -> None:
    """CSRF: a form cannot send JSON, the cookie is SameSite=Strict, and every other right needs the token."""
    async with front(house) as client:
        await sign_in(client, "doctor")
        del client.headers["Authorization"]
        for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"):
            answer = await client.post("/api/access/refresh", content="{}", headers={"Content-Type": kind})
            assert answer.status_code == 415
        assert (await ask(client, "access/sign-out"))[0] == 401


async def test_the_branchs_policy_is_its_own(house: House) -> None:
    await save(house, idle_minutes=5)
    branch = person("admin", "branch")
    assert (await house.dispatch.ask(branch, ShowPolicy())).idle_minutes is None
