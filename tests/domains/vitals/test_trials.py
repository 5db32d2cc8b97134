"""Back-tests of rules on readings: over what was stored, as the engine would have worked."""

from __future__ import annotations

from datetime import timedelta

from domains.vitals.commands.binding import UnbindDevice
from domains.vitals.rules import PACK
from hub.house import House
from tests.domains.rules.test_trials import tried
from tests.domains.vitals.ward import DOCTOR, bind, device, reading, record
from tests.kit.clock import MORNING, StillClock

FAST, _, SILENT = PACK.rules


async def test_a_rule_on_readings_is_tried_on_the_stored_ones(house: House, clock: StillClock) -> None:
    for start in (0, 600):
        clock.moment = MORNING + timedelta(seconds=start + 30)
        await record(house, *(reading(start + second, 150 if second < 15 else 100) for second in range(30)))
    clock.forward(hours=1)
    found = await tried(house, FAST, days=1)
    second = timedelta(seconds=1)
    assert [(one.at, one.gone_at) for one in found.occasions] == [
        (MORNING + 10 * second, MORNING + 20 * second),
        (MORNING + 610 * second, MORNING + 620 * second),
    ]
    assert (found.facts, found.keys) == (60, 1)
    assert found.occasions[0].says_zh == "ICU-1-01 1 号监护仪：心率 150 次/分"


async def test_facts_and_readings_are_tried_in_the_order_in_which_they_came(house: House, clock: StillClock) -> None:
    await bind(house)
    await record(house, reading(0, 72))
    clock.forward(seconds=90)
    await record(house, reading(90, 72))
    clock.forward(seconds=30)
    await house.dispatch(DOCTOR, UnbindDevice(device_id=await device(house)))
    clock.forward(hours=1)
    found = await tried(house, SILENT, days=1)
    assert [(one.at, one.gone_at) for one in found.occasions] == [
        (MORNING + timedelta(seconds=60), MORNING + timedelta(seconds=90))
    ], "silent once; and nobody was missed after the device was taken off"
