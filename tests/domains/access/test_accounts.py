"""Accounts, roles and departments: their limits, who may change them, and what acts on open sessions at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domains.access.commands.accounts import (
    DeleteAccount,
    EditAccount,
    EnableAccount,
    GrantRoles,
    MaskAccount,
    SetAccountValidity,
)
from domains.access.commands.departments import AddDepartment, DeleteDepartment, EditDepartment
from domains.access.commands.roles import AddRole, DeleteRole, EditRole
from domains.access.errors import DisableFirst, Kept, LoginTaken, NameTaken, RoleNotUsable, StillUsed
from domains.access.queries.menus import RoleMenus
from domains.access.queries.people import ListAccounts, ListDepartments, ListRoles, ShowAccount
from domains.access.rights import everybodys
from hub.caller import Caller
from hub.errors import Invalid, NotFound
from hub.house import House
from tests.domains.access.people import FIRST, PLATFORM, account_id, add, ask, caller_of_login, enter, found, settle
from tests.hub.front import front, sign_in
from tests.kit.clock import StillClock
from tests.kit.house import one, person, recorded

ADMIN = person("admin")


async def logins(house: House, caller: Caller = ADMIN, **asked: Any) -> set[str]:
    return {row.login for row in (await house.dispatch.ask(caller, ListAccounts(size=200, **asked))).rows}


@pytest.mark.covers("AI-718", "ID-709", "SA-008", "AI-715")
async def test_a_new_account_comes_in_with_its_roles_and_must_change_its_password(house: House) -> None:
    new = await add(house, phone="13800001111")
    async with front(house) as client:
        session = (await enter(client, "newcomer", FIRST)).json()
        assert session["must"] == ["change_password"]
        assert set(session["account"]["permissions"]) == everybodys()
        changed = {"old": FIRST, "password": "own12345", "confirmation": "own12345"}
        assert (await ask(client, "access/change-password", **changed))[0] == 200
        again = (await client.post("/api/access/refresh", json={})).json()
        assert "must" not in again
        assert "queue.view" in again["account"]["permissions"]
    newest = (await house.dispatch.ask(ADMIN, ListAccounts(size=1))).rows[0]
    assert newest.id == new or newest.created_at >= newest.created_at
    with pytest.raises(LoginTaken):
        await add(house)


@pytest.mark.covers("AI-718")
@pytest.mark.parametrize(
    ("fields", "zh"),
    [
        ({"login": "ab"}, "账号需要 3-20 个字符"),
        ({"login": "王小明"}, "不能包含中文字符"),
        ({"phone": "1380000111"}, "手机号需要 11 位数字"),
        ({"phone": "1380000111x"}, "手机号需要 11 位数字"),
        ({"password": "ab123", "confirmation": "ab123"}, "需要 6-12 位"),
        ({"password": "abcdefg", "confirmation": "abcdefg"}, "需要包含数字"),
        ({"password": "1234567", "confirmation": "1234567"}, "需要包含字母"),
        ({"password": "密码abc123", "confirmation": "密码abc123"}, "不能包含中文字符"),
        ({"confirmation": "abc12346"}, "两次输入的密码不一致"),
        ({"name": " "}, "姓名需要"),
    ],
)
async def test_an_accounts_fields_have_limits(house: House, fields: dict[str, str], zh: str) -> None:
    with pytest.raises(Invalid) as refused:
        await add(house, **fields)
    assert zh in refused.value.detail("zh")
    assert refused.value.fields[0].field in {*fields, "password"}


@pytest.mark.covers("AI-718", "AI-721")
async def test_only_enabled_roles_can_be_given_and_used(house: House) -> None:
    await house.dispatch(ADMIN, EditRole(role_id="technician", enabled=False))
    with pytest.raises(RoleNotUsable):
        await add(house, roles=("technician",))
    with pytest.raises(RoleNotUsable):
        await add(house, roles=("no-such-role",))
    async with front(house) as client:
        # Who has no other role has no menu any more.
        answer = await enter(client, "technician", "Carewire-2026")
        assert (answer.status_code, answer.json()["code"]) == (401, "access.no_menus")
    await house.dispatch(ADMIN, EditRole(role_id="technician", enabled=True))
    async with front(house) as client:
        assert (await enter(client, "technician", "Carewire-2026")).status_code == 200


@pytest.mark.covers("ID-708", "AI-716", "SA-830")
async def test_accounts_are_found_by_every_filter(house: House) -> None:
    department = await house.dispatch(ADMIN, AddDepartment(name="超声科", number="CS"))
    await add(house, phone="13800001111", title="副主任医师", department=department)
    assert await logins(house, text="newc") == await logins(house, text="新来") == {"newcomer"}
    assert await logins(house, name="王新") == await logins(house, phone="0001111") == {"newcomer"}
    assert await logins(house, department="超声") == {"newcomer"}
    assert await logins(house, role="doctor") == {"doctor", "doctor2", "newcomer"}
    await house.dispatch(ADMIN, EnableAccount(account_id=await account_id(house, "newcomer"), enabled=False))
    assert await logins(house, state="disabled") == {"newcomer"}
    assert "newcomer" not in await logins(house, state="enabled")
    # By default one's own institution; whoever reads more may ask for more.
    assert "branch-admin" not in await logins(house)
    assert await logins(house, PLATFORM, institution="branch") == {"branch-admin"}
    assert await logins(house, PLATFORM, institution="*", institution_name="东院") == {"branch-admin"}
    assert await logins(house, institution="branch") == set()
    row = (await house.dispatch.ask(ADMIN, ListAccounts(text="newcomer"))).rows[0]
    told = (row.name, row.phone, row.role_names, row.title, row.department)
    assert told == ("王新来", "138****1111", ("临床医生",), "副主任医师", "超声科")
    assert await logins(house, text="%") == set()


@pytest.mark.covers("AI-719", "ID-710", "SA-832", "SA-854", "OP-701")
async def test_what_is_told_of_a_person_changes_the_account_itself_does_not(house: House) -> None:
    new = await add(house)
    await house.dispatch(ADMIN, EditAccount(account_id=new, name="王改名", phone="13900002222", title="技师"))
    sheet = await house.dispatch.ask(ADMIN, ShowAccount(account_id=new))
    assert (sheet.row.name, sheet.phone, sheet.row.title, sheet.row.login) == (
        "王改名",
        "13900002222",
        "技师",
        "newcomer",
    )
    assert "login" not in EditAccount.__struct_fields__
    with pytest.raises(Invalid):
        await house.dispatch(ADMIN, EditAccount(account_id=new, name=""))
    with pytest.raises(NotFound):
        await house.dispatch(replace(ADMIN, tenant="branch", reads=frozenset({"branch"})), EditAccount(account_id=new))


@pytest.mark.covers("ID-713", "AI-717")
async def test_a_disabled_account_is_out_and_stays_out(house: House) -> None:
    doctor = await account_id(house, "doctor")
    async with front(house) as client:
        await sign_in(client, "doctor")
        await house.dispatch(ADMIN, EnableAccount(account_id=doctor, enabled=False))
        assert await caller_of_login(house, "doctor") is None
        assert (await client.post("/api/access/refresh", json={})).status_code == 401
        assert (await enter(client, "doctor", "Carewire-2026")).status_code == 401
    kinds = [f.envelope.type for f in await recorded(house, "access.")]
    # Both facts make every node look at the person's connections at once.
    assert {"access.account_changed", "access.sessions_ended"} <= set(kinds[-3:])
    await house.dispatch(ADMIN, EnableAccount(account_id=doctor, enabled=True))
    async with front(house) as client:
        assert (await enter(client, "doctor", "Carewire-2026")).status_code == 200
    with pytest.raises(Kept):
        await house.dispatch(replace(ADMIN, actor=doctor), EnableAccount(account_id=doctor, enabled=False))


@pytest.mark.covers("AI-720", "SA-855", "OP-708")
async def test_an_account_is_disabled_before_it_is_deleted(house: House) -> None:
    new = await add(house)
    await settle(house, "newcomer")
    async with front(house) as client:
        await enter(client, "newcomer", FIRST)
        with pytest.raises(DisableFirst):
            await house.dispatch(ADMIN, DeleteAccount(account_id=new))
        await house.dispatch(ADMIN, EnableAccount(account_id=new, enabled=False))
        await house.dispatch(ADMIN, DeleteAccount(account_id=new))
        assert (await client.post("/api/access/refresh", json={})).status_code == 401
        assert (await enter(client, "newcomer", FIRST)).json()["code"] == "access.wrong_password"
    assert "newcomer" not in await logins(house)
    with pytest.raises(NotFound):
        await house.dispatch.ask(ADMIN, ShowAccount(account_id=new))
    await add(house)  # its login is free again


@pytest.mark.covers("OP-707")
async def test_other_roles_act_on_open_sessions(house: House) -> None:
    technician = await account_id(house, "technician")
    async with front(house) as client:
        await sign_in(client, "technician")
        before = await caller_of_login(house, "technician")
        assert before is not None
        assert "queue.call" in before.permissions
        await house.dispatch(ADMIN, GrantRoles(account_id=technician, roles=("operator", "doctor")))
        after = await caller_of_login(house, "technician")
        assert after is not None
        assert "queue.call" not in after.permissions
        assert {"delivery.operate", "queue.view"} <= after.permissions
    with pytest.raises(Kept):
        await house.dispatch(replace(ADMIN, actor=technician), GrantRoles(account_id=technician, roles=("admin",)))


@pytest.mark.covers("ID-711")
async def test_masking_is_switched_for_open_sessions_too(house: House) -> None:
    doctor = await account_id(house, "doctor")
    async with front(house) as client:
        await sign_in(client, "doctor")
        await house.dispatch(ADMIN, MaskAccount(account_id=doctor, masked=True))
        caller = await caller_of_login(house, "doctor")
        assert caller is not None
        assert caller.masked
        assert (await client.post("/api/access/refresh", json={})).json()["account"]["masked"] is True
    new = await add(house, phone="13800001111")
    masked = replace(ADMIN, masked=True)
    assert (await house.dispatch.ask(ADMIN, ShowAccount(account_id=new))).phone == "13800001111"
    sheet = await house.dispatch.ask(masked, ShowAccount(account_id=new))
    assert (sheet.phone, sheet.row.name) == ("138****1111", "王*来")


async def test_an_account_past_its_validity_is_out(house: House, clock: StillClock) -> None:
    doctor = await account_id(house, "doctor")
    await house.dispatch(ADMIN, SetAccountValidity(account_id=doctor, valid_until=clock.moment.replace(hour=5)))
    async with front(house) as client:
        await sign_in(client, "doctor")
        clock.moment = clock.moment.replace(hour=5)
        assert await caller_of_login(house, "doctor") is None
        assert (await enter(client, "doctor", "Carewire-2026")).json()["code"] == "access.no_longer_valid"


@pytest.mark.covers("ID-714", "AI-722", "SA-856")
async def test_roles_are_listed_by_institution(house: House, clock: StillClock) -> None:
    clock.forward(minutes=1)
    role = await house.dispatch(ADMIN, AddRole(name="护士", permissions=("queue.view",), description="分诊"))
    rows = (await house.dispatch.ask(ADMIN, ListRoles())).rows
    assert (rows[0].name, rows[0].description, rows[0].enabled, rows[0].updated_at) == ("护士", "分诊", True, clock())
    assert {r.institution_id for r in rows} == {"demo"}
    assert {r.institution for r in (await house.dispatch.ask(PLATFORM, ListRoles(institution="branch"))).rows} == {
        "示范医院东院区"
    }
    tree = await house.dispatch.ask(ADMIN, RoleMenus(role=role))
    assert tree.ticked == ("queue.view",)


@pytest.mark.covers("ID-715", "AI-724", "SA-003", "AI-723")
async def test_roles_are_made_freely_and_held_by_people(house: House) -> None:
    role = await house.dispatch(ADMIN, AddRole(name="分诊护士", permissions=("queue.view", "queue.sign_in")))
    await add(house, roles=(role,))
    await settle(house, "newcomer")
    async with front(house) as client:
        session = (await enter(client, "newcomer", FIRST)).json()
    assert set(session["account"]["permissions"]) == everybodys() | {"queue.sign_in", "queue.view"}
    with pytest.raises(NameTaken):
        await house.dispatch(ADMIN, AddRole(name="分诊护士", permissions=()))
    names = {r.name for r in (await house.dispatch.ask(ADMIN, ListRoles())).rows}
    # Five preset levels, and one's own beside them.
    assert {"临床医生", "科室主任", "运营人员", "机构管理员", "超级管理员", "分诊护士"} <= names


@pytest.mark.covers("AI-726", "OP-702")
async def test_an_edited_role_acts_on_open_sessions(house: House) -> None:
    async with front(house) as client:
        await sign_in(client, "technician")
        await house.dispatch(ADMIN, EditRole(role_id="technician", permissions=("queue.view", "delivery.operate")))
        caller = await caller_of_login(house, "technician")
        assert caller is not None
        assert caller.permissions == everybodys() | {"queue.view", "delivery.operate"}
    fact = (await recorded(house, "access.role_changed"))[-1]
    assert fact.envelope.tenant == "demo"
    role = {r.id: r for r in (await house.dispatch.ask(ADMIN, ListRoles())).rows}["technician"]
    assert role.permissions == ("delivery.operate", "queue.view")


async def test_a_changed_preset_still_gets_what_later_releases_give_it(house: House) -> None:
    await house.dispatch(ADMIN, EditRole(role_id="technician", permissions=("queue.view", "queue.call")))
    kept = "select granted || withheld from access_roles where tenant = 'demo' and id = 'technician'"
    # Only what was taken away is kept; whatever else the preset holds, now or later, it holds.
    assert "queue.view" not in await one(house, kept)
    assert "queue.sign_in" in await one(house, kept)


@pytest.mark.covers("AI-727", "SA-856")
async def test_a_role_in_use_and_the_super_administrators_stay(house: House) -> None:
    with pytest.raises(Kept):
        await house.dispatch(ADMIN, DeleteRole(role_id="admin"))
    with pytest.raises(Kept):
        await house.dispatch(ADMIN, EditRole(role_id="admin", enabled=False))
    with pytest.raises(StillUsed):
        await house.dispatch(ADMIN, DeleteRole(role_id="doctor"))
    role = await house.dispatch(ADMIN, AddRole(name="护士", permissions=()))
    with pytest.raises(DisableFirst):
        await house.dispatch(ADMIN, DeleteRole(role_id=role))
    await house.dispatch(ADMIN, EditRole(role_id=role, enabled=False))
    await house.dispatch(ADMIN, DeleteRole(role_id=role))
    assert "护士" not in {r.name for r in (await house.dispatch.ask(ADMIN, ListRoles())).rows}


@pytest.mark.covers("ID-721", "ID-722")
async def test_departments_are_made_and_found(house: House, clock: StillClock) -> None:
    clock.forward(minutes=1)
    new = await house.dispatch(ADMIN, AddDepartment(name="核医学科", number="HY"))

    async def listed(**asked: Any) -> list[str]:
        return [r.name for r in (await house.dispatch.ask(ADMIN, ListDepartments(**asked))).rows]

    assert (await listed())[0] == "核医学科"
    assert await listed(name="核医") == await listed(number="HY") == ["核医学科"]
    assert await listed(number="H") == []
    with pytest.raises(NameTaken):
        await house.dispatch(ADMIN, AddDepartment(name="另一科", number="HY"))
    with pytest.raises(Invalid):
        await house.dispatch(ADMIN, AddDepartment(name="", number="X"))
    await house.dispatch(ADMIN, EditDepartment(department_id=new, name="核医学中心"))
    assert await listed(number="HY") == ["核医学中心"]
    person_in_it = await add(house, department=new)
    with pytest.raises(StillUsed):
        await house.dispatch(ADMIN, DeleteDepartment(department_id=new))
    await house.dispatch(ADMIN, EditAccount(account_id=person_in_it, department=""))
    await house.dispatch(ADMIN, DeleteDepartment(department_id=new))
    assert await listed(number="HY") == []


async def test_a_regional_administrator_manages_the_people_below_him_only(house: House) -> None:
    region = await found(house, kind="regional", login="region1", name="北区卫健委")
    inside = await found(
        house,
        replace(PLATFORM, reads=PLATFORM.reads | {region.institution_id}),
        parent_id=region.institution_id,
        login="inside1",
        name="北区医院",
    )
    async with front(house) as client:
        await enter(client, "region1", "abcdef")
        new = {"login": "below1", "name": "赵下级", "password": FIRST, "confirmation": FIRST, "roles": ["doctor"]}
        status, added = await ask(client, "access/add-account", **new, institution=inside.institution_id)
        assert status == 200
        assert (await ask(client, "access/add-account", **{**new, "login": "demo1"}, institution="demo"))[0] == 404
        demos = await account_id(house, "doctor")
        for name in ("enable-account", "mask-account"):
            fields = {"enabled": False} if name == "enable-account" else {"masked": True}
            assert (await ask(client, f"access/{name}", account_id=added, **fields))[0] == 200
            assert (await ask(client, f"access/{name}", account_id=demos, **fields))[0] == 404
