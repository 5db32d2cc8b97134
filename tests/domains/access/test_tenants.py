"""Institutions below one's own: what founding makes, who may found which, and how they end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domains.access.commands.roles import EditRole
from domains.access.commands.tenants import (
    DeleteTenant,
    EditTenant,
    EnableTenant,
    SetTenantMenus,
    SetTenantValidity,
)
from domains.access.errors import DisableFirst, Kept, KindRefused, OverCeiling, StillUsed
from domains.access.queries.menus import MenuTree, RoleMenus, TenantMenus
from domains.access.queries.people import ListRoles
from domains.access.queries.tenants import ListTenants, ShowTenant
from domains.access.rights import applications
from hub.caller import Caller
from hub.errors import Invalid, NotFound
from hub.firing import fire_next
from hub.house import House
from tests.domains.access.people import PLATFORM, account_id, ask, enter, found, opened
from tests.hub.front import front, sign_in
from tests.kit.clock import StillClock
from tests.kit.house import one, person, recorded


def reading(caller: Caller, *tenants: str) -> Caller:
    return replace(caller, reads=caller.reads | set(tenants))


async def listed(house: House, caller: Caller = PLATFORM, **asked: Any) -> list[str]:
    return [row.name for row in (await house.dispatch.ask(caller, ListTenants(**asked))).rows]


@pytest.mark.covers("AI-701", "AI-721", "ID-702", "ID-705")
async def test_a_new_tenant_has_an_administrator_a_login_address_and_three_roles(house: House) -> None:
    tenant = await found(house)
    caller = reading(PLATFORM, tenant.institution_id)
    roles = (await house.dispatch.ask(caller, ListRoles(institution=tenant.institution_id))).rows
    assert {(r.name, r.enabled, r.users) for r in roles} == {
        ("超级管理员", True, 1),
        ("科室主任", True, 0),
        ("临床医生", True, 0),
    }
    held = {r.name: set(r.permissions) for r in roles}
    assert held["临床医生"] < held["超级管理员"]
    async with front(house) as client:
        answer = await enter(client, "xincheng", "abcdef", tid=tenant.institution_id)
        assert answer.status_code == 200
        assert answer.json()["account"]["roles"] == ["admin"]
        assert answer.json()["institution"]["id"] == tenant.institution_id
        status, page = await ask(client, "access/list-accounts")
        assert (status, [r["login"] for r in page["rows"]]) == (200, ["xincheng"])
    row = await house.dispatch.ask(caller, ShowTenant(institution_id=tenant.institution_id))
    assert (row.parent_id, row.account) == ("demo", "xincheng")


async def test_the_login_address_ends_in_the_generated_code(house: House) -> None:
    first, second = await found(house), await found(house, login="another")
    assert first.institution_id != second.institution_id
    assert first.login_address.rpartition("tid=")[2] == first.institution_id
    row = await house.dispatch.ask(
        reading(PLATFORM, first.institution_id), ShowTenant(institution_id=first.institution_id)
    )
    assert row.login_address == first.login_address == f"/?tid={first.institution_id}"


@pytest.mark.covers("AI-705")
@pytest.mark.parametrize(
    ("field", "value", "zh"),
    [
        ("name", "新城", "机构名称需要 3-20 个字符"),
        ("name", "新" * 21, "机构名称需要 3-20 个字符"),
        ("short_name", "新", "机构简称需要 3-10 个字符"),
        ("short_name", "新" * 11, "机构简称需要 3-10 个字符"),
        ("login", "ab", "账号需要 3-20 个字符"),
        ("login", "a" * 21, "账号需要 3-20 个字符"),
        ("login", "账号abc", "不能包含中文字符"),
        ("password", "abcde", "需要 6-12 位"),
        ("password", "a" * 13, "需要 6-12 位"),
        ("password", "密码abcdef", "不能包含中文字符"),
    ],
)
async def test_a_tenants_fields_have_limits(house: House, field: str, value: str, zh: str) -> None:
    with pytest.raises(Invalid) as refused:
        await found(house, **{field: value})
    assert zh in refused.value.detail("zh")
    assert refused.value.fields[0].field == field
    limits = {"name": "新" * 20, "short_name": "新" * 10, "login": "a" * 20, "password": "a" * 12}
    await found(house, **limits)
    await found(house, name="新城院", short_name="新城院", login="abc", password="abcdef")


@pytest.mark.covers("AI-702")
async def test_who_founds_which_and_who_sees_tenants_at_all(house: House) -> None:
    region = await found(house, kind="regional", login="region1", name="北区卫健委")
    regional = Caller(region.institution_id, "r", PLATFORM.permissions, frozenset({region.institution_id}))
    inside = await found(house, regional, login="inside1", name="北区医院")
    with pytest.raises(KindRefused):
        await found(house, regional, kind="regional", login="other1")
    ordinary = Caller(inside.institution_id, "o", PLATFORM.permissions, frozenset({inside.institution_id}))
    with pytest.raises(KindRefused):
        await found(house, ordinary, login="other1")
    async with front(house) as client:
        await enter(client, "inside1", "abcdef")
        # The administrator of an ordinary tenant, who holds everything else.
        assert (await ask(client, "access/list-tenants"))[0] == 403
        assert (await ask(client, "access/list-accounts"))[0] == 200
    async with front(house) as client:
        await enter(client, "region1", "abcdef")
        status, page = await ask(client, "access/list-tenants")
        assert (status, {r["name"] for r in page["rows"]}) == (200, {"北区卫健委", "北区医院"})
        assert page["may_found"] == ["ordinary"]
    async with front(house) as client:
        await sign_in(client, "admin")
        _, page = await ask(client, "access/list-tenants")
        assert {"示范医院", "示范医院东院区", "北区卫健委", "北区医院"} == {r["name"] for r in page["rows"]}


@pytest.mark.covers("ID-701", "AI-703")
async def test_tenants_are_found_by_every_filter_and_all_without(house: House, clock: StillClock) -> None:
    clock.forward(minutes=1)
    tenant = await found(house, region="上海", hospital_type="综合医院", grade="三级甲等")
    caller = reading(PLATFORM, tenant.institution_id)
    assert (await listed(house, caller))[0] == "新城医院"  # created last
    assert set(await listed(house, caller)) == {"新城医院", "示范医院东院区", "示范医院"}
    for asked in ({"name": "新城"}, {"region": "上海"}, {"hospital_type": "综合医院"}, {"grade": "三级甲等"}):
        assert await listed(house, caller, **asked) == ["新城医院"], asked
    assert await listed(house, caller, region="北京") == []
    await house.dispatch(caller, EnableTenant(institution_id=tenant.institution_id, enabled=False))
    assert await listed(house, caller, state="disabled") == ["新城医院"]
    assert "新城医院" not in await listed(house, caller, state="enabled")


@pytest.mark.covers("ID-703", "AI-706")
async def test_what_is_told_of_a_tenant_changes_its_account_and_type_do_not(house: House) -> None:
    tenant = await found(house)
    caller = reading(PLATFORM, tenant.institution_id)
    await house.dispatch(caller, EditTenant(institution_id=tenant.institution_id, name="新城中心医院", region="上海"))
    row = await house.dispatch.ask(caller, ShowTenant(institution_id=tenant.institution_id))
    assert (row.name, row.short_name, row.region) == ("新城中心医院", "新城院", "上海")
    assert (row.account, row.kind) == ("xincheng", "ordinary")
    assert {"account", "login", "kind"}.isdisjoint(EditTenant.__struct_fields__)
    with pytest.raises(Invalid):
        await house.dispatch(caller, EditTenant(institution_id=tenant.institution_id, name="新城"))


@pytest.mark.covers("ID-707", "OP-703")
async def test_a_disabled_institution_has_nobody_in(house: House) -> None:
    async with front(house) as client, front(house) as again:
        await sign_in(client, "branch-admin")
        await house.dispatch(PLATFORM, EnableTenant(institution_id="branch", enabled=False))
        status, told = await ask(again, "access/sign-in", account="branch-admin", password="Carewire-2026")
        assert (status, told["code"]) == (401, "access.no_longer_valid")
        assert (await client.post("/api/access/refresh", json={})).json()["code"] == "access.no_longer_valid"
        await house.dispatch(PLATFORM, EnableTenant(institution_id="branch", enabled=True))
        assert (await client.post("/api/access/refresh", json={})).status_code == 200
    facts = await recorded(house, "access.institution_changed")
    assert {f.envelope.tenant for f in facts[-2:]} == {"branch"}
    with pytest.raises(Kept):
        await house.dispatch(PLATFORM, EnableTenant(institution_id="demo", enabled=False))


@pytest.mark.covers("SA-007")
async def test_past_its_validity_an_institutions_people_are_out(house: House, clock: StillClock) -> None:
    tenant = await found(house)
    caller = reading(PLATFORM, tenant.institution_id)
    end = SetTenantValidity(institution_id=tenant.institution_id, valid_until=clock.moment.replace(hour=23))
    await house.dispatch(caller, end)
    async with front(house) as client:
        assert (await enter(client, "xincheng", "abcdef")).status_code == 200
        clock.moment = clock.moment.replace(hour=23)
        # At that moment a timer tells the open connections.
        before = len(await recorded(house, "access.institution_changed"))
        while await fire_next(house.dispatch):
            continue
        assert len(await recorded(house, "access.institution_changed")) == before + 1
        assert (await client.post("/api/access/refresh", json={})).json()["code"] == "access.no_longer_valid"
        assert (await enter(client, "xincheng", "abcdef")).json()["code"] == "access.no_longer_valid"


@pytest.mark.covers("AI-714")
async def test_only_a_disabled_tenant_without_others_below_is_deleted(house: House) -> None:
    tenant = await found(house, kind="regional")
    caller = reading(PLATFORM, tenant.institution_id)
    with pytest.raises(DisableFirst):
        await house.dispatch(caller, DeleteTenant(institution_id=tenant.institution_id))
    below = await found(house, caller, parent_id=tenant.institution_id, login="below1", name="下级医院")
    await house.dispatch(caller, EnableTenant(institution_id=tenant.institution_id, enabled=False))
    with pytest.raises(StillUsed):
        await house.dispatch(caller, DeleteTenant(institution_id=tenant.institution_id))
    wide = reading(caller, below.institution_id)
    await house.dispatch(wide, EnableTenant(institution_id=below.institution_id, enabled=False))
    await house.dispatch(wide, DeleteTenant(institution_id=below.institution_id))
    await house.dispatch(wide, DeleteTenant(institution_id=tenant.institution_id))
    assert set(await listed(house, wide)) == {"示范医院东院区", "示范医院"}
    with pytest.raises(NotFound):
        await house.dispatch(wide, EnableTenant(institution_id=tenant.institution_id, enabled=True))


def pages(tree: MenuTree) -> set[str]:
    found: set[str] = set()
    stack = list(tree.nodes)
    while stack:
        node = stack.pop()
        found.add(node.id)
        stack.extend(node.children)
    return found


@pytest.mark.covers("AI-711", "ID-704", "AI-725")
async def test_no_role_holds_more_than_its_institution_may_use(house: House) -> None:
    tenant = await found(house)
    caller = reading(PLATFORM, tenant.institution_id)
    await opened(house, caller, tenant.institution_id, "calling")
    shown = await house.dispatch.ask(caller, TenantMenus(institution_id=tenant.institution_id))
    # By default an ordinary tenant may use everything but tenant and menu management.
    assert "access.edit_accounts" in shown.ticked
    assert {"access.tenants", "access.edit_menus"}.isdisjoint(shown.ticked)
    assert {"tenants", "menu-tree"}.isdisjoint(pages(shown))
    calling = {right.name for right in applications()["calling"].permissions}
    less = tuple(p for p in shown.ticked if p not in calling)
    async with front(house) as client:
        session = (await enter(client, "xincheng", "abcdef")).json()
        assert "queue.call" in session["account"]["permissions"]
        await house.dispatch(caller, SetTenantMenus(institution_id=tenant.institution_id, permissions=less))
        refreshed = (await client.post("/api/access/refresh", json={})).json()
        assert calling.isdisjoint(refreshed["account"]["permissions"])
    own = replace(caller, tenant=tenant.institution_id)
    tree = await house.dispatch.ask(own, RoleMenus(role="head"))
    assert calling.isdisjoint(tree.ticked)
    with pytest.raises(OverCeiling, match="over_ceiling"):
        await house.dispatch(own, EditRole(role_id="head", permissions=("queue.call",)))
    over = SetTenantMenus(institution_id=tenant.institution_id, permissions=("access.tenants",))
    with pytest.raises(OverCeiling):
        await house.dispatch(caller, over)


@pytest.mark.covers("ID-706")
async def test_the_tenants_account_is_changed_from_above(house: House) -> None:
    tenant = await found(house)
    mine = await account_id(house, "xincheng")
    async with front(house) as client:
        await sign_in(client, "admin")
        assert (await ask(client, "access/edit-account", account_id=mine, name="李院长", phone="13900000000"))[0] == 200
        assert (await ask(client, "access/show-account", account_id=mine))[1]["phone"] == "13900000000"
    assert (
        await one(house, "select tenant from hub_audit where command = 'access/edit-account'") == tenant.institution_id
    )


async def test_other_peoples_institutions_are_not_there(house: House) -> None:
    tenant = await found(house)
    stranger = replace(person("admin", "branch"), reads=frozenset({"branch"}))
    for command in (
        EditTenant(institution_id=tenant.institution_id, name="改名医院"),
        EnableTenant(institution_id=tenant.institution_id, enabled=False),
        DeleteTenant(institution_id=tenant.institution_id),
        SetTenantMenus(institution_id=tenant.institution_id, permissions=()),
        SetTenantValidity(institution_id=tenant.institution_id, valid_until=None),
    ):
        with pytest.raises(NotFound):
            await house.dispatch(stranger, command)
    assert await listed(house, stranger) == ["示范医院东院区"]
    with pytest.raises(NotFound):
        await house.dispatch.ask(stranger, ShowTenant(institution_id=tenant.institution_id))
