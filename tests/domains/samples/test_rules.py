"""The rules that this room ships: what happens, and who is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domains.rules.commands import SwitchRule
from domains.samples.commands.desk import FillReturnNumber, ResetSample
from domains.samples.commands.review import ApproveChange
from domains.samples.exporting import ExportAttachments
from domains.samples.rules import DAY
from hub.house import House
from hub.jobs.working import work_once
from tests.domains.rules.desk import ADMIN
from tests.domains.rules.test_packs import alerts, told
from tests.domains.samples.desk import BACK, HEAD, asked, passed, patient, submitted
from tests.kit.clock import StillClock
from tests.kit.house import one
from tests.kit.watching import work_off


async def mine_of(house: House) -> list[str]:
    """The open alerts about the patient of these tests: the demo has somebody who waits too."""
    return [says for says in await alerts(house, "W-SS-04") if says.startswith("王")]


@pytest.mark.covers("W-SS-04")
async def test_a_change_request_that_waits_for_a_day_and_for_two(house: House, clock: StillClock) -> None:
    who = await patient(house)
    await asked(house, who)
    watch = await work_off(house)
    clock.forward(seconds=DAY - 60)
    await work_off(house, watch)
    assert await mine_of(house) == []
    clock.forward(seconds=120)
    await work_off(house, watch)
    assert await mine_of(house) == ["王*明 的送检修改申请超过 24 小时未审核"]
    assert await told(house, "W-SS-04") == {"registrar"}
    level = "select level from alerts_alerts where rule = 'W-SS-04' and says_zh like '王%'"
    assert await one(house, level) == "low"
    clock.forward(seconds=DAY)
    await work_off(house, watch)
    assert await told(house, "W-SS-04") == {"registrar", "head"}
    assert await one(house, level) == "medium"
    await house.dispatch(HEAD, ApproveChange(sample_id=who.actor, number=1))
    await work_off(house, watch)
    assert await mine_of(house) == []


@pytest.mark.covers("W-SS-05")
async def test_a_download_that_failed_is_told_to_who_ordered_it_each_time(house: House) -> None:
    await passed(house, await patient(house))
    head = replace(HEAD, actor=await one(house, "select id from access_accounts where login = 'head'"))
    while await work_once(house):
        continue
    await house.dispatch(head, ExportAttachments(scope="filtered", kinds=("form",)))
    assert await work_once(house)
    await work_off(house)
    (says,) = await alerts(house, "W-SS-05")
    assert says == "任务“下载送检附件”失败，请在下载管理中查看原因并重试"
    assert await told(house, "W-SS-05") == {"head"}


@pytest.mark.covers("W-SS-06")
async def test_a_promised_return_that_has_not_gone_out_for_thirty_days(house: House, clock: StillClock) -> None:
    who, other, third = [await patient(house, f"1390000000{number}") for number in (1, 2, 3)]
    assert await one(house, "select count(*) from alerts_alerts where rule = 'W-SS-06'") == 0
    await house.dispatch(ADMIN, SwitchRule(code="W-SS-06", enabled=True, comment="试"))
    for one_of in (who, other, third):
        await submitted(house, one_of)
    await submitted(house, await patient(house, "13900000004"), needs_return=False)
    await house.dispatch(HEAD, FillReturnNumber(sample_id=other.actor, return_no=BACK))
    await house.dispatch(HEAD, ResetSample(sample_id=third.actor))
    watch = await work_off(house)
    clock.forward(seconds=29 * DAY)
    await work_off(house, watch)
    assert await alerts(house, "W-SS-06") == []
    clock.forward(seconds=2 * DAY)
    await work_off(house, watch)
    assert len(await alerts(house, "W-SS-06")) == 1
    assert await told(house, "W-SS-06") == {"registrar"}
    await house.dispatch(HEAD, FillReturnNumber(sample_id=who.actor, return_no=BACK))
    await work_off(house, watch)
    assert await alerts(house, "W-SS-06") == []


@pytest.mark.covers("W-SS-06")
async def test_that_rule_is_off_by_default(house: House, clock: StillClock) -> None:
    who = await patient(house)
    await submitted(house, who)
    watch = await work_off(house)
    clock.forward(seconds=31 * DAY)
    await work_off(house, watch)
    assert await alerts(house, "W-SS-06") == []
