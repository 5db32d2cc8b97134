"""What operators see: messages by state, sender and time, with the reason; and who may send."""

from __future__ import annotations

import msgspec
import pytest

from channels.channel import Touch
from channels.resources import channel_of
from domains.gateway.commands.senders import AllowSender, ChangeSender, Sender
from domains.gateway.commands.taking import ReplayMessage
from domains.gateway.events import MessageRejected
from domains.gateway.resources import message as messages
from domains.gateway.resources import sender as senders
from domains.lists.queries import DescribePage
from hub.errors import Forbidden
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.domains.gateway.his import adt, message
from tests.domains.gateway.test_taking import OPERATOR, send, sender_id
from tests.kit.clock import StillClock
from tests.kit.house import person, recorded

CHANNEL = channel_of(messages)
LIST, SENDERS = shapes_of(messages).list, shapes_of(senders).list


async def test_messages_are_found_by_state_sender_and_time(house: House, clock: StillClock) -> None:
    refused = await send(house, message("SIU^S12", "R1").encode())
    clock.forward(hours=1)
    since = clock()
    await send(house, adt("A1"))
    await send(house, message("SIU^S12", "R2").encode())

    async def found(**asked: object) -> list[str]:
        return [row.control_id for row in (await house.dispatch.ask(OPERATOR, LIST(**asked))).rows]

    assert await found(state="rejected") == ["R2", "R1"]
    assert set(await found(received_at_from=since)) == {"A1", "R2"}
    assert await found(received_at_until=since, state="rejected") == ["R1"]
    assert await found(control_id="A1") == ["A1"]
    assert await found(sender_id="nobody") == []
    assert set(await found(sender_id=await sender_id(house), limit=200)) >= {"A1", "R1", "R2", "DEMO1"}
    (row,) = (await house.dispatch.ask(OPERATOR, LIST(control_id="R1"))).rows
    assert (row.id, row.sender_name, row.kind, row.state) == (refused.message_id, "演示 HIS", "SIU^S12", "rejected")
    assert (row.reason_zh, row.reason_en) == (
        "不支持的消息类型 SIU^S12。",
        "Messages of the type SIU^S12 are not supported.",
    )
    page = (await house.dispatch.ask(OPERATOR, DescribePage(path="gateway/message"))).description
    assert [f.field.label.zh for f in page.filters] == ["状态", "发送方", "接收时间", "消息控制号"]
    assert (page.may, page.sort) == (("view",), "-received_at")


async def test_the_list_pages_newest_first_and_knows_one_institution(house: House, clock: StillClock) -> None:
    for number in range(8):
        clock.forward(seconds=1)
        await send(house, message("SIU^S12", f"E{number}").encode())
    first = await house.dispatch.ask(OPERATOR, LIST(limit=5))
    assert [row.control_id for row in first.rows] == ["E7", "E6", "E5", "E4", "E3"]
    rest = await house.dispatch.ask(OPERATOR, LIST(cursor=first.next, limit=200))
    assert [row.control_id for row in rest.rows][:3] == ["E2", "E1", "E0"]
    assert "DEMO1" in {row.control_id for row in rest.rows}
    assert (await house.dispatch.ask(person("operator", "branch"), LIST())).rows == ()
    with pytest.raises(Forbidden):
        await house.dispatch.ask(person("doctor"), LIST())


async def test_every_trial_of_a_message_is_told_to_who_looks_at_the_list(house: House) -> None:
    taken = await send(house, message("SIU^S12", "R1").encode())
    place = CHANNEL.place("demo", {})
    for version in (1, 2):
        last = (await recorded(house, "gateway.message_rejected"))[-1]
        told = msgspec.json.decode(last.envelope.body, type=MessageRejected)
        assert list(CHANNEL.touches(told)) == [Touch({}, taken.message_id)]
        async with house.engine.connect() as db:
            (row,) = await CHANNEL.rows(db, place, house.clock(), [taken.message_id])
        assert (row.key, row.version) == (taken.message_id, version)
        await house.dispatch(OPERATOR, ReplayMessage(message_id=taken.message_id))


async def test_a_sender_is_added_and_changed(house: House) -> None:
    given = AllowSender(name="检验系统", application="LIS", addresses=("10.1.2.3", " 10.1.3.0/24 "), charset="gb18030")
    made: Sender = await house.dispatch(OPERATOR, given)
    assert (made.addresses, made.charset, made.enabled) == (("10.1.2.3/32", "10.1.3.0/24"), "gb18030", True)
    change = ChangeSender(sender_id=made.id, name="检验", addresses=("10.9.0.0/16",), enabled=False, charset="auto")
    await house.dispatch(OPERATOR, change)
    rows = {row.name: row for row in (await house.dispatch.ask(OPERATOR, SENDERS())).rows}
    assert set(rows) == {"演示 HIS", "检验"}
    row = rows["检验"]
    assert (row.application, row.facility, row.addresses) == ("LIS", "", "10.9.0.0/16")
    assert (row.charset, row.enabled, row.v) == ("auto", False, 2)
    assert [r.name for r in (await house.dispatch.ask(OPERATOR, SENDERS(enabled=True))).rows] == ["演示 HIS"]
    assert (await house.dispatch.ask(person("operator", "branch"), SENDERS())).rows == ()
