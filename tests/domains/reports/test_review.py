"""Final review: the lock of reviewers, editing, passing, returning, abandoning (radiology.md 4.3, 5.3, 5.4)."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domains.critical_values.commands.steps import ConfirmCriticalValue
from domains.messages.queries.centre import ListMessages
from domains.registration.commands.form import Request
from domains.reports.commands.review import (
    AbandonReview,
    PassAndPrint,
    PassReport,
    RejectReport,
    SaveReview,
    StartReview,
    UnlockReview,
)
from domains.reports.commands.writing import SubmitReport
from domains.reports.errors import LockedBy, LockLost, NotWrittenYet, ReasonMissing, WrongState
from domains.reports.model import Content, State
from hub.errors import Forbidden
from hub.house import House
from tests.domains.reports.desk import (
    DONE,
    entered,
    examined,
    live,
    passed,
    reviewing,
    rows,
    shown,
    somebody,
    submitted,
)
from tests.domains.rules.test_packs import alerts
from tests.kit.house import one
from tests.kit.watching import work_off

EDITED = msgspec.structs.replace(DONE, impression="<p>右上肺结节，3 个月后复查。</p>")


@pytest.mark.covers("RIS-240", "RIS-241")
async def test_a_reviewer_enters_what_waits_and_others_are_blocked(house: House) -> None:
    report = await examined(house)
    await submitted(house, report)
    assert [row.report_id for row in await rows(house, statuses=(State.TO_REVIEW,))] == [report]
    reviewer, head = await somebody(house, "reviewer"), await somebody(house, "head")
    stands = await reviewing(house, report, reviewer)
    assert (stands.state, stands.holder_name) == ("reviewing", "审核医生小何")
    row = (await live(house))[report]
    assert (row["state"], row["holder_name"], row["reviewer"]) == ("reviewing", "审核医生小何", "审核医生小何")
    with pytest.raises(LockedBy) as refused:
        await reviewing(house, report, head)
    assert "审核医生小何" in refused.value.detail("zh")
    assert "审核" in refused.value.detail("zh")


@pytest.mark.covers("RIS-242", "RIS-243", "RIS-246")
async def test_another_reviewer_unlocks_and_enters_and_the_content_is_untouched(house: House) -> None:
    report = await examined(house)
    await submitted(house, report)
    reviewer, head = await somebody(house, "reviewer"), await somebody(house, "head")
    stands = await reviewing(house, report, reviewer)
    await house.dispatch(reviewer, SaveReview(report_id=report, revision=stands.revision, content=EDITED))
    freed = await house.dispatch(head, UnlockReview(report_id=report))
    assert (freed.state, freed.holder) == ("reviewing", "")
    with pytest.raises(LockLost):
        await house.dispatch(reviewer, PassReport(report_id=report, revision=freed.revision, content=DONE))
    taken = await reviewing(house, report, head)
    seen = await shown(house, report)
    assert (taken.holder_name, seen.report.reviewer, seen.content) == ("科室主任老马", "科室主任老马", EDITED)


@pytest.mark.covers("RIS-206")
async def test_only_who_has_the_right_of_final_review_reviews_passes_and_rejects(house: House) -> None:
    report = await examined(house)
    await submitted(house, report)
    doctor = await somebody(house)
    full: dict[str, Any] = {"report_id": report, "revision": 1, "content": DONE}
    asked = (StartReview(report_id=report), PassReport(**full), PassAndPrint(**full), RejectReport(**full, reason="改"))
    for one_ in asked:
        with pytest.raises(Forbidden):
            await house.dispatch(doctor, one_)
    assert (await reviewing(house, report)).state == "reviewing"


@pytest.mark.covers("RIS-323", "RIS-324")
async def test_the_reviewer_edits_and_lets_it_pass_and_then_it_is_final(house: House) -> None:
    report = await examined(house)
    await submitted(house, report)
    reviewer = await somebody(house, "reviewer")
    stands = await reviewing(house, report, reviewer)
    done = await house.dispatch(reviewer, PassReport(report_id=report, revision=stands.revision, content=EDITED))
    assert (done.state, done.holder) == ("reviewed", "")
    seen = await shown(house, report)
    assert (seen.content, seen.report.reviewer, seen.report.writer) == (EDITED, "审核医生小何", "诊断医生小吴")
    assert seen.report.reviewed_at == house.clock()
    for again in (entered, reviewing):
        with pytest.raises(WrongState):
            await again(house, report, await somebody(house, "head"))
    with pytest.raises(WrongState):
        await house.dispatch(reviewer, SaveReview(report_id=report, revision=done.revision, content=DONE))


async def test_what_the_reviewer_emptied_does_not_pass(house: House) -> None:
    report = await examined(house)
    await submitted(house, report)
    reviewer = await somebody(house, "reviewer")
    stands = await reviewing(house, report, reviewer)
    with pytest.raises(NotWrittenYet):
        await house.dispatch(reviewer, PassReport(report_id=report, revision=stands.revision, content=Content(hp=True)))
    assert (await shown(house, report)).content == DONE


@pytest.mark.covers("RIS-326")
async def test_returning_needs_a_reason_which_the_report_doctor_is_told_until_it_passes(house: House) -> None:
    report = await examined(house)
    doctor, reviewer = await somebody(house), await somebody(house, "reviewer")
    await submitted(house, report)
    stands = await reviewing(house, report, reviewer)
    full: dict[str, Any] = {"report_id": report, "revision": stands.revision, "content": DONE}
    with pytest.raises(ReasonMissing):
        await house.dispatch(reviewer, RejectReport(**full, reason="  "))
    back = await house.dispatch(reviewer, RejectReport(**full, reason="请测量结节大小"))
    assert (back.state, back.holder) == ("diagnosing", "")
    seen = await shown(house, report)
    assert (seen.rejection, seen.report.writer, seen.report.rejected) == ("请测量结节大小", "诊断医生小吴", True)
    inbox = (await house.dispatch.ask(doctor, ListMessages())).messages
    (message,) = [row for row in inbox if row.topic == "reports.rejected"]
    assert "请测量结节大小" in message.text_zh
    assert "钱*多" in message.text_zh
    assert "Reason: 请测量结节大小" in message.text_en
    # Written anew, handed in, returned once more, and passed in the end.
    for times in (2, 3):
        stands = await entered(house, report, doctor)
        wanted = SubmitReport(report_id=report, revision=stands.revision, content=EDITED)
        assert (await house.dispatch(doctor, wanted)).state == "to_review"
        assert (await shown(house, report)).rejection == ""
        stands = await reviewing(house, report, reviewer)
        full = {"report_id": report, "revision": stands.revision, "content": EDITED}
        if times == 2:
            await house.dispatch(reviewer, RejectReport(**full, reason="再看"))
    assert (await house.dispatch(reviewer, PassReport(**full))).state == "reviewed"
    assert await one(house, "select submissions from reports_reports where id = :r", r=report) == 3


@pytest.mark.covers("RIS-327")
async def test_a_review_that_is_given_up_leaves_what_was_submitted(house: House) -> None:
    report = await examined(house)
    await submitted(house, report)
    reviewer = await somebody(house, "reviewer")
    stands = await reviewing(house, report, reviewer)
    await house.dispatch(reviewer, SaveReview(report_id=report, revision=stands.revision, content=EDITED))
    gone = await house.dispatch(reviewer, AbandonReview(report_id=report))
    assert (gone.state, gone.holder) == ("to_review", "")
    seen = await shown(house, report)
    assert (seen.content, seen.report.reviewer, seen.report.writer) == (DONE, "", "诊断医生小吴")


async def test_a_critical_value_that_the_reviewer_finds_is_told_too(house: House) -> None:
    report = await examined(house)
    found = msgspec.structs.replace(EDITED, critical=True, critical_item="主动脉", critical_value="夹层")
    await submitted(house, report)
    reviewer = await somebody(house, "reviewer")
    stands = await reviewing(house, report, reviewer)
    await house.dispatch(reviewer, PassReport(report_id=report, revision=stands.revision, content=found))
    assert await one(house, "select count(*) from critical_values_values where source = 'ris'") == 1
    other = await examined(house, "二号")
    await passed(house, other, found)
    # Told once when it was submitted, and not again when it passed.
    assert await one(house, "select count(*) from critical_values_values where source = 'ris'") == 2


@pytest.mark.slow
@pytest.mark.covers("RIS-353")
async def test_a_critical_value_alerts_the_requesting_doctor_who_reads_it_back(house: House) -> None:
    second = await somebody(house, "doctor2")
    report = await examined(house, request=Request(requesting_doctor="诊断医生小郑", requesting_department="呼吸内科"))
    found = msgspec.structs.replace(DONE, critical=True, critical_item="气胸", critical_value="右肺压缩70%")
    await submitted(house, report, found)
    watch = await work_off(house)
    assert await alerts(house, "W-QC-01") == ["钱*多 气胸 右肺压缩70% （呼吸内科）"]
    topics = [row.about for row in (await house.dispatch.ask(second, ListMessages())).messages]
    value_id = await one(house, "select id from critical_values_values where source = 'ris'")
    assert any(about.get("value_id") == value_id for about in topics)
    await house.dispatch(second, ConfirmCriticalValue(value_id=value_id, read_back="右肺压缩70%"))
    await work_off(house, watch)
    assert await one(house, "select state from critical_values_values where source = 'ris'") == "confirmed"
