"""Tenants that wait for their set-up on site."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domains.access.commands.tenants import EditTenant
from domains.access.queries.implementations import ImplementationRow, ListImplementations
from hub.caller import Caller
from hub.house import House
from hub.resources.errors import BadCursor
from tests.domains.access.people import PLATFORM, found
from tests.kit.clock import StillClock


async def listed(house: House, caller: Caller, **asked: object) -> list[ImplementationRow]:
    page = await house.dispatch.ask(caller, ListImplementations(**asked))  # type: ignore[arg-type]
    return list(page.rows)


@pytest.mark.covers("AI-738")
async def test_a_new_tenant_that_needs_implementation_adds_a_row_to_install(house: House, clock: StillClock) -> None:
    await found(house, login="without1", name="无需实施医院")
    first = await found(house, implement=True, region="上海")
    clock.forward(hours=1)
    second = await found(house, implement=True, login="second1", name="第二医院")
    admin = replace(PLATFORM, reads=PLATFORM.reads | {first.institution_id, second.institution_id})
    rows = await listed(house, admin)
    assert [(row.id, row.state) for row in rows] == [
        (first.institution_id, "to_install"),
        (second.institution_id, "to_install"),
    ]
    assert (rows[0].name, rows[0].short_name, rows[0].region) == ("新城医院", "新城院", "上海")
    await house.dispatch(admin, EditTenant(institution_id=first.institution_id, name="新城人民医院"))
    assert (await listed(house, admin))[0].name == "新城人民医院"
    assert [row.id for row in await listed(house, admin, name="人民")] == [first.institution_id]
    assert await listed(house, PLATFORM) == []


async def test_the_list_is_about_the_last_week_unless_more_is_asked_for(house: House, clock: StillClock) -> None:
    tenant = await found(house, implement=True)
    admin = replace(PLATFORM, reads=PLATFORM.reads | {tenant.institution_id})
    begun = clock()
    clock.forward(days=7)
    assert len(await listed(house, admin)) == 1
    clock.forward(seconds=1)
    assert await listed(house, admin) == []
    assert len(await listed(house, admin, since=begun)) == 1
    assert len(await listed(house, admin, until=begun)) == 1
    assert await listed(house, admin, until=clock(), since=clock()) == []


async def test_it_goes_on_page_by_page(house: House, clock: StillClock) -> None:
    tenants = []
    for number in range(3):
        tenants.append((await found(house, implement=True, login=f"tenant{number}")).institution_id)
        clock.forward(seconds=1)
    admin = replace(PLATFORM, reads=PLATFORM.reads | set(tenants))
    first = await house.dispatch.ask(admin, ListImplementations(size=2))
    assert [row.id for row in first.rows] == tenants[:2]
    rest = await house.dispatch.ask(admin, ListImplementations(size=2, cursor=first.cursor))
    assert ([row.id for row in rest.rows], rest.cursor) == (tenants[2:], None)
    with pytest.raises(BadCursor):
        await house.dispatch.ask(admin, ListImplementations(cursor="nonsense"))
