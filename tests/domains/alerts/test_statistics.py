"""The statistics of alerts, each number counted by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from domains.alerts.commands.handling import AcknowledgeAlerts, CloseAlerts
from domains.alerts.errors import WrongTime
from domains.alerts.queries.statistics import AlertStatistics
from hub.house import House
from realtime_rules.rule import Grouping, Recipient
from tests.domains.alerts.board import DOCTOR, ESCALATING, EVENT, HEAD, RULE, alert_id, finding, fire, found, save
from tests.kit.clock import MORNING, StillClock


@pytest.fixture(autouse=True)
async def ruled(house: House) -> None:
    """The rules to play with are in force."""
    await save(house, RULE, ESCALATING)


async def statistics(house: House, **asked: Any) -> Any:
    window = {"since": MORNING - timedelta(hours=1), "until": MORNING + timedelta(hours=23)}
    return await house.dispatch.ask(HEAD, AlertStatistics(**{**window, **asked}))


@pytest.mark.covers("QC-154", "QC-151")
async def test_how_often_warnings_occur_by_hour_day_level_and_rule(house: House, clock: StillClock) -> None:
    for n in range(3):
        await found(house, finding(f"p{n}"))
    await found(house, finding("high", event={**EVENT, "room_id": "mr1"}))
    clock.forward(hours=2)
    await found(house, finding("other", rule=ESCALATING.code))
    seen = await statistics(house, step="hour")
    assert (seen.total, seen.levels) == (5, {"info": 0, "low": 0, "medium": 4, "high": 1})
    assert [(p.at, p.high, p.medium) for p in seen.pieces] == [(MORNING, 1, 3), (MORNING + timedelta(hours=2), 0, 1)]
    assert [(r.rule, r.zh, r.count, r.share) for r in seen.rules] == [
        (RULE.code, "检查超时预警", 4, 0.8),
        (ESCALATING.code, "无人处理升级", 1, 0.2),
    ]
    (day,) = (await statistics(house)).pieces
    assert day.at == MORNING.replace(hour=16) - timedelta(days=1), "a day is the institution's"
    empty = await statistics(house, since=MORNING + timedelta(hours=20))
    assert (empty.total, empty.pieces, empty.nuisance_share, empty.taken_p50) == (0, (), 0.0, None)


async def test_how_long_until_somebody_took_over_and_what_is_open_the_longest(house: House, clock: StillClock) -> None:
    for n in range(4):
        await found(house, finding(f"p{n}"))
    for n, minutes in enumerate((1, 1, 8)):
        clock.forward(minutes=minutes)
        await house.dispatch(DOCTOR, AcknowledgeAlerts(alert_ids=(await alert_id(house, f"p{n}"),)))
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=(await alert_id(house, "p0"),)))
    seen = await statistics(house)
    assert (seen.taken, seen.taken_p50, seen.taken_p95) == (3, 120, 600)
    assert (seen.open, [o.says_zh for o in seen.oldest]) == (3, ["p1 检查超时", "p2 检查超时", "p3 检查超时"])


async def test_nuisance_is_what_went_by_itself_within_a_minute_or_was_closed_as_such(
    house: House, clock: StillClock
) -> None:
    keys = ("fleeting", "slow", "taken", "marked", "useful")
    for key in keys:
        await found(house, finding(key))
    clock.forward(seconds=30)
    await house.dispatch(DOCTOR, AcknowledgeAlerts(alert_ids=(await alert_id(house, "taken"),)))
    clock.forward(seconds=30)
    await found(house, *(finding(key, holds=False) for key in ("fleeting", "taken")))
    clock.forward(seconds=1)
    await found(house, finding("slow", holds=False))
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=(await alert_id(house, "fleeting"),)))
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=(await alert_id(house, "marked"),), nuisance=True))
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=(await alert_id(house, "useful"),), note="已处理"))
    seen = await statistics(house)
    assert (seen.nuisance, seen.nuisance_share, seen.rules[0].nuisance) == (2, 0.4, 2)


async def test_a_flood_is_more_than_ten_messages_to_one_person_in_ten_minutes(house: House, clock: StillClock) -> None:
    for n in range(10):
        await found(house, finding(f"calm{n}"))
    clock.forward(minutes=10)
    for n in range(11):
        await found(house, finding(f"flood{n}"))
    clock.forward(minutes=40)
    seen = await statistics(house, since=MORNING, until=MORNING + timedelta(days=1))
    (row,) = seen.floods
    assert (row.told, row.busiest, row.flooded) == (21, 11, 1)
    assert row.share == pytest.approx(10 / 50), "of the time that has passed"
    assert (seen.total, seen.told) == (21, 21)


async def test_floods_are_told_person_by_person_the_most_flooded_first(house: House, clock: StillClock) -> None:
    both = tuple(Recipient(kind="role", name=name) for name in ("head", "technician"))
    await save(house, *(msgspec.structs.replace(RULE, code=f"T-{n}", to=both[:n]) for n in (1, 2)))
    for n in range(6):
        await found(house, finding(f"both{n}", rule="T-2"))
    clock.forward(minutes=9)
    for n in range(6):
        await found(house, finding(f"head{n}", rule="T-1"))
    seen = await statistics(house, since=MORNING, until=MORNING + timedelta(days=1))
    assert [(row.told, row.busiest, row.flooded) for row in seen.floods] == [(12, 12, 1), (6, 6, 0)]
    assert seen.floods[0].name == "科室主任老马"


async def test_what_was_told_together_is_one_message(house: House, clock: StillClock) -> None:
    together = msgspec.structs.replace(RULE, code="T-GROUP", group=Grouping(by=(), wait=10))
    await save(house, together)
    await found(house, *(finding(f"p{n}", rule="T-GROUP") for n in range(3)))
    clock.forward(seconds=10)
    await fire(house)
    seen = await statistics(house)
    assert (seen.total, [row.told for row in seen.floods]) == (3, [1])


async def test_windows_have_limits(house: House) -> None:
    for asked in (
        {"until": MORNING - timedelta(hours=1)},
        {"until": MORNING + timedelta(days=401)},
        {"until": MORNING + timedelta(days=40), "step": "hour"},
    ):
        with pytest.raises(WrongTime):
            await statistics(house, **asked)
