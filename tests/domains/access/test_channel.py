"""What open pages hear of people, roles, departments and menus: that something of that name has changed, never what."""

from __future__ import annotations

from domains.access.channel import rights
from domains.access.commands.departments import AddDepartment
from domains.access.commands.menus import AddMenu, DeleteMenu
from domains.access.commands.roles import AddRole
from domains.access.store.roles import MENUS
from hub.house import House
from tests.domains.access.people import PLATFORM, add

PLACE = rights.place("demo", {})


async def versions(house: House, *keys: str) -> dict[str, int]:
    """The versions that are told of these keys; nothing is ever shown of them."""
    async with house.engine.connect() as db:
        rows = await rights.rows(db, PLACE, house.clock(), keys)
    assert all(row.row is None for row in rows)
    return {row.key: row.version for row in rows}


async def test_new_people_roles_and_departments_are_told_of_by_their_ids(house: House) -> None:
    account = await add(house)
    role = await house.dispatch(PLATFORM, AddRole(name="导诊", permissions=()))
    department = await house.dispatch(PLATFORM, AddDepartment(name="急诊科", number="JZ"))
    assert await versions(house, account, role, department) == {account: 1, role: 1, department: 1}


async def test_the_menus_are_one_thing_whose_version_grows_with_every_change(house: House) -> None:
    before = (await versions(house, MENUS))[MENUS]
    menu = await house.dispatch(PLATFORM, AddMenu(kind="workstation", zh="新", en="New"))
    between = (await versions(house, MENUS))[MENUS]
    await house.dispatch(PLATFORM, DeleteMenu(menu_id=menu))
    assert before < between < (await versions(house, MENUS))[MENUS]
