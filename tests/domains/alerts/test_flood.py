"""5,000 alerts in a minute from one broken interface reach people as one; a grave one of a patient still at once."""

from __future__ import annotations

import pytest

from hub.house import House
from hub.levels import Level
from realtime_rules.rule import Grouping, Recipient
from tests.domains.alerts.test_taking_up import found, rule, save, take_up, told
from tests.kit.clock import StillClock
from tests.kit.house import one

TOGETHER = 250
ALL = 5_000


@pytest.mark.slow
async def test_a_broken_interface_is_one_message_and_a_patient_is_not_lost_in_it(
    house: House, clock: StillClock
) -> None:
    broken = rule("NOISE", group=Grouping(by=("room_id",), interval=300))
    grave = rule("GRAVE", level=Level.HIGH, to=(Recipient(kind="role", name="doctor"),))
    await save(house, broken, grave)
    for start in range(0, ALL, TOGETHER):
        numbers = range(start, start + TOGETHER)
        event = {"room_id": "ct1"}
        await take_up(house, *(found(f"k{number}", code="NOISE", event=event) for number in numbers))
        clock.forward(seconds=60 * TOGETHER / ALL)
    await take_up(house, found("patient", code="GRAVE"))
    messages = await told(house)
    assert [login for login, _ in messages] == ["head", "doctor", "doctor2"]
    assert await one(house, "select count(*) from alerts_alerts where told_at is null") == ALL - TOGETHER
