"""Every message arrives once on each of its ways, or on the next one, whatever dies in between."""

from __future__ import annotations

from typing import Any

import pytest

from domains.messages import outbound
from domains.messages.adapters import mail
from domains.messages.adapters.wire import Wire
from domains.messages.channel import inbox
from domains.messages.commands.carrying import EndDelivery
from domains.messages.commands.personal import SaveMyPreference
from domains.messages.commands.reading import MarkRead
from domains.messages.commands.settings import ListAddress, SavePolicy, SaveWay, UnlistAddress
from domains.messages.model import LEASE, MOST_TRIES, Outcome, Policy, Preference, Quiet
from domains.messages.outbound import carry_next, reclaim, take
from domains.messages.public import told_of_alert
from domains.messages.queries.settings import ListListed
from hub.firing import fire_next
from hub.house import House
from hub.levels import Level
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
from tests.kit.house import recorded


class Power(BaseException):
    """The process is killed."""


@pytest.fixture(autouse=True)
async def quiet_house(house: House) -> None:
    await emptied(house)


async def test_a_message_goes_out_on_each_of_its_ways(house: House, wire: Wire, vendors: Vendors) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms", "wecom", "webhook")
    await reached(house, who, wecom="wu")
    message_id = await told(house, who, "sms", "wecom", "webhook")
    assert {state for _, state, _ in await states(house, message_id)} == {"queued"}
    await carried(house, wire)
    assert sorted(await states(house, message_id)) == [
        ("sms", "sent", "OK"),
        ("webhook", "delivered", "http_204"),
        ("wecom", "sent", "0"),
    ]
    assert [(vendor, whom) for vendor, whom, _ in sorted(vendors.delivered, key=lambda d: d[0])] == [
        ("sms", PHONE),
        ("webhook", ""),
        ("wecom", "wu"),
    ]
    (text,) = [what["TemplateParam"] for vendor, _, what in vendors.delivered if vendor == "sms"]
    assert text == '{"text":"危急值：血钾 6.8"}'
    assert not await carry_next(house, wire)


@pytest.mark.covers("TEC-013")
async def test_a_warning_reaches_by_popup_wechat_wecom_sms_and_e_mail(
    house: House, wire: Wire, vendors: Vendors, post: tuple[Post, mail.Settings]
) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "wechat", "wecom", "sms")
    letters, server = post
    given = mailing(server) | {"username": "carewire"}
    await house.dispatch(ADMIN, SaveWay(way="email", enabled=True, settings=given, secrets={"password": "mail-secret"}))
    await reached(house, who, wechat="openid-1", wecom="wu", email="wu@hospital.test")
    message_id = await told(house, who, "wechat", "wecom", "sms", "email")
    place = inbox.place("demo", {"account": who.actor})
    async with house.engine.connect() as db:
        assert message_id in {row.key for row in await inbox.rows(db, place, house.clock(), None)}  # the popup
    await carried(house, wire)
    assert {vendor: whom for vendor, whom, _ in vendors.delivered} == {
        "wechat": "openid-1",
        "wecom": "wu",
        "sms": PHONE,
    }
    assert [envelope.rcpt_tos for envelope in letters.letters] == [["wu@hospital.test"]]
    assert {state for _, state, _ in await states(house, message_id)} == {"sent"}


async def test_the_receipt_is_asked_for(house: House, wire: Wire, vendors: Vendors, clock: StillClock) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms")
    message_id = await told(house, who, "sms")
    await carried(house, wire)
    assert await states(house, message_id) == [("sms", "sent", "OK")]
    clock.forward(seconds=31)
    await carried(house, wire)
    assert await states(house, message_id) == [("sms", "delivered", "DELIVERED")]
    assert len(vendors.delivered) == 1


async def test_a_way_that_fails_falls_over_to_the_next_of_the_order(house: House, wire: Wire, vendors: Vendors) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms", "wecom")
    await reached(house, who, wecom="wu")
    vendors.refusals.append({"errcode": 81013, "errmsg": "all invalid"})
    message_id = await told(house, who, "wecom")
    await carried(house, wire)
    assert await states(house, message_id) == [
        ("wecom", "failed", "81013"),
        ("wechat", "skipped", "not_set_up"),
        ("mini_program", "skipped", "not_set_up"),
        ("sms", "sent", "OK"),
    ]
    failed = [fact.envelope for fact in await recorded(house, "messages.delivery_failed")]
    assert [(fact.key, b'"way":"wecom"' in bytes(fact.body)) for fact in failed] == [(who.actor, True)]


async def test_a_text_message_that_turns_out_not_to_have_arrived_falls_over_too(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms", "wecom")
    await reached(house, who, wecom="wu")
    message_id = await told(house, who, "sms")
    await carried(house, wire)
    vendors.receipts[vendors.delivered[0][2]["OutId"]] = 2
    clock.forward(seconds=31)
    await carried(house, wire)
    assert await states(house, message_id) == [("sms", "failed", "MOBILE_NOT_ON_SERVICE"), ("wecom", "sent", "0")]


async def test_what_the_vendor_wants_later_is_tried_later_and_not_for_ever(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms")
    await house.dispatch(ADMIN, SavePolicy(policy=Policy(order=())))
    vendors.refusals += [{"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发分钟级流控"}] * MOST_TRIES
    message_id = await told(house, who, "sms")
    for tries in range(1, MOST_TRIES + 1):
        await carried(house, wire)
        (row,) = await log(house)
        assert (row.tries, row.reason) == (tries, "触发分钟级流控")
        clock.forward(seconds=1 if tries == 1 else 700)
        if tries == 1:
            assert not await carry_next(house, wire)
            clock.forward(seconds=700)
    assert await states(house, message_id) == [("sms", "failed", "isv.BUSINESS_LIMIT_CONTROL")]
    assert vendors.delivered == []


@pytest.mark.parametrize("dies", ["before", "after"])
@pytest.mark.parametrize("way", ["sms", "wecom", "wechat", "webhook", "mini_program"])
async def test_after_a_kill_in_the_middle_nothing_is_sent_twice(
    house: House, wire: Wire, vendors: Vendors, way: str, dies: str
) -> None:
    """Asked for, repeated under the same number, or left as unknown: never a second message."""
    clock, who = house.clock, await doctor(house)
    assert isinstance(clock, StillClock)
    await set_up(house, vendors, way)
    await house.dispatch(ADMIN, SavePolicy(policy=Policy(order=())))
    if way not in {"sms", "webhook"}:
        await reached(house, who, **{way: "openid-1"})
    message_id = await told(house, who, way)

    async def killed(*_: Any) -> None:
        raise Power

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(outbound, "_reach_out" if dies == "before" else "_end", killed)
        with pytest.raises(Power):
            await carry_next(house, wire)
    assert [state for _, state, _ in await states(house, message_id)] == ["sending"]
    assert not await carry_next(house, wire)  # whoever has it may still be at it
    clock.forward(seconds=LEASE.total_seconds())
    for _ in range(6):
        await carried(house, wire)
        clock.forward(minutes=3)
    ((_, state, _),) = await states(house, message_id)
    got = [vendor for vendor, _, _ in vendors.delivered]
    if way in {"wecom", "wechat", "webhook"}:
        assert (got, state) == ([way], "delivered" if way == "webhook" else "sent")
    elif way == "sms":
        assert (len(got), state) == ((1, "delivered") if dies == "after" else (0, "unknown"))
    else:
        assert (len(got), state) == (1 if dies == "after" else 0, "unknown")


async def test_the_story_of_an_alert_tells_who_was_told_how(house: House, wire: Wire, vendors: Vendors) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "webhook")
    message_id = await told(house, who, "webhook")
    await carried(house, wire)
    await house.dispatch(who, MarkRead(message_ids=(message_id,)))
    async with house.engine.connect() as db:
        (line,) = await told_of_alert(db, "demo", "a1")
        assert await told_of_alert(db, "branch", "a1") == ()
    assert (line.message_id, line.account, line.read_at) == (message_id, who.actor, house.clock())
    assert [(way.way, way.state) for way in line.ways] == [("webhook", "delivered")]


async def test_who_was_thought_dead_has_no_say_any_more(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "webhook")
    message_id = await told(house, who, "webhook")
    slow = await take(house)
    assert slow is not None
    clock.forward(seconds=LEASE.total_seconds())
    await carried(house, wire)
    late = EndDelivery(delivery_id=slow.row.id, lease=slow.lease, outcome=Outcome(state="failed", code="late"))
    await house.dispatch(slow.caller, late)
    assert await states(house, message_id) == [("webhook", "delivered", "http_204")]


async def test_a_restarted_worker_looks_at_once_after_what_it_had(house: House, wire: Wire, vendors: Vendors) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "webhook")
    message_id = await told(house, who, "webhook")
    assert await take(house) is not None
    await reclaim(house)
    await carried(house, wire)
    assert await states(house, message_id) == [("webhook", "delivered", "http_204")]


async def test_a_vendor_that_hangs_up_is_settled_without_a_second_message(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms")
    vendors.silent = 1
    message_id = await told(house, who, "sms")
    await carried(house, wire)
    assert await states(house, message_id) == [("sms", "sending", "no_answer")]
    clock.forward(seconds=6)
    await carried(house, wire)
    assert await states(house, message_id) == [("sms", "delivered", "DELIVERED")]
    assert len(vendors.delivered) == 1


async def test_an_answer_that_nobody_foresaw_is_no_licence_to_send_again(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "mini_program")
    await reached(house, who, mini_program="openid-1")
    await house.dispatch(ADMIN, SavePolicy(policy=Policy(order=())))
    vendors.refusals.append({"errcode": "strange"})
    message_id = await told(house, who, "mini_program")
    await carried(house, wire)
    assert await states(house, message_id) == [("mini_program", "sending", "not_understood")]
    clock.forward(seconds=6)
    await carried(house, wire)
    assert await states(house, message_id) == [("mini_program", "unknown", "no_answer")]


async def test_quiet_hours_hold_back_what_is_not_urgent(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms")
    await house.dispatch(who, SaveMyPreference(preference=Preference(quiet=Quiet("08:00", "10:00"))))
    calm = await told(house, who, "sms", level="medium")
    urgent = await told(house, who, "sms", level="high", once="2")
    seen = await told(house, who, "sms", level="medium", once="3")
    await carried(house, wire)
    assert await states(house, urgent) == [("sms", "sent", "OK")]
    assert await states(house, calm) == [("sms", "queued", "")]
    await house.dispatch(who, MarkRead(message_ids=(seen,)))
    clock.forward(hours=1)
    await carried(house, wire)
    assert await states(house, calm) == [("sms", "sent", "OK")]
    assert await states(house, seen) == [("sms", "skipped", "already_read")]
    assert len(vendors.delivered) == 2


async def test_only_welcome_ways_are_taken(house: House) -> None:
    who = await doctor(house)
    await house.dispatch(who, SaveMyPreference(preference=Preference(by_level={Level.LOW: ("email",)})))
    assert await states(house, await told(house, who, "sms", "email", level="low")) == [("email", "queued", "")]


async def test_lists_hold_back_addresses(house: House, wire: Wire, vendors: Vendors) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms")
    await house.dispatch(ADMIN, ListAddress(kind="black", address=PHONE))
    refused = await told(house, who, "sms")
    await carried(house, wire)
    assert await states(house, refused) == [("sms", "skipped", "black_list")]
    (row,) = await house.dispatch.ask(ADMIN, ListListed())
    assert row.masked == "138****0002"
    await house.dispatch(ADMIN, UnlistAddress(listed_id=row.listed_id))
    await house.dispatch(ADMIN, ListAddress(kind="white", address="13900000000", way="sms"))
    others = await told(house, who, "sms", once="2")
    await carried(house, wire)
    assert await states(house, others) == [("sms", "skipped", "not_on_white_list")]
    await house.dispatch(ADMIN, ListAddress(kind="white", address=PHONE, way="sms"))
    allowed = await told(house, who, "sms", once="3")
    await carried(house, wire)
    assert await states(house, allowed) == [("sms", "sent", "OK")]


async def test_a_way_that_is_switched_off_is_left_out(house: House, wire: Wire, vendors: Vendors) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "wecom")
    await reached(house, who, wecom="wu")
    await house.dispatch(ADMIN, SaveWay(way="wecom", enabled=False, settings={}, secrets={}))
    await house.dispatch(ADMIN, SavePolicy(policy=Policy(order=())))
    message_id = await told(house, who, "wecom")
    await carried(house, wire)
    assert await states(house, message_id) == [("wecom", "skipped", "switched_off")]
    assert await recorded(house, "messages.delivery_failed") == []


async def test_an_important_message_that_stays_unread_is_pushed_a_second_time_then_on_the_next_channel(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    who = await doctor(house)
    await set_up(house, vendors, "sms", "wecom")
    await reached(house, who, wecom="wu")
    message_id = await told(house, who, "wecom", level="medium")
    seen = await told(house, who, "wecom", level="medium", once="2")
    await told(house, who, "wecom", level="low", once="3")
    await carried(house, wire)
    await house.dispatch(who, MarkRead(message_ids=(seen,)))
    assert len(vendors.delivered) == 3
    clock.forward(hours=23, minutes=59)
    assert not await _pushed(house)
    clock.forward(minutes=1)
    assert await _pushed(house)
    await carried(house, wire)
    assert [(vendor, whom) for vendor, whom, _ in vendors.delivered[3:]] == [("wecom", "wu")]  # the same channel
    clock.forward(hours=24)
    assert await _pushed(house)
    await carried(house, wire)
    clock.forward(hours=24)
    assert not await _pushed(house)
    await carried(house, wire)
    sent = [(way, state) for way, state, _ in await states(house, message_id)]
    assert sent[:2] == [("wecom", "sent"), ("wecom", "sent")]
    assert sent[-1] in [("sms", "sent"), ("sms", "delivered")]  # the next channel that works
    assert [vendor for vendor, _, _ in vendors.delivered[4:]] == ["sms"]
    pushed = [fact.envelope.aggregate for fact in await recorded(house, "messages.pushed_again")]
    assert pushed == [message_id, message_id]


async def _pushed(house: House) -> bool:
    """Fire what is due; whether that pushed something again."""
    before = len(await recorded(house, "messages.pushed_again"))
    while await fire_next(house.dispatch):
        continue
    return len(await recorded(house, "messages.pushed_again")) > before
