"""Menus as data: declared by the house, rearranged by the platform, seen by those whom they are meant for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from domains.access.commands.menus import AddMenu, DeleteMenu, EditMenu
from domains.access.errors import KindRefused, MenuMisplaced, StillUsed
from domains.access.model.menus import fits
from domains.access.queries.menus import ListMenus, MenuNode, MyMenus, spelled
from domains.access.rights import known, tree
from hub.errors import Invalid, NotFound
from hub.house import House
from tests.kit.house import person, recorded

ADMIN = person("admin")
PAGES = Path(__file__).parents[3] / "web/src/app/staff/pages.ts"


def test_every_page_of_the_staff_app_stands_in_the_navigation() -> None:
    """And every menu leads to a page that there is; what follows a slash is the page's own."""
    pages = set(re.findall(r"{ id: '([a-z-]+)', needs:", PAGES.read_text("utf-8")))
    named = {e.page.partition("/")[0] for e in tree(()).values() if e.page}
    # The message centre hangs on the bell, for everybody.
    assert pages - {"messages"} == named


def test_the_first_level_is_the_five_modules() -> None:
    stations = sorted((e.order, e.zh) for e in tree(()).values() if e.kind == "workstation" and e.id != "more")
    assert [zh for _, zh in stations] == ["资产", "数据", "监控", "业务", "配置"]


def test_a_name_is_found_by_its_pinyin_whole_and_short() -> None:
    assert spelled("账号管理") == "zhanghaoguanli zhgl"
    assert spelled("IP登录") == "ipdenglu idl"


async def rows(house: House, **asked: str) -> dict[str, Any]:
    return {r.id: r for r in (await house.dispatch.ask(ADMIN, ListMenus(**asked))).rows}


def test_what_the_house_declares_keeps_the_levels_and_names_every_right() -> None:
    entries = tree(())
    for entry in entries.values():
        assert fits(entry.kind, entries.get(entry.parent), entries), entry
        assert (entry.kind == "button") == bool(entry.permission), entry
    rights = {p.name for p in known() if "*" not in p.roles and p.roles != ("patient",)}
    assert {e.permission for e in entries.values() if e.permission} == rights


@pytest.mark.covers("ID-716", "AI-729", "AI-728", "AI-731", "ID-717", "ID-719")
async def test_menus_are_added_level_by_level_and_stand_by_their_number(house: House) -> None:
    station = await house.dispatch(ADMIN, AddMenu(kind="workstation", zh="医务", en="Medical", order=5))
    folder = await house.dispatch(ADMIN, AddMenu(kind="directory", parent=station, zh="目录", en="Folder"))
    menu = await house.dispatch(ADMIN, AddMenu(kind="menu", parent=folder, zh="菜单", en="Menu", page="queue"))
    inner = await house.dispatch(ADMIN, AddMenu(kind="menu", parent=menu, zh="下级菜单", en="Inner menu", order=20))
    first = await house.dispatch(ADMIN, AddMenu(kind="menu", parent=menu, zh="靠前", en="Before", order=10))
    button = AddMenu(kind="button", parent=inner, zh="按钮", en="Button", permission="queue.call")
    await house.dispatch(ADMIN, button)
    ids = list(await rows(house, workstation="医务"))
    assert ids[0] == station
    assert ids.index(first) < ids.index(inner)
    wrong = (
        AddMenu(kind="directory", parent=folder, zh="甲", en="A"),
        AddMenu(kind="menu", parent=station, zh="甲", en="A"),
        AddMenu(kind="menu", parent=inner, zh="甲", en="A"),
        AddMenu(kind="button", parent=folder, zh="甲", en="A", permission="queue.call"),
        AddMenu(kind="menu", zh="甲", en="A"),
        AddMenu(kind="menu", parent="nowhere", zh="甲", en="A"),
    )
    for command in wrong:
        with pytest.raises(MenuMisplaced) as refused:
            await house.dispatch(ADMIN, command)
        assert "目录-菜单-菜单-按钮" in refused.value.detail("zh")
    for permission in ("", "no.such_right"):
        with pytest.raises(Invalid):
            await house.dispatch(ADMIN, AddMenu(kind="button", parent=inner, zh="甲", en="A", permission=permission))
    assert (await recorded(house, "access.menus_changed"))[-1].envelope.type == "access.menus_changed"


@pytest.mark.covers("AI-730", "ID-717")
async def test_a_declared_menu_is_renamed_moved_and_hidden_from_lower_levels(house: House) -> None:
    await house.dispatch(ADMIN, EditMenu(menu_id="accounts", zh="人员账号", order=1, level="platform"))
    changed = (await rows(house))["accounts"]
    assert (changed.zh, changed.en, changed.order, changed.level) == ("人员账号", "Accounts", 1, "platform")
    with pytest.raises(MenuMisplaced):
        await house.dispatch(ADMIN, EditMenu(menu_id="accounts", parent="configuration"))
    with pytest.raises(NotFound):
        await house.dispatch(ADMIN, EditMenu(menu_id="nowhere", zh="某"))


@pytest.mark.covers("AI-732", "ID-717")
async def test_only_what_has_nothing_below_it_is_deleted(house: House) -> None:
    with pytest.raises(StillUsed):
        await house.dispatch(ADMIN, DeleteMenu(menu_id="departments"))
    for menu_id in ("departments.access.departments", "departments.access.edit_departments", "departments"):
        await house.dispatch(ADMIN, DeleteMenu(menu_id=menu_id))
    assert "departments" not in await rows(house)


@pytest.mark.covers("ID-718")
async def test_menus_are_found_by_workstation_and_by_name(house: House) -> None:
    found = await rows(house, menu="账号")
    assert {"configuration", "people", "accounts"} <= set(found)
    assert "roles" not in found
    assert {r.kind for r in (await rows(house, workstation="配置")).values()} >= {"workstation", "directory", "menu"}
    assert await rows(house, workstation="没有") == {}


async def test_the_tree_is_the_platforms(house: House) -> None:
    for command in (
        AddMenu(kind="workstation", zh="甲", en="A"),
        EditMenu(menu_id="roles", zh="甲"),
        DeleteMenu(menu_id="x"),
    ):
        with pytest.raises(KindRefused):
            await house.dispatch(person("admin", "branch"), command)


async def test_everybody_navigates_by_his_own_rights(house: House) -> None:
    def ids(nodes: tuple[MenuNode, ...]) -> set[str]:
        return {n.id for n in nodes}.union(*(ids(n.children) for n in nodes))

    head = ids((await house.dispatch.ask(person("head"), MyMenus())).nodes)
    assert {"departments", "departments.access.departments"} <= head
    assert {"accounts", "departments.access.edit_departments"}.isdisjoint(head)
