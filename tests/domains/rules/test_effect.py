"""A change holds in every process at once; one that does not is told of."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from domains.rules.commands import SwitchRule
from domains.rules.effect import Effect
from domains.rules.queries.listing import ListRules
from hub.house import House
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step
from tests.domains.rules.desk import ADMIN, CALLED, HEAD, changed, happened, save
from tests.kit.clock import StillClock
from tests.kit.house import one
from tests.kit.watching import watch_of, work_off


async def effect(house: House) -> Effect:
    found: Effect = (await house.dispatch.ask(HEAD, ListRules())).effect
    return found


async def alerts(house: House, rule: str) -> int:
    query = "select count(*) from alerts_alerts where tenant = 'demo' and rule = :rule"
    return int(await one(house, query, rule=rule))


@pytest.mark.covers("PC-029", "PC-158")
async def test_an_administrators_rule_and_his_threshold_are_effective_at_once(house: House) -> None:
    watch = await work_off(house, watch_of(house))
    await save(house)
    await watch.reload()
    assert (await effect(house)).in_effect
    await happened(house, house.clock(), "t1", calls=2)
    await happened(house, house.clock(), "t2", calls=3)
    await work_off(house, watch)
    assert await alerts(house, CALLED.code) == 1
    lower = Happened(on=Step(fact="queue.ticket_called", when="event.calls >= 2"))
    await save(house, changed(trigger=lower), edition=1)
    await watch.reload()
    await happened(house, house.clock(), "t3", calls=2)
    await work_off(house, watch)
    assert await alerts(house, CALLED.code) == 2


@pytest.mark.covers("PC-298")
async def test_a_change_that_is_not_in_effect_is_told_of(house: House, clock: StillClock) -> None:
    watch = await work_off(house, watch_of(house))
    assert (await effect(house)).in_effect
    clock.forward(seconds=1)
    await save(house)
    soon = await effect(house)
    assert (soon.in_effect, soon.late, soon.pending) == (False, False, (CALLED.code,))
    clock.forward(seconds=11)
    late = await effect(house)
    assert (late.in_effect, late.late) == (False, True)
    clock.forward(minutes=11)
    await work_off(house, watch)  # it looks at the clock, but has not taken up the change
    assert await alerts(house, "W-PC-55") == 1
    await watch.reload()
    again = await effect(house)
    assert (again.in_effect, again.late, again.pending) == (True, False, ())


async def test_a_rule_that_cannot_be_made_ready_is_told_of_with_the_reason(house: House) -> None:
    await save(house)
    async with house.engine.begin() as db:
        broken = "jsonb_set(spec, '{trigger,on,when}', '\"event.gone > 1\"')"
        await db.execute(sa.text(f"update rules_own set spec = {broken} where code = 'T-CALLED'"))
    await house.dispatch(ADMIN, SwitchRule(code="W-QC-01", enabled=False))
    await work_off(house, watch_of(house))
    found = await effect(house)
    assert list(found.wrong) == [CALLED.code]
    assert found.wrong[CALLED.code]


async def test_without_any_process_nothing_is_in_effect(house: House) -> None:
    found = await effect(house)
    assert (found.in_effect, found.processes) == (False, ())
