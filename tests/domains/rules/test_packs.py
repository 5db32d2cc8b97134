"""The rules that the rooms ship, each by what it watches: what happens in the room, and who is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from domains.catalog.resources import charge_item
from domains.gateway import permissions as gateway
from domains.gateway.commands.taking import ReceiveMessage
from domains.rules.commands import SwitchRule
from hub.caller import Caller
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.domains.catalog.sheets import drain, imported, workbook
from tests.domains.gateway.his import adt
from tests.domains.rules.desk import ADMIN
from tests.hub.front import front, sign_in
from tests.kit.clock import StillClock
from tests.kit.house import one
from tests.kit.watching import work_off

LARGE = 501


async def alerts(house: House, rule: str) -> list[str]:
    """What the open alerts of a rule say."""
    query = "select says_zh from alerts_alerts where rule = :rule and holds order by id"
    async with house.engine.connect() as db:
        return list((await db.execute(sa.text(query), {"rule": rule})).scalars())


async def told(house: House, rule: str) -> set[str]:
    """Who has been told by a rule."""
    query = (
        "select a.login from messages_messages m join access_accounts a on a.id = m.account"
        " join alerts_alerts r on r.id = m.about->>'alert_id' where r.rule = :rule"
    )
    async with house.engine.connect() as db:
        return set((await db.execute(sa.text(query), {"rule": rule})).scalars())


async def receive(house: House, block: bytes) -> Any:
    sender: str = await one(house, "select id from gateway_senders where tenant = 'demo'")
    caller = Caller("demo", f"sender:{sender}", frozenset({gateway.RECEIVE.name}), frozenset({"demo"}))
    return await house.dispatch(caller, ReceiveMessage(sender_id=sender, block=block))


@pytest.mark.covers("W-PC-53", "PC-286")
async def test_a_sign_in_from_a_network_never_used_before(house: House) -> None:
    async with front(house, "10.20.3.4") as office, front(house, "10.20.3.99") as next_door:
        await sign_in(office, "doctor")
        await sign_in(next_door, "doctor")
    await work_off(house)
    assert await alerts(house, "W-PC-53") == []
    async with front(house, "203.0.113.7") as far:
        await sign_in(far, "doctor")
    await work_off(house)
    assert await alerts(house, "W-PC-53") == ["诊断医生小吴 从陌生网络登录"]
    assert await told(house, "W-PC-53") == {"admin"}
    ways = "select distinct way from messages_deliveries where topic = 'alerts.alert' order by way"
    async with house.engine.connect() as db:
        assert list((await db.execute(sa.text(ways))).scalars()) == ["sms", "wechat", "wecom"]


@pytest.mark.covers("W-PC-54", "PC-286")
async def test_a_sign_in_at_night(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        await sign_in(client, "doctor")
        await work_off(house)
        assert await alerts(house, "W-PC-54") == []
        clock.forward(hours=14)  # eleven at night
        await sign_in(client, "doctor")
    await work_off(house)
    assert await alerts(house, "W-PC-54") == ["诊断医生小吴 在非常规时间登录"]
    assert await told(house, "W-PC-54") == {"admin"}


@pytest.mark.covers("W-PC-57", "PC-317")
async def test_an_interface_that_has_been_silent_for_half_an_hour(house: House, clock: StillClock) -> None:
    await house.dispatch(ADMIN, SwitchRule(code="W-PC-57", enabled=True, comment="试"))
    assert (await receive(house, adt("A1"))).answer == "AA"
    watch = await work_off(house)
    clock.forward(minutes=29)
    await work_off(house, watch)
    assert await alerts(house, "W-PC-57") == []
    clock.forward(minutes=2)
    await work_off(house, watch)
    (says,) = await alerts(house, "W-PC-57")
    assert "已 30 分钟没有消息" in says
    assert await told(house, "W-PC-57") == {"admin", "operator"}
    await receive(house, adt("A2"))
    await work_off(house, watch)
    assert await alerts(house, "W-PC-57") == []


@pytest.mark.covers("W-PC-58", "PC-317")
async def test_a_message_that_was_refused(house: House) -> None:
    await receive(house, adt("A1", "A04", "PID|1||"))
    await work_off(house)
    (says,) = await alerts(house, "W-PC-58")
    assert "未能处理" in says
    assert await told(house, "W-PC-58") == {"admin", "operator"}


@pytest.mark.covers("W-QC-35", "QC-141")
async def test_an_export_of_more_than_five_hundred_rows(house: House) -> None:
    rows = [[f"T{number:04}", f"项目{number}", "检查费", "CT", 10, "次", ""] for number in range(LARGE)]
    done = await imported(house, charge_item, workbook(rows))
    assert done.counts["added"] == LARGE, done
    kind = shapes_of(charge_item).export
    assert kind is not None
    admin = replace(ADMIN, actor=await one(house, "select id from access_accounts where login = 'admin'"))
    await house.dispatch(admin, kind(code="T0001"))
    await drain(house)
    await work_off(house)
    assert await alerts(house, "W-QC-35") == []
    await house.dispatch(admin, kind(code="T"))
    await drain(house)
    await work_off(house)
    assert await alerts(house, "W-QC-35") == [f"系统管理员 导出了 {LARGE} 条数据（导出收费项目）"]
    assert await told(house, "W-QC-35") == {"admin"}
