"""The log of deliveries, as an administrator asks it, and what he does from there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domains.messages.adapters import mail
from domains.messages.adapters.wire import Wire
from domains.messages.commands.carrying import RetryDelivery
from domains.messages.commands.settings import SavePolicy, SaveTemplate, SaveWay
from domains.messages.errors import NotRepeatable
from domains.messages.model import Policy, Template
from domains.messages.queries.outgoing import ShowDelivery
from hub.errors import NotFound
from hub.house import House
from tests.domains.messages.desk import (
    ADMIN,
    PHONE,
    carried,
    doctor,
    emptied,
    log,
    mailing,
    reached,
    set_up,
    states,
    told,
)
from tests.domains.messages.post import Post
from tests.domains.messages.vendors import Vendors
from tests.kit.clock import StillClock
from tests.kit.house import person


@pytest.fixture(autouse=True)
async def quiet_house(house: House) -> None:
    await emptied(house)


@pytest.mark.covers("ID-737")
async def test_the_log_shows_each_delivery_and_no_whole_address(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms")
    vendors.refusals.append({"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": f"{PHONE} invalid mobile number"})
    first = await told(house, who, "sms")
    await carried(house, wire)
    await told(house, who, "sms", once="2")
    clock.forward(seconds=1)
    await carried(house, wire)
    rows = await log(house, way="sms")
    assert [(row.state, row.address, row.template) for row in rows] == [
        ("sent", "138****0002", "通用"),
        ("failed", "138****0002", "通用"),
    ]
    assert rows[1].reason == "… invalid mobile number"
    assert rows[0].account_name == "诊断医生小吴"
    assert [row.message_id for row in await log(house, state="failed")] == [first]
    assert await log(house, template_name="别的") == ()
    assert len(await log(house, template_name="通")) == 2
    clock.forward(days=8)
    assert await log(house) == ()
    for span in ("1m", "3m"):
        assert len(await log(house, span=span, way="sms")) == 2
    began = clock() - timedelta(days=9)
    assert len(await log(house, span="custom", since=began, until=clock(), way="sms")) == 2
    assert await log(house, span="custom", until=began) == ()


@pytest.mark.covers("ID-741")
async def test_the_mail_log_is_asked_by_template_time_and_state(
    house: House, wire: Wire, clock: StillClock, post: tuple[Post, mail.Settings]
) -> None:
    who = await doctor(house)
    _, server = post
    given = mailing(server)
    await house.dispatch(ADMIN, SaveWay(way="email", enabled=True, settings=given, secrets={}))
    template = Template(name="报告邮件", topic="*", way="email", title="[{level}] {title}", text="{text}")
    await house.dispatch(ADMIN, SaveTemplate(template=template, edition=0))
    await reached(house, who, email="wu@hospital.test")
    await told(house, who, "email")
    await carried(house, wire)
    for wanted in ({"template_name": "报告"}, {"state": "sent"}, {"span": "1m"}, {"span": "3m"}, {}):
        assert [row.template for row in await log(house, way="email", **wanted)] == ["报告邮件"]
    assert await log(house, way="email", state="failed") == ()
    clock.forward(days=8)
    assert await log(house, way="email") == ()
    assert len(await log(house, way="email", span="custom", since=clock() - timedelta(days=9))) == 1


async def test_what_failed_can_be_sent_once_more_by_hand(house: House, wire: Wire, vendors: Vendors) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms")
    await house.dispatch(ADMIN, SavePolicy(policy=Policy(order=())))
    vendors.refusals.append({"Code": "isv.OUT_OF_SERVICE", "Message": "no"})
    message_id = await told(house, who, "sms")
    await carried(house, wire)
    (row,) = await log(house)
    operator = person("operator")
    with pytest.raises(NotFound):
        await house.dispatch(person("admin", "branch"), RetryDelivery(delivery_id=row.delivery_id))
    await house.dispatch(operator, RetryDelivery(delivery_id=row.delivery_id))
    await carried(house, wire)
    assert await states(house, message_id) == [("sms", "sent", "OK")]
    assert vendors.delivered[0][2]["OutId"] != row.delivery_id
    with pytest.raises(NotRepeatable):
        await house.dispatch(operator, RetryDelivery(delivery_id=row.delivery_id))
    shown = await house.dispatch.ask(operator, ShowDelivery(delivery_id=row.delivery_id))
    assert shown.state == "sent"
