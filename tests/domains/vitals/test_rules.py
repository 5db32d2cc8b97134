"""The shipped rules on readings: who is told what, once, whatever dies in between."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from domains.rules.commands import SaveRule
from domains.rules.queries.checks import CheckRule
from domains.vitals.commands.binding import UnbindDevice
from domains.vitals.rules import PACK
from hub.house import House
from hub.levels import Level
from realtime_rules.rule import Rule
from realtime_rules.triggers.reading import Reading
from realtime_rules.triggers.step import Step
from tests.domains.rules.test_packs import alerts, told
from tests.domains.vitals.ward import ADMIN, BAND, DOCTOR, bind, device, reading, record, watched
from tests.kit.clock import StillClock
from tests.kit.house import one

FAST, LOW, SILENT = (rule.code for rule in PACK.rules)


async def level(house: House, rule: str) -> str:
    found: str = await one(house, "select level from alerts_alerts where rule = :rule", rule=rule)
    return found


async def test_a_heart_rate_beyond_its_limits_for_ten_seconds(house: House, clock: StillClock) -> None:
    await record(house, *(reading(second, 150) for second in range(10)))
    watch = await watched(house)
    assert await alerts(house, FAST) == []
    clock.forward(seconds=10)
    await record(house, reading(10, 151))
    await watched(house, watch)
    assert await alerts(house, FAST) == ["ICU-1-01 1 号监护仪：心率 151 次/分"]
    assert await level(house, FAST) == "high"
    assert await told(house, FAST) == {"doctor", "doctor2"}
    clock.forward(seconds=20)
    await record(house, *(reading(second, 100) for second in range(20, 30)))
    await watched(house, watch)
    assert await alerts(house, FAST) == []


async def test_a_heart_rate_too_low_and_an_oxygen_saturation_too_low(house: House, clock: StillClock) -> None:
    clock.forward(seconds=30)
    await record(house, *(reading(second, 40) for second in range(11)))
    await record(house, *(reading(second, 84, "spo2", "%", BAND) for second in range(11)))
    await record(house, *(reading(second, 86, "spo2", "%") for second in range(11)))
    await watched(house)
    assert len(await alerts(house, FAST)) == 1
    assert await alerts(house, LOW) == [" 1 号手环：血氧饱和度 84%"]
    assert await level(house, LOW) == "high"


async def test_a_monitor_that_is_silent_for_a_minute_while_it_measures_somebody(
    house: House, clock: StillClock
) -> None:
    await bind(house)
    await record(house, reading(0, 72), reading(0, 70, code=BAND))
    watch = await watched(house)
    clock.forward(seconds=59)
    await watched(house, watch)
    assert await alerts(house, SILENT) == []
    clock.forward(seconds=1)
    await watched(house, watch)
    assert await alerts(house, SILENT) == ["ICU-1-01 1 号监护仪 已 60 秒没有数据"]
    assert await level(house, SILENT) == "medium"
    await record(house, reading(60, 72))
    await watched(house, watch)
    assert await alerts(house, SILENT) == []
    await house.dispatch(DOCTOR, UnbindDevice(device_id=await device(house)))
    clock.forward(minutes=10)
    await watched(house, watch)
    assert await alerts(house, SILENT) == [], "nobody is measured, and nobody is missed"


async def test_killed_between_readings_nothing_is_lost_and_nothing_found_twice(house: House, clock: StillClock) -> None:
    """A new process goes on where the memory of the last one was kept, even where findings were handed over."""
    for second in range(0, 40, 2):
        clock.forward(seconds=2)
        await record(house, reading(second, 150 if second < 20 else 100))
        await watched(house)
        if second % 6 == 0:
            async with house.engine.begin() as db:
                # It died after the findings were committed and before memory was.
                await db.execute(sa.text("update watch_positions set seq = seq - 1 where shard >= 100 and seq > 0"))
    await watched(house)
    assert await one(house, "select count(*) from alerts_alerts where rule = :rule", rule=FAST) == 1
    assert await one(house, "select max(times) from alerts_alerts where rule = :rule", rule=FAST) == 1
    assert await alerts(house, FAST) == []


def rule(trigger: Reading) -> Rule:
    return Rule(
        code="T-FEVER", zh="发热", en="Fever", trigger=trigger, level=Level.LOW, says_zh="{event.value}", says_en=""
    )


async def test_an_institution_writes_a_rule_on_readings(house: House, clock: StillClock) -> None:
    on = Step(fact="reading.temperature", when="event.value >= 38.5")
    fever = rule(Reading(on=on, until="event.value < 38.0", seconds=600, gap=400))
    await house.dispatch(ADMIN, SaveRule(rule=fever, edition=0))
    clock.forward(minutes=20)
    await record(house, *(reading(300 * n, 39, "temperature", "Cel") for n in range(3)))
    await watched(house)
    assert await alerts(house, "T-FEVER") == ["39"]


@pytest.mark.parametrize(
    ("trigger", "field"),
    [
        ({"on": {"fact": "queue.ticket_called", "when": "event.calls > 1"}}, "trigger.on.fact"),
        ({"on": {"fact": "reading.any", "when": "event.value > 1"}}, "trigger.on.fact"),
        ({"on": {"fact": "reading.spo2", "when": ""}}, "trigger.on.when"),
        ({"on": {"fact": "reading.spo2", "when": "event.volume > 1"}}, "trigger.on.when"),
        ({"on": {"fact": "reading.spo2", "when": "event.value < 85"}, "until": "event.size > 1"}, "trigger.until"),
        ({"on": {"fact": "reading.spo2", "when": "event.value < 85"}, "gap": 0}, "trigger.gap"),
    ],
)
async def test_a_rule_that_cannot_work_says_where(house: House, trigger: dict[str, object], field: str) -> None:
    plain = {"code": "T-1", "zh": "试", "en": "t", "level": "low", "says_zh": "", "says_en": ""}
    checked = await house.dispatch.ask(ADMIN, CheckRule(rule={**plain, "trigger": {"type": "reading", **trigger}}))
    assert [wrong.field for wrong in checked.wrong] == [field]
