"""Who reaches beyond his rights is told of at once; a script that tries for ever floods nobody."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from hub.caller import Caller
from hub.house import House
from hub.operations import Operations
from hub.refusals import EACH
from tests.domains.rules.test_packs import alerts, told
from tests.hub.front import front, sign_in
from tests.kit.clock import StillClock
from tests.kit.house import one, recorded
from tests.kit.watching import work_off

RULE = "W-QC-34"
DEPARTMENT = {"name": "某科", "number": "M"}


async def refused(client: httpx.AsyncClient, name: str = "access/add-department", **body: Any) -> None:
    """Ask for what one may not."""
    answer = await client.post(f"/api/{name}", json=body or DEPARTMENT)
    assert answer.status_code == 403, answer.text


@pytest.mark.slow
@pytest.mark.covers("W-QC-34", "QC-141")
async def test_out_of_scope_access_reminds_the_administrator_at_once(house: House) -> None:
    async with front(house) as client:
        await sign_in(client, "admin")
        mistaken = await client.post("/api/access/delete-account", json={"account_id": "nobody"})
        assert mistaken.status_code == 404
        assert (await client.post("/api/access/add-department", json=DEPARTMENT)).status_code == 200
        watch = await work_off(house)
        assert await alerts(house, RULE) == [], "nobody has gone beyond his rights"
        await sign_in(client, "doctor")
        await refused(client)
    await work_off(house, watch)
    assert await alerts(house, RULE) == ["诊断医生小吴 越权访问被拒绝：管理科室"]
    assert await one(house, "select level from alerts_alerts where rule = :rule", rule=RULE) == "high"
    assert await told(house, RULE) == {"admin"}
    ways = "select distinct way from messages_deliveries where topic = 'alerts.alert' order by way"
    async with house.engine.connect() as db:
        assert list((await db.execute(sa.text(ways))).scalars()) == ["sms", "wechat", "wecom"]
    entry = "select count(*) from hub_audit where command = 'access/add-department' and outcome = 'forbidden'"
    assert await one(house, entry) == 1


@pytest.mark.slow
async def test_each_account_has_one_alert_however_often_it_tries(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        await sign_in(client, "doctor")
        for _ in range(EACH + 30):
            await refused(client)
        await sign_in(client, "technician")
        await refused(client)
        facts = [fact.envelope for fact in await recorded(house, "audit.access_refused")]
        assert len(facts) == EACH + 1
        await sign_in(client, "doctor")
        clock.forward(minutes=1)
        await refused(client)
    watch = await work_off(house)
    newest = (await recorded(house, "audit.access_refused"))[-1].envelope
    assert f'"times":{EACH + 31}'.encode() in bytes(newest.body), "what was no fact of its own was counted"
    assert len(await alerts(house, RULE)) == 2
    entries = "select count(*) from hub_audit where outcome = 'forbidden'"
    assert await one(house, entries) == EACH + 32, "the audit has each of them"
    # Ten minutes later it is counted anew.
    clock.forward(minutes=11)
    async with front(house) as client:
        await sign_in(client, "doctor")
        await refused(client)
    await work_off(house, watch)
    newest = (await recorded(house, "audit.access_refused"))[-1].envelope
    assert b'"times":1,' in bytes(newest.body)


async def test_a_question_too_many_is_noted_and_only_several_of_them_are_an_alert(house: House) -> None:
    operations = Operations(house.dispatch)
    who = Caller("demo", await one(house, "select id from access_accounts where login = 'doctor'"))
    for count in range(1, 6):
        with pytest.raises(Exception, match="forbidden"):
            await operations.run("access/list-departments", "rest", who, b"{}")
        await work_off(house)
        assert len(await alerts(house, RULE)) == (1 if count == 5 else 0), count
    entries = "select count(*) from hub_audit where command = 'access/list-departments' and outcome = 'forbidden'"
    assert await one(house, entries) == 5
