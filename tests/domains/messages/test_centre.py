"""The message centre: one's own messages, once each, until they are seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from channels.channel import Touch
from domains.messages.channel import inbox, outgoing
from domains.messages.commands.announcing import Announce
from domains.messages.commands.reading import MarkRead
from domains.messages.events import DeliveryChanged, MessageSent
from domains.messages.queries.centre import ListMessages, ListTopics, MessagePage
from hub.caller import Caller
from hub.house import House
from hub.levels import Level
from tests.domains.messages.desk import ADMIN, doctor, states, told
from tests.kit.house import recorded


async def page(house: House, who: Caller, **wanted: Any) -> MessagePage:
    found: MessagePage = await house.dispatch.ask(who, ListMessages(**wanted))
    return found


@pytest.fixture
async def who(house: House) -> Caller:
    """The doctor, who has read his welcome."""
    caller = await doctor(house)
    await house.dispatch(caller, MarkRead())
    return caller


async def test_a_message_lies_there_until_it_is_seen(house: House, who: Caller) -> None:
    message_id = await told(house, who)
    assert [m.message_id for m in (await page(house, who, unread=True)).messages] == [message_id]
    place = inbox.place("demo", {"account": who.actor})
    async with house.engine.connect() as db:
        (row,) = await inbox.rows(db, place, house.clock(), None)
    assert (row.key, row.row.title_zh, row.row.pushes) == (message_id, "危急值", 1)
    other = replace(who, actor="somebody else")
    assert (await house.dispatch(other, MarkRead(message_ids=(message_id,)))).count == 0
    assert (await house.dispatch(who, MarkRead(message_ids=(message_id,)))).count == 1
    assert (await house.dispatch(who, MarkRead(message_ids=(message_id,)))).count == 0
    assert (await page(house, who, unread=True)).messages == ()
    assert (await page(house, who)).messages[0].read_at == house.clock()
    async with house.engine.connect() as db:
        assert await inbox.rows(db, place, house.clock(), None) == []
        assert [row.row for row in await inbox.rows(db, place, house.clock(), [message_id])] == [None]


async def test_the_centre_is_searched_by_kind_level_and_whether_read(house: House, who: Caller) -> None:
    await told(house, who, level="low", topic="alerts.alert", once="1")
    await told(house, who, level="high", topic="jobs.done", once="2")
    assert [m.topic for m in (await page(house, who, topic="alerts")).messages] == ["alerts.alert"]
    assert [m.topic for m in (await page(house, who, level=Level.HIGH)).messages] == ["jobs.done"]
    topics = await house.dispatch.ask(who, ListTopics())
    assert [(t.topic, t.messages, t.unread) for t in topics] == [
        ("alerts.alert", 1, 1),
        ("jobs.done", 1, 1),
        ("messages.announcement", 1, 0),
    ]


async def test_the_centre_goes_on_where_a_page_ended(house: House, who: Caller) -> None:
    for number in range(60):
        await told(house, who, once=str(number))
    first = await page(house, who)
    rest = await page(house, who, after=first.after)
    assert (len(first.messages), len(rest.messages), rest.after) == (50, 11, None)
    assert len({m.message_id for m in (*first.messages, *rest.messages)}) == 61


async def test_an_announcement_reaches_everybody_with_a_role_once(house: House, who: Caller) -> None:
    told_of = await house.dispatch(
        ADMIN, Announce(title="停机通知", text="今晚维护", accounts=(who.actor,), roles=("doctor", "head"), once="x")
    )
    assert told_of.count == 3
    again = await house.dispatch(ADMIN, Announce(title="停机通知", text="今晚维护", roles=("doctor",), once="x"))
    assert again.count == 0


async def test_without_ways_nothing_goes_out(house: House, who: Caller) -> None:
    assert await states(house, await told(house, who)) == []


async def test_facts_touch_the_rows_that_they_change(house: House, who: Caller) -> None:
    message_id = await told(house, who, "sms")
    sent = MessageSent(message_id=message_id, account=who.actor, topic="tests.thing", v=1)
    assert list(inbox.touches(sent)) == [Touch({"account": who.actor}, message_id)]
    changed = [
        f for f in await recorded(house, "messages.delivery_changed") if message_id.encode() in bytes(f.envelope.body)
    ]
    fact = DeliveryChanged(
        delivery_id=changed[0].envelope.aggregate,
        message_id=message_id,
        account=who.actor,
        topic="",
        level="high",
        way="sms",
        state="queued",
        v=1,
    )
    assert list(outgoing.touches(fact)) == [Touch({}, changed[0].envelope.aggregate)]
