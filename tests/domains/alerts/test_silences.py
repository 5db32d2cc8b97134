"""What keeps alerts from people: silences and objects out of service, always with an end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domains.alerts.commands.handling import AcknowledgeAlerts
from domains.alerts.commands.silencing import CreateSilence, EndSilence
from domains.alerts.errors import AlreadyOver, WrongTime
from domains.alerts.queries.silences import ListSilences
from domains.alerts.queries.story import ShowAlert
from hub.errors import Forbidden
from hub.house import House
from tests.domains.alerts.board import DOCTOR, ESCALATING, HEAD, RULE, alert_id, finding, fire, found, save
from tests.kit.clock import StillClock
from tests.kit.house import one, recorded


@pytest.fixture(autouse=True)
async def ruled(house: House) -> None:
    """The rules to play with are in force."""
    await save(house, RULE, ESCALATING)


async def silence(house: House, minutes: float = 60, **more: Any) -> str:
    now = house.clock()
    asked = {"kind": "silence", "starts_at": now, "ends_at": now + timedelta(minutes=minutes), "comment": "设备检修"}
    created = await house.dispatch(HEAD, CreateSilence(**{**asked, **more}))
    return str(created.silence_id)


async def told(house: House) -> int:
    return int(await one(house, "select count(*) from messages_messages where topic = 'alerts.alert'"))


async def test_what_is_silenced_is_recorded_with_the_reason_and_told_when_the_silence_is_over(
    house: House, clock: StillClock
) -> None:
    await silence(house, rules=(RULE.code,), about="p1")
    await found(house, finding("p1"), finding("p2"))
    assert await told(house) == 1, "another object is not silenced"
    story = await house.dispatch.ask(HEAD, ShowAlert(alert_id=await alert_id(house, "p1")))
    assert (story.withheld, [line.step for line in story.lines if line.step == "told"]) == ("silenced", [])
    clock.forward(minutes=60)
    await fire(house)
    assert await told(house) == 2
    story = await house.dispatch.ask(HEAD, ShowAlert(alert_id=await alert_id(house, "p1")))
    assert (story.withheld, story.lines[-1].step) == ("", "told")


async def test_ending_it_early_tells_at_once_and_starts_the_clocks_but_not_of_what_somebody_has(
    house: House, clock: StillClock
) -> None:
    that = await silence(house)
    await found(house, finding("p1", rule=ESCALATING.code), finding("p2"))
    await house.dispatch(DOCTOR, AcknowledgeAlerts(alert_ids=(await alert_id(house, "p2"),)))
    await house.dispatch(HEAD, EndSilence(silence_id=that))
    assert await told(house) == 1
    clock.forward(minutes=11)
    await fire(house)
    assert await one(house, "select escalated from alerts_alerts where key = 'p1'") == 1
    with pytest.raises(AlreadyOver):
        await house.dispatch(HEAD, EndSilence(silence_id=that))


async def test_what_another_silence_still_keeps_is_not_told(house: House) -> None:
    first = await silence(house)
    await silence(house, minutes=120, rules=(RULE.code,))
    await found(house)
    await house.dispatch(HEAD, EndSilence(silence_id=first))
    assert await told(house) == 0


async def test_what_went_out_of_service_meanwhile_is_told_when_it_is_back(house: House) -> None:
    first = await silence(house)
    await found(house, finding("p1"))
    repair = await silence(house, minutes=120, kind="out_of_service", about="p1")
    await house.dispatch(HEAD, EndSilence(silence_id=first))
    assert await told(house) == 0
    await house.dispatch(HEAD, EndSilence(silence_id=repair))
    assert await told(house) == 1


async def test_out_of_service_opens_nothing(house: House) -> None:
    await silence(house, kind="out_of_service", about="p1")
    await found(house, finding("p1"), finding("p2"))
    assert await one(house, "select string_agg(key, ',') from alerts_alerts") == "p2"


async def test_it_begins_when_it_begins(house: House, clock: StillClock) -> None:
    await silence(house, minutes=120, starts_at=clock() + timedelta(hours=1))
    await found(house, finding("p1"))
    clock.forward(minutes=61)
    await found(house, finding("p2"))
    assert await one(house, "select string_agg(key || ':' || withheld, ',' order by key) from alerts_alerts") == (
        "p1:,p2:silenced"
    )


async def test_nothing_is_silenced_for_ever_or_backwards(house: House, clock: StillClock) -> None:
    for minutes in (0, -1, 91 * 24 * 60):
        with pytest.raises(WrongTime):
            await silence(house, minutes=minutes)
    with pytest.raises(Forbidden):
        await house.dispatch(
            DOCTOR, CreateSilence(kind="silence", starts_at=clock(), ends_at=clock() + timedelta(hours=1), comment="x")
        )


async def test_the_list_tells_who_why_and_until_when(house: House, clock: StillClock) -> None:
    later = await silence(house, starts_at=clock() + timedelta(hours=1), minutes=180, comment="夜间维护")
    now = await silence(house, minutes=30, rules=(RULE.code,))
    short = await silence(house, minutes=1)
    clock.forward(minutes=2)
    await fire(house)
    listed = (await house.dispatch.ask(HEAD, ListSilences())).silences
    assert [(row.id, row.state) for row in listed] == [(later, "pending"), (now, "active"), (short, "over")]
    assert (listed[0].comment, listed[1].rules, listed[1].by) == ("夜间维护", (RULE.code,), HEAD.actor)
    changes = [f.envelope.aggregate for f in await recorded(house, "alerts.silences_changed")]
    assert changes == [later, now, short, short], "its end is told of too"
