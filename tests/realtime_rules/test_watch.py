"""The rules at work on real PostgreSQL: facts in, alerts and messages out, and nothing twice after a crash."""

from __future__ import annotations

import msgspec
import pytest

from domains.queue.commands.calls import CallFirst
from domains.rules.commands import SaveRule
from hub.house import House
from hub.levels import Level
from realtime_rules.rule import Recipient, Rule, Wait
from realtime_rules.triggers.absent import Absent
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step
from tests.kit.clock import StillClock
from tests.kit.house import one, person, recorded
from tests.kit.watching import watch_of

ADMIN = person("admin")
HEAD = person("head")

CALLED = Rule(
    code="T-1",
    zh="有人被呼叫",
    en="Somebody is called",
    trigger=Happened(on=Step(fact="queue.ticket_called")),
    level=Level.MEDIUM,
    says_zh="{event.room_id} 正在呼叫",
    says_en="{event.room_id} is calling",
    to=(Recipient(kind="role", name="head"),),
    escalation=(Wait(after=600, to=(Recipient(kind="role", name="admin"),)),),
)


async def test_a_fact_becomes_an_alert_and_a_message(house: House) -> None:
    await house.dispatch(ADMIN, SaveRule(rule=CALLED, edition=0))
    watch = watch_of(house)
    await house.dispatch(HEAD, CallFirst(room_id="ct1"))
    await watch.handle(await recorded(house))
    assert await one(house, "select count(*) from alerts_alerts where rule = 'T-1'") == 1
    assert await one(house, "select says_zh from alerts_alerts where rule = 'T-1'") == "CT1 室 正在呼叫"
    told = "select login from access_accounts where id = (select account from messages_messages where title_zh = :zh)"
    assert await one(house, told, zh=CALLED.zh) == "head"


async def test_the_same_facts_again_change_nothing(house: House) -> None:
    await house.dispatch(ADMIN, SaveRule(rule=CALLED, edition=0))
    await house.dispatch(HEAD, CallFirst(room_id="ct1"))
    facts = await recorded(house)
    await watch_of(house).handle(facts)
    await watch_of(house).handle(facts)
    assert await one(house, "select count(*) from alerts_alerts where rule = 'T-1'") == 1
    assert await one(house, "select count(*) from messages_messages where title_zh = :zh", zh=CALLED.zh) == 1


async def test_what_did_not_come_in_time_is_found_after_a_restart(house: House, clock: StillClock) -> None:
    late = msgspec.structs.replace(
        CALLED,
        trigger=Absent(
            after=Step(fact="queue.ticket_called"), expected=(Step(fact="queue.exam_started"),), seconds=600
        ),
        key=("ticket_id",),
    )
    await house.dispatch(ADMIN, SaveRule(rule=late, edition=0))
    await house.dispatch(HEAD, CallFirst(room_id="ct1"))
    first = watch_of(house)
    await first.handle(await recorded(house))
    await first.tick()
    assert await one(house, "select count(*) from alerts_alerts where rule = 'T-1'") == 0
    clock.forward(minutes=11)
    await watch_of(house).tick()
    assert await one(house, "select count(*) from alerts_alerts where rule = 'T-1'") == 1


pytestmark = pytest.mark.asyncio
