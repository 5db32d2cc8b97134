"""Registration management (RIS-070 ... RIS-073): the filters, the pages, and what is found by what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domains.registration.commands.moves import CancelRegistration
from domains.registration.queries import managing
from domains.registration.queries.managing import ListRegistrations, RegistrationPage
from hub.errors import Invalid
from hub.house import House
from tests.domains.registration.desk import CT, MR, REGISTRAR, form, receive, register
from tests.domains.registration.test_orders import orm
from tests.kit.clock import MORNING, StillClock

HOUR = timedelta(hours=1)


async def _list(house: House, **fields: Any) -> RegistrationPage:
    page: RegistrationPage = await house.dispatch.ask(REGISTRAR, ListRegistrations(**fields))
    return page


async def _names(house: House, **fields: Any) -> list[str]:
    return [row.name for row in (await _list(house, **fields)).rows]


async def _state(house: House, name: str, state: str) -> None:
    async with house.engine.begin() as db:
        change = sa.text("update registration_registrations set state = :state where name = :name")
        await db.execute(change, {"state": state, "name": name})


@pytest.mark.covers("RIS-043", "RIS-070")
async def test_by_default_it_shows_all_who_were_registered_today(house: House, clock: StillClock) -> None:
    done = await register(house, patient=form("今天"))
    assert await _names(house) == ["今天", "龙泽宇", "韦冬梅"]
    await house.dispatch(REGISTRAR, CancelRegistration(registration_id=done.registration_id))
    assert "今天" in await _names(house)
    clock.forward(hours=24)
    assert await _names(house) == []
    await register(house, patient=form("明天"))
    assert await _names(house) == ["明天"]


@pytest.mark.covers("RIS-071")
async def test_the_status_filter(house: House) -> None:
    for name, state in (("写着", "diagnosing"), ("写完", "completed"), ("取消", "cancelled"), ("查完", "examined")):
        await register(house, patient=form(name))
        await _state(house, name, state)
    assert await _names(house, status="registered") == ["查完", "龙泽宇", "韦冬梅"]
    assert await _names(house, status="diagnosing") == ["写着"]
    assert await _names(house, status="completed") == ["写完"]
    assert await _names(house, status="cancelled") == ["取消"]
    assert len(await _names(house, status="all")) == 6


@pytest.mark.covers("RIS-072")
async def test_filters_are_combined_and_the_order_number_is_exact(house: House, clock: StillClock) -> None:
    await receive(house, orm(number="HIS77").encode())
    await register(house, patient=form("赵一"), pre_exam_time=MORNING + 5 * HOUR)
    clock.forward(hours=2)
    await register(house, patient=form("赵二"), room_id="mr1", items=(MR,))
    since = {"registered_from": MORNING + HOUR}
    assert await _names(house, **since) == ["赵二"]
    assert await _names(house, registered_until=MORNING + HOUR, name="赵") == ["赵一"]
    assert await _names(house, exam_from=MORNING + 4 * HOUR, exam_until=MORNING + 6 * HOUR) == ["赵一"]
    assert await _names(house, exam_type="MR", name="赵") == ["赵二"]
    assert await _names(house, part="胸部", name="赵") == ["赵一"]
    assert await _names(house, part="胸部", exam_type="MR") == []
    async with house.engine.begin() as db:
        await db.execute(sa.text("update registration_registrations set order_no = 'HIS77' where name = '赵一'"))
    clock.forward(hours=48)  # an order number is looked for on all days
    assert await _names(house, order_no="HIS77") == ["赵一"]
    assert await _names(house, order_no="HIS7") == []
    assert await _names(house, name="赵") == []
    assert await _names(house, name="赵", registered_from=MORNING) == ["赵二", "赵一"]


@pytest.mark.parametrize("few", [5_000, 2])
async def test_pages_follow_each_other_by_either_way_of_finding(
    house: House, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """``few``: rows that are gathered; with 2 the list is walked along the time."""
    monkeypatch.setattr(managing, "FEW", few)
    for n in range(7):
        await register(house, patient=form(f"页{n}"))
    seen: list[str] = []
    cursor = ""
    while True:
        page = await _list(house, name="页", limit=3, cursor=cursor)
        seen += [row.name for row in page.rows]
        assert page.total == (7 if few > 7 else None)
        if page.next is None:
            break
        cursor = page.next
    assert seen == [f"页{n}" for n in reversed(range(7))]
    with pytest.raises(Invalid):
        await _list(house, cursor="nonsense")


async def test_prices_are_added_up(house: House) -> None:
    await register(house, patient=form("价格"), items=(CT,))
    page = await _list(house, name="价格")
    assert (page.rows[0].total, page.rows[0].items, page.rows[0].parts) == (26000, ("胸部CT平扫",), ("胸部",))
