"""Too many alerts wait for one person or one post: the head hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from domains.alerts.commands.handling import AcknowledgeAlerts, CloseAlerts
from domains.alerts.piles import measure
from hub.house import House
from tests.domains.alerts.board import DOCTOR, alert_id, finding, found, save
from tests.kit.clock import StillClock
from tests.kit.house import one
from tests.kit.watching import work_off


async def piles(house: House) -> dict[str, Any]:
    async with house.engine.connect() as db:
        rows = await measure.read(db, "demo", house.clock())
    return {row.key: row.fields["open"] for row in rows}


async def test_an_alert_waits_for_who_has_it_else_for_all_who_were_told_and_their_post(house: House) -> None:
    await save(house)
    await found(house, finding("p1"), finding("p2"))
    head = await one(house, "select id from access_accounts where tenant = 'demo' and login = 'head'")
    assert await piles(house) == {f"person:{head}": 2, "post:head": 2}
    await house.dispatch(DOCTOR, AcknowledgeAlerts(alert_ids=(await alert_id(house, "p1"),)))
    assert await piles(house) == {f"person:{head}": 1, "post:head": 1, f"person:{DOCTOR.actor}": 1}
    async with house.engine.connect() as db:
        who = {row.key: row.fields["who"] for row in await measure.read(db, "demo", house.clock())}
    assert who["post:head"] == "科室主任"
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=(await alert_id(house, "p1"), await alert_id(house, "p2"))))
    assert await piles(house) == {}


@pytest.mark.slow
@pytest.mark.covers("QC-158", "W-QC-38")
async def test_more_than_ten_open_alerts_of_one_user_warn_the_head_until_they_are_fewer(
    house: House, clock: StillClock
) -> None:
    await save(house)
    watch = await work_off(house)
    await found(house, *(finding(f"p{n}") for n in range(10)))
    clock.forward(minutes=5)
    await work_off(house, watch)
    assert await one(house, "select count(*) from alerts_alerts where rule = 'W-QC-38'") == 0, "ten are not too many"
    await found(house, finding("p10"))
    clock.forward(minutes=5)
    await work_off(house, watch)
    says = "select says_zh from alerts_alerts where rule = 'W-QC-38'"
    head = await one(house, "select name from access_accounts where tenant = 'demo' and login = 'head'")
    assert await one(house, says) == f"{head} 有 11 条预警未处理"
    told = (
        "select string_agg(distinct a.login, ',') from messages_messages m join access_accounts a on a.id = m.account"
        " where m.text_zh like '%11 条预警未处理'"
    )
    assert await one(house, told) == "head"
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=(await alert_id(house, "p10"),)))
    clock.forward(minutes=5)
    await work_off(house, watch)
    assert await one(house, "select holds from alerts_alerts where rule = 'W-QC-38'") is False
