"""An important message that a patient leaves unread is pushed to him again; staff: test_deliveries.py."""

from __future__ import annotations

import pytest

from domains.access.rights import rights_of
from domains.messages.adapters.wire import Wire
from domains.messages.channel import inbox
from domains.messages.mini_programs import reach
from hub.caller import Caller
from hub.commands import Tx
from hub.firing import fire_next
from hub.house import House
from tests.domains.access.patients import PHONE, registered
from tests.domains.access.people import ask
from tests.domains.messages.desk import ADMIN, carried, emptied, set_up, states, told
from tests.domains.messages.vendors import Vendors
from tests.hub.front import front
from tests.kit.clock import StillClock

OPEN_ID = "openid-9"


async def patient(house: House, account: str) -> Caller:
    """A patient's account, whose mini-program is bound."""
    async with house.engine.begin() as db:
        await reach(Tx(ADMIN, db, house.clock(), secret=house.settings.secret), account, OPEN_ID)
    return Caller("demo", account, rights_of(("patient",)), frozenset({"demo"}))


async def pushes(house: House, who: Caller, message_id: str) -> int | None:
    """Which push of the message stands in his app; None: it is not unread there."""
    async with house.engine.connect() as db:
        place = inbox.place("demo", {"account": who.actor})
        rows = {row.key: row.row for row in await inbox.rows(db, place, house.clock(), None)}
    return rows[message_id].pushes if message_id in rows else None


async def day_later(house: House, wire: Wire, clock: StillClock, hours: float = 24) -> None:
    clock.forward(hours=hours)
    while await fire_next(house.dispatch):
        continue
    await carried(house, wire)


@pytest.mark.slow
@pytest.mark.covers("W-PC-26", "PC-155")
async def test_important_information_that_a_patient_has_not_viewed_is_pushed_a_second_time_then_on_the_next_channel(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    async with front(house) as phone:
        session = await registered(house, phone)
        await emptied(house)  # the code that he registered by
        who = await patient(house, session["account"]["id"])
        await set_up(house, vendors, "mini_program", "sms")
        unread = await told(house, who, "mini_program", level="medium")
        seen = await told(house, who, "mini_program", level="medium", once="2")
        slight = await told(house, who, "mini_program", level="low", once="3")
        await carried(house, wire)
        assert [(vendor, whom) for vendor, whom, _ in vendors.delivered] == [("mini_program", OPEN_ID)] * 3
        assert (await ask(phone, "messages/mark-read", message_ids=[seen]))[0] == 200
    await day_later(house, wire, clock, hours=23.9)
    assert len(vendors.delivered) == 3
    assert await pushes(house, who, unread) == 1
    await day_later(house, wire, clock, hours=0.1)
    assert [(vendor, whom) for vendor, whom, _ in vendors.delivered[3:]] == [("mini_program", OPEN_ID)]
    assert await pushes(house, who, unread) == 2, "his app tells of it again"
    await day_later(house, wire, clock)
    assert [(vendor, whom) for vendor, whom, _ in vendors.delivered[4:]] == [("sms", PHONE)]
    await day_later(house, wire, clock)
    assert len(vendors.delivered) == 5, "two pushes more, and no end of them"
    reached = [way for way, state, _ in await states(house, unread) if state in {"sent", "delivered"}]
    assert reached == ["mini_program", "mini_program", "sms"]
    for other in (seen, slight):
        assert [state for _, state, _ in await states(house, other)] == ["sent"]
    assert await pushes(house, who, slight) == 1


@pytest.mark.slow
async def test_what_may_go_out_on_its_own_ways_only_takes_no_other_when_it_is_pushed_again(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    async with front(house) as phone:
        session = await registered(house, phone)
    await emptied(house)
    who = await patient(house, session["account"]["id"])
    await set_up(house, vendors, "mini_program", "sms")
    await told(house, who, "mini_program", level="medium", alone=True)
    await carried(house, wire)
    for _ in range(3):
        await day_later(house, wire, clock)
    assert {vendor for vendor, _, _ in vendors.delivered} == {"mini_program"}
    assert len(vendors.delivered) == 3
