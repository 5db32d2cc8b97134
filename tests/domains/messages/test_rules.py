"""A channel that fails is itself an alert, until it works again."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from domains.messages.adapters.wire import Wire
from hub.house import House
from tests.domains.messages.desk import carried, doctor, emptied, set_up, told
from tests.domains.messages.vendors import Vendors
from tests.kit.watching import work_off


async def holding(house: House) -> list[str]:
    """What the alerts about channels say."""
    query = "select says_zh from alerts_alerts where rule = 'W-TEC-03' and holds"
    async with house.engine.connect() as db:
        return list((await db.execute(sa.text(query))).scalars())


@pytest.mark.covers("W-TEC-03")
async def test_a_channel_that_fails_is_an_alert_until_it_works_again(
    house: House, wire: Wire, vendors: Vendors
) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms")
    await emptied(house)
    vendors.refusals.append({"Code": "isv.OUT_OF_SERVICE", "Message": "no"})
    await told(house, who, "sms")
    await carried(house, wire)
    watch = await work_off(house)
    assert await holding(house) == ["通道 短信（阿里云） 发送失败（isv.OUT_OF_SERVICE），已改用下一通道"]
    people = "select a.login from messages_messages m join access_accounts a on a.id = m.account"
    async with house.engine.connect() as db:
        heard = await db.execute(sa.text(people + " join alerts_alerts t on t.id = m.about->>'alert_id'"))
        assert set(heard.scalars()) == {"admin", "operator"}
    await emptied(house)
    await told(house, who, "sms", once="2")
    await carried(house, wire)
    await work_off(house, watch)
    assert await holding(house) == []
