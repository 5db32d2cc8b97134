"""The rules that this room ships: what happens, when it is told, and to whom."""

from __future__ import annotations

import msgspec
import pytest

from domains.reports.commands.review import PassReport, RejectReport
from domains.reports.commands.writing import AbandonWriting
from domains.reports.rules import DAY
from domains.rules.book import shipped
from hub.house import House
from tests.domains.reports.desk import DONE, entered, examined, passed, reviewing, somebody, submitted
from tests.domains.rules.desk import save
from tests.domains.rules.test_packs import alerts, told
from tests.kit.clock import StillClock
from tests.kit.house import one
from tests.kit.watching import work_off

FRIDAY = 4 * DAY
"""Seconds from the clock's Monday to nine o'clock on Friday."""
MINUTE = 60
QIAN = "钱*多（CT {}）的"


async def named(house: House, report_id: str) -> str:
    """What the alerts call the report."""
    return QIAN.format(await one(house, "select exam_no from reports_reports where id = :r", r=report_id))


async def returned(house: House, report_id: str, score: int | None = 90) -> None:
    """Written, handed in, and sent back."""
    await submitted(house, report_id)
    stands = await reviewing(house, report_id)
    content = msgspec.structs.replace(DONE, report_score=score)
    wanted = RejectReport(report_id=report_id, revision=stands.revision, content=content, reason="请补充")
    await house.dispatch(await somebody(house, "reviewer"), wanted)


@pytest.mark.slow
@pytest.mark.covers("W-QC-10", "QC-029")
async def test_a_report_that_is_not_written_three_working_days_after_its_examination(
    house: House, clock: StillClock
) -> None:
    clock.forward(seconds=FRIDAY)
    report, other = await examined(house), await examined(house, "按时")
    watch = await work_off(house)
    clock.forward(seconds=3 * DAY)
    await submitted(house, other)
    clock.forward(seconds=2 * DAY - MINUTE)
    await work_off(house, watch)
    assert await alerts(house, "W-QC-10") == []  # five days, but the weekend does not count
    clock.forward(seconds=2 * MINUTE)
    await work_off(house, watch)
    assert await alerts(house, "W-QC-10") == [f"{await named(house, report)}检查已完成，报告逾期未提交"]
    assert await told(house, "W-QC-10") == {"doctor", "doctor2"}
    assert await one(house, "select level from alerts_alerts where rule = 'W-QC-10'") == "medium"
    clock.forward(seconds=DAY)
    await work_off(house, watch)
    assert await told(house, "W-QC-10") == {"doctor", "doctor2", "head"}
    await submitted(house, report)
    await work_off(house, watch)
    assert await alerts(house, "W-QC-10") == []


@pytest.mark.covers("W-QC-10", "QC-029")
async def test_whoever_has_entered_is_the_one_to_be_told_and_entering_wins_no_time(
    house: House, clock: StillClock
) -> None:
    report = await examined(house)
    clock.forward(seconds=DAY)
    await entered(house, report)
    clock.forward(seconds=DAY)
    await house.dispatch(await somebody(house), AbandonWriting(report_id=report))
    await entered(house, report, await somebody(house, "doctor2"))
    watch = await work_off(house)
    clock.forward(seconds=DAY + MINUTE)
    await work_off(house, watch)
    assert len(await alerts(house, "W-QC-10")) == 1
    assert await told(house, "W-QC-10") == {"doctor2"}


@pytest.mark.slow
@pytest.mark.covers("W-QC-10")
async def test_holidays_are_no_working_days_and_a_report_given_up_is_every_doctors(
    house: House, clock: StillClock
) -> None:
    clock.forward(days=31)  # Thursday, 2 April 2026; Saturday to Monday is the Qingming festival
    report = await examined(house)
    doctor = await somebody(house)
    await entered(house, report, doctor)
    await house.dispatch(doctor, AbandonWriting(report_id=report))
    watch = await work_off(house)
    clock.forward(seconds=6 * DAY - MINUTE)
    await work_off(house, watch)
    assert await alerts(house, "W-QC-10") == []
    clock.forward(seconds=2 * MINUTE)
    await work_off(house, watch)
    assert await told(house, "W-QC-10") == {"doctor", "doctor2"}


@pytest.mark.covers("QC-029")
async def test_a_returned_report_that_is_not_handed_in_again(house: House, clock: StillClock) -> None:
    report, other = await examined(house), await examined(house, "按时")
    await returned(house, report)
    await returned(house, other)
    watch = await work_off(house)
    clock.forward(seconds=2 * DAY)
    await submitted(house, other)
    clock.forward(seconds=DAY + MINUTE)
    await work_off(house, watch)
    assert await alerts(house, "CW-REPORTS-01") == [f"{await named(house, report)}报告被退回，逾期未重新提交"]
    assert await told(house, "CW-REPORTS-01") == {"doctor"}
    assert await alerts(house, "W-QC-10") == []
    clock.forward(seconds=DAY)
    await work_off(house, watch)
    assert await told(house, "CW-REPORTS-01") == {"doctor", "head"}


@pytest.mark.slow
@pytest.mark.covers("W-QC-11", "QC-030")
async def test_a_report_that_is_not_reviewed_one_working_day_after_it_was_handed_in(
    house: House, clock: StillClock
) -> None:
    clock.forward(seconds=FRIDAY)
    report, other, back = await examined(house), await examined(house, "已审"), await examined(house, "退回")
    await submitted(house, report)
    await passed(house, other)
    await returned(house, back)
    watch = await work_off(house)
    clock.forward(seconds=3 * DAY - MINUTE)
    await work_off(house, watch)
    assert await alerts(house, "W-QC-11") == []  # Monday, one minute before nine
    clock.forward(seconds=2 * MINUTE)
    await work_off(house, watch)
    assert await alerts(house, "W-QC-11") == [f"{await named(house, report)}报告已提交，逾期未审核"]
    assert await told(house, "W-QC-11") == {"reviewer"}
    assert await one(house, "select level from alerts_alerts where rule = 'W-QC-11'") == "medium"
    clock.forward(seconds=DAY)
    await work_off(house, watch)
    assert await told(house, "W-QC-11") == {"reviewer", "head"}
    reviewer = await somebody(house, "reviewer")
    stands = await reviewing(house, report, reviewer)
    await house.dispatch(reviewer, PassReport(report_id=report, revision=stands.revision, content=DONE))
    await work_off(house, watch)
    assert await alerts(house, "W-QC-11") == []


@pytest.mark.slow
@pytest.mark.covers("W-QC-14", "QC-041")
async def test_a_report_that_is_returned_twice_is_told_to_its_writer_and_the_head(house: House) -> None:
    report, other = await examined(house), await examined(house, "一次")
    await returned(house, report)
    await returned(house, other)
    watch = await work_off(house)
    assert await alerts(house, "W-QC-14") == []
    await returned(house, report)
    await work_off(house, watch)
    assert await alerts(house, "W-QC-14") == [f"{await named(house, report)}报告第 2 次被退回"]
    assert await told(house, "W-QC-14") == {"doctor", "head"}
    assert await one(house, "select level from alerts_alerts where rule = 'W-QC-14'") == "medium"
    await passed(house, report)
    await work_off(house, watch)
    assert await alerts(house, "W-QC-14") == []


@pytest.mark.slow
@pytest.mark.covers("QC-041")
@pytest.mark.parametrize("rule", ["CW-REPORTS-03", "CW-REPORTS-02"])
async def test_a_report_scored_below_eighty_is_told_to_its_writer_and_the_head(house: House, rule: str) -> None:
    report, good, unscored = await examined(house), await examined(house, "合格"), await examined(house, "未评")
    for one_of, score in ((report, 79), (good, 80), (unscored, None)):
        if rule == "CW-REPORTS-03":
            await passed(house, one_of, msgspec.structs.replace(DONE, report_score=score))
        else:
            await returned(house, one_of, score)
    await work_off(house)
    done = "报告已审核" if rule == "CW-REPORTS-03" else "报告被退回"
    assert await alerts(house, rule) == [f"{await named(house, report)}{done}，质量评分 79 分，未达标"]
    assert await told(house, rule) == {"doctor", "head"}
    assert await one(house, "select level from alerts_alerts where rule = :rule", rule=rule) == "medium"


@pytest.mark.slow
async def test_an_institution_sets_its_own_time_and_its_own_score(house: House, clock: StillClock) -> None:
    late, poor = shipped()["W-QC-10"], shipped()["CW-REPORTS-03"]
    for rule, own in (
        (late, {"seconds": DAY}),
        (poor, {"on": msgspec.structs.replace(poor.trigger.on, when="event.score < 95")}),  # type: ignore[union-attr]
    ):
        await save(
            house, msgspec.structs.replace(rule, trigger=msgspec.structs.replace(rule.trigger, **own)), edition=1
        )
    report, other = await examined(house), await examined(house, "九十")
    await passed(house, other, msgspec.structs.replace(DONE, report_score=94))
    watch = await work_off(house)
    assert len(await alerts(house, "CW-REPORTS-03")) == 1
    clock.forward(seconds=DAY + MINUTE)
    await work_off(house, watch)
    assert await alerts(house, "W-QC-10") == [f"{await named(house, report)}检查已完成，报告逾期未提交"]
