"""Patients and staff do not get into each other's way: lists, doors, roles, cookies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from channels.channel import Channel
from domains.access.commands.accounts import (
    DeleteAccount,
    EditAccount,
    EnableAccount,
    GrantRoles,
    MaskAccount,
    SetAccountValidity,
)
from domains.access.commands.credentials import RemoveSecondFactor, ResetPassword
from domains.access.commands.roles import AddRole, DeleteRole, EditRole
from domains.access.errors import OverCeiling, RoleNotUsable
from domains.access.model.roles import PATIENT
from domains.access.public import able, colleagues, holders, name_patient, names, patients, reach, role_names
from domains.access.queries.menus import RoleMenus
from domains.access.queries.people import ListRoles
from domains.access.rights import known
from domains.access.rights import patients as of_patients
from hub.caller import PUBLIC, Permission
from hub.commands import Answer, Command, Tx, name_of
from hub.errors import HubError, NotFound
from hub.house import House
from hub.module import discover
from tests.domains.access.patients import PHONE, SECRET_WORD, come, registered
from tests.domains.access.people import PLATFORM, account_id, ask, enter
from tests.hub.front import front, sign_in
from tests.kit.house import one, recorded
from tests.kit.samples import sample
from tests.kit.servers import PASSWORD
from tests.kit.walk import ids_of, inhabit
from tests.kit.walk import known as filled

QUERIES: list[Answer[Any]] = [a for a in discover().of(Answer) if a.asks.needs is not PUBLIC]
ABOUT_PATIENTS = ("samples",)
"""Rooms whose lists are of patients' own doings."""
LOGS = ("audit/list-operations", "messages/list-deliveries")
"""What tells who did what, and whom something was sent to, tells it of patients as of everybody."""


async def patient(house: House) -> str:
    """The id of a demo patient."""
    return str(await one(house, "select id from access_accounts where tenant = 'demo' and kind = 'patient' limit 1"))


async def test_no_list_of_the_staff_shows_a_patient(house: House) -> None:
    await inhabit(house)
    async with front(house) as client:
        session = await registered(house, client)
    words = "unnest(array[id, name, login]) word"
    query = f"select array_agg(word) from access_accounts, {words} where kind = 'patient'"
    # The demo's patients share their phones with records of the hospital's own; this one is nobody else's.
    secret = frozenset([PHONE, *await one(house, query)])
    assert {session["account"]["id"], "demo 13800000001"} <= secret
    rights = frozenset(p.name for p in discover().of(Permission) if p.roles != (PATIENT,))
    staff = replace(PLATFORM, actor=await account_id(house, "admin"), permissions=rights)
    ids, asked = await ids_of(house, "demo"), 0
    showing: dict[str, list[str]] = {}
    for kind in QUERIES:
        name = name_of(kind.asks)
        if name in LOGS or name.split("/")[0] in ABOUT_PATIENTS or kind.asks.needs.name not in rights:
            continue
        try:
            answer = await house.dispatch.ask(staff, sample(kind.asks, filled(ids, kind)))
        except HubError:
            continue
        asked += 1
        shown = msgspec.json.encode(answer).decode()
        if found := [s for s in secret if s in shown]:
            showing[name] = found
    assert showing == {}
    assert asked > len(QUERIES) // 2


async def test_a_patient_is_no_colleague_and_holds_no_role_but_is_reached_and_has_a_name(house: House) -> None:
    mine = await patient(house)
    async with house.engine.connect() as db:
        assert mine not in {one.id for one in await colleagues(db, "demo")}
        assert await holders(db, "demo", PATIENT) == []
        assert await able(db, "demo", [mine]) == []
        assert PATIENT not in await role_names(db, "demo")
        assert (await names(db, "demo", [mine]))[mine]
        assert (await reach(db, "demo", [mine]))[mine].phone.startswith("138")
        assert set(await patients(db, "demo", [mine, await account_id(house, "doctor")])) == {mine}
        assert await patients(db, "branch", [mine]) == {}


async def test_somebody_who_has_seen_who_a_patient_is_names_him(house: House) -> None:
    mine = await patient(house)
    async with house.engine.begin() as db:
        tx = Tx(PLATFORM, db, house.clock())
        await name_patient(tx, mine, "林小满")
        with pytest.raises(NotFound):
            await name_patient(tx, await account_id(house, "doctor"), "林小满")
        assert (await patients(db, "demo", [mine]))[mine].name == "林小满"


def test_the_live_channels_of_patients_are_their_messages_and_their_own_doings() -> None:
    joined = {c.pattern.partition(":")[0] for c in discover().of(Channel) if c.needs.name in of_patients()}
    assert "messages-inbox" in joined
    assert {name.partition("-")[0] for name in joined} <= {"messages", *ABOUT_PATIENTS}


OF_STAFF: tuple[Callable[[str], Command], ...] = (
    lambda mine: EditAccount(account_id=mine, name="别名"),
    lambda mine: GrantRoles(account_id=mine, roles=("admin",)),
    lambda mine: MaskAccount(account_id=mine, masked=True),
    lambda mine: EnableAccount(account_id=mine, enabled=False),
    lambda mine: SetAccountValidity(account_id=mine, valid_until=None),
    lambda mine: DeleteAccount(account_id=mine),
    lambda mine: ResetPassword(account_id=mine, password="abc12345", confirmation="abc12345"),
    lambda mine: RemoveSecondFactor(account_id=mine),
)


async def test_who_manages_the_staffs_accounts_does_not_find_patients_among_them(house: House) -> None:
    mine = await patient(house)
    for command in OF_STAFF:
        with pytest.raises(NotFound):
            await house.dispatch(PLATFORM, command(mine))


async def test_the_patients_role_is_nobodys_to_see_to_give_or_to_change(house: House) -> None:
    roles = (await house.dispatch.ask(PLATFORM, ListRoles(institution="*", size=200))).rows
    assert PATIENT not in {role.id for role in roles}
    doctor = await account_id(house, "doctor")
    with pytest.raises(RoleNotUsable):
        await house.dispatch(PLATFORM, GrantRoles(account_id=doctor, roles=(PATIENT,)))
    for command in (EditRole(role_id=PATIENT, name="别名"), DeleteRole(role_id=PATIENT)):
        with pytest.raises(NotFound):
            await house.dispatch(PLATFORM, command)
    own = [p.name for p in known() if p.roles == (PATIENT,)]
    assert own
    shown = msgspec.json.encode(await house.dispatch.ask(PLATFORM, RoleMenus(role="admin"))).decode()
    assert not [name for name in own if name in shown]
    with pytest.raises(OverCeiling):
        await house.dispatch(PLATFORM, AddRole(name="假患者", permissions=(own[0],)))


async def test_each_comes_in_by_his_own_door_only(house: House) -> None:
    async with front(house) as client:
        await registered(house, client)
        login = await one(house, "select login from access_accounts where phone = :p", p=PHONE)
        assert (await enter(client, login, SECRET_WORD)).status_code == 401
        assert (await enter(client, PHONE, SECRET_WORD)).status_code == 401
        before = await recorded(house, "access.")
        await ask(client, "access/ask-password-code", account=login)
        assert len(await recorded(house, "access.")) == len(before)
        assert (await one(house, "select count(*) from messages_messages where topic = 'access.password_code'")) == 0
        async with house.engine.begin() as db:  # somebody of the staff has the same phone
            await db.exec_driver_sql("update access_accounts set phone = '13700000009' where login = 'doctor'")
        assert (await come(client, phone="13700000009", password=PASSWORD))[0] == 401


async def test_staff_and_patient_are_signed_in_in_one_browser(house: House) -> None:
    async with front(house) as browser:
        mine = await registered(house, browser)
        del browser.headers["Authorization"]
        staff = await sign_in(browser, "doctor")
        assert len(set(browser.cookies)) == 2
        del browser.headers["Authorization"]
        assert (await ask(browser, "access/refresh-patient"))[1]["account"]["id"] == mine["account"]["id"]
        assert (await ask(browser, "access/refresh"))[1]["account"]["id"] == staff["account"]["id"]
        theirs, own = browser.cookies["carewire_refresh_token"], browser.cookies["carewire_patient_refresh_token"]
        browser.headers["Authorization"] = f"Bearer {mine['token']}"
        assert (await ask(browser, "access/sign-out-patient")) == (200, {})
        assert "carewire_patient_refresh_token" not in browser.cookies
        del browser.headers["Authorization"]
        assert (await ask(browser, "access/refresh"))[0] == 200
        assert (await ask(browser, "access/refresh-patient", refresh_token=own))[0] == 401
        browser.cookies.clear()
        assert (await ask(browser, "access/refresh-patient", refresh_token=theirs))[0] == 401
        assert (await ask(browser, "access/refresh", refresh_token=theirs))[0] == 200
        again = (await come(browser))[1]
        assert again["account"]["id"] == mine["account"]["id"]
        own = browser.cookies["carewire_patient_refresh_token"]
        assert (await ask(browser, "access/refresh", refresh_token=own))[0] == 401


async def test_the_patients_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    async with front(house, host="192.168.1.5") as client:
        await registered(house, client)
        answer = await client.post(
            "/api/access/sign-in-patient",
            json={"institution": "demo", "phone": PHONE, "password": SECRET_WORD, "agreed": True},
        )
    cookie = answer.headers["set-cookie"].lower()
    for attribute in ("httponly", "samesite=strict", "secure", "path=/api/access"):
        assert attribute in cookie
    assert "refresh_token" not in answer.json()
