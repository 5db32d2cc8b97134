"""Writing a report: the lock and who holds it, what is kept, what is required (radiology.md 4.3, 5.3, 5.4)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domains.reports.commands.review import StartReview
from domains.reports.commands.writing import (
    AbandonWriting,
    SaveWriting,
    StartWriting,
    SubmitReport,
    UnlockWriting,
)
from domains.reports.errors import ChangedMeanwhile, LockedBy, LockLost, NotWrittenYet, TooLong, WrongState
from domains.reports.model import Content
from domains.reports.queries.showing import ListRevisions
from hub.errors import Forbidden
from hub.house import House
from tests.domains.reports.desk import DONE, HEAD, REGISTRAR, entered, examined, live, shown, somebody, submitted
from tests.kit.house import one


@pytest.mark.covers("RIS-230")
async def test_entering_locks_the_report_and_shows_the_doctor(house: House) -> None:
    report = await examined(house)
    doctor, second = await somebody(house), await somebody(house, "doctor2")
    stands = await entered(house, report, doctor)
    assert (stands.state, stands.holder, stands.holder_name) == ("diagnosing", doctor.actor, "诊断医生小吴")
    row = (await live(house))[report]
    assert (row["state"], row["holder_name"], row["writer"]) == ("diagnosing", "诊断医生小吴", "诊断医生小吴")
    with pytest.raises(LockedBy) as refused:
        await house.dispatch(second, StartWriting(report_id=report))
    assert "诊断医生小吴" in refused.value.detail("zh")
    assert (await entered(house, report, doctor)).v == stands.v


@pytest.mark.covers("RIS-231", "RIS-232", "RIS-233")
async def test_a_colleague_unlocks_and_enters_and_the_content_is_untouched(house: House) -> None:
    report = await examined(house)
    doctor, second = await somebody(house), await somebody(house, "doctor2")
    stands = await entered(house, report, doctor)
    draft = Content(findings="<p>写了一半</p>")
    await house.dispatch(doctor, SaveWriting(report_id=report, revision=stands.revision, content=draft))
    freed = await house.dispatch(second, UnlockWriting(report_id=report))
    assert (freed.state, freed.holder) == ("diagnosing", "")
    with pytest.raises(LockLost):
        await house.dispatch(doctor, SaveWriting(report_id=report, revision=freed.revision, content=DONE))
    with pytest.raises(LockLost):
        await house.dispatch(doctor, SubmitReport(report_id=report, revision=freed.revision, content=DONE))
    taken = await entered(house, report, second)
    assert (taken.holder_name, taken.revision) == ("诊断医生小郑", freed.revision)
    seen = await shown(house, report)
    assert (seen.report.writer, seen.content) == ("诊断医生小郑", draft)
    # Unlocking what nobody holds changes nothing.
    await house.dispatch(doctor, UnlockWriting(report_id=report))
    assert (await house.dispatch(doctor, UnlockWriting(report_id=report))).holder == ""


@pytest.mark.covers("RIS-205")
async def test_only_who_has_the_report_right_writes_and_submits(house: House) -> None:
    report = await examined(house)
    for caller in (await somebody(house, "reviewer"), REGISTRAR):
        for asked in (
            StartWriting(report_id=report),
            SubmitReport(report_id=report, revision=0, content=DONE),
            SaveWriting(report_id=report, revision=0, content=DONE),
            UnlockWriting(report_id=report),
        ):
            with pytest.raises(Forbidden):
                await house.dispatch(caller, asked)
    assert (await submitted(house, report)).state == "to_review"


@pytest.mark.covers("RIS-321")
async def test_a_draft_is_kept_and_every_version_stays(house: House) -> None:
    report = await examined(house)
    doctor = await somebody(house)
    stands = await entered(house, report, doctor)
    for text in ("一", "二", "二"):
        content = Content(findings=f"<p>{text}</p><script>alert(1)</script>")
        wanted = SaveWriting(report_id=report, revision=stands.revision, content=content)
        stands = await house.dispatch(doctor, wanted)
    seen = await shown(house, report)
    assert (seen.report.state, seen.content.findings, stands.revision) == ("diagnosing", "<p>二</p>", 2)
    kept = await house.dispatch.ask(HEAD, ListRevisions(report_id=report))
    assert [(rev.n, rev.content.findings, rev.actor) for rev in kept] == [
        (1, "<p>一</p>", doctor.actor),
        (2, "<p>二</p>", doctor.actor),
    ]
    assert len({rev.digest for rev in kept}) == 2
    with pytest.raises(sa.exc.DBAPIError, match="only added to"):
        async with house.engine.begin() as db:
            await db.execute(sa.text("delete from reports_revisions"))


@pytest.mark.covers("RIS-230")
async def test_of_two_doctors_who_enter_at_the_same_moment_one_gets_in(house: House) -> None:
    report = await examined(house)
    both = [await somebody(house, login) for login in ("doctor", "doctor2")]
    tries = await asyncio.gather(*(entered(house, report, who) for who in both), return_exceptions=True)
    refused = [one_ for one_ in tries if isinstance(one_, LockedBy)]
    (stands,) = [one_ for one_ in tries if not isinstance(one_, BaseException)]
    assert len(refused) == 1
    assert (await shown(house, report)).report.holder == stands.holder


async def test_two_windows_of_one_doctor_do_not_overwrite_each_other(house: House) -> None:
    report = await examined(house)
    doctor = await somebody(house)
    stands = await entered(house, report, doctor)
    first = SaveWriting(report_id=report, revision=stands.revision, content=Content(findings="<p>甲</p>"))
    await house.dispatch(doctor, first)
    second = SaveWriting(report_id=report, revision=stands.revision, content=Content(findings="<p>乙</p>"))
    with pytest.raises(ChangedMeanwhile):
        await house.dispatch(doctor, second)
    assert (await shown(house, report)).content.findings == "<p>甲</p>"


@pytest.mark.covers("RIS-322")
async def test_submitting_hands_it_to_the_reviewers_and_releases_the_lock(house: House) -> None:
    report = await examined(house)
    stands = await submitted(house, report)
    assert (stands.state, stands.holder) == ("to_review", "")
    seen = await shown(house, report)
    assert (seen.report.state, seen.report.writer, seen.content) == ("to_review", "诊断医生小吴", DONE)
    assert seen.report.submitted_at == house.clock()
    with pytest.raises(WrongState) as refused:
        await entered(house, report)
    assert "待审核" in refused.value.detail("zh")


@pytest.mark.covers("RIS-353", "RIS-354")
async def test_critical_value_and_hp_must_be_chosen(house: House) -> None:
    report = await examined(house)
    doctor = await somebody(house)
    stands = await entered(house, report, doctor)

    async def fields(**content: Any) -> list[str]:
        wanted = SubmitReport(
            report_id=report, revision=stands.revision, content=Content(impression="<p>甲</p>", **content)
        )
        with pytest.raises(NotWrittenYet) as refused:
            await house.dispatch(doctor, wanted)
        return [field.field for field in refused.value.fields]

    assert await fields() == ["content.critical", "content.hp"]
    assert await fields(critical=False) == ["content.hp"]
    assert await fields(hp=True) == ["content.critical"]
    told = ["content.critical_item", "content.critical_value"]
    assert await fields(hp=True, critical=True) == told
    seen = await shown(house, report)
    assert (seen.report.state, seen.report.revision) == ("diagnosing", 0)
    empty = SubmitReport(report_id=report, revision=0, content=Content(impression="<p> </p>", critical=False, hp=True))
    with pytest.raises(NotWrittenYet, match="not_written_yet"):
        await house.dispatch(doctor, empty)


@pytest.mark.covers("RIS-353")
async def test_a_critical_value_is_told_to_the_requesting_doctor_once(house: House) -> None:
    report = await examined(house)
    doctor = await somebody(house)
    async with house.engine.begin() as db:
        asks = sa.text(
            "update reports_reports set requesting_doctor = '诊断医生小郑', requesting_department = '呼吸内科'"
        )
        await db.execute(asks)
    content = Content(
        impression="<p>右侧气胸</p>", critical=True, critical_item="气胸", critical_value="右肺压缩70%", hp=False
    )
    await submitted(house, report, content)
    found = "select count(*) from critical_values_values where source = 'ris' and result_no like :r"
    assert await one(house, found, r=f"{report}%") == 1
    query = "select {} from critical_values_values where source = 'ris'"
    assert await one(house, query.format("item_name || value || level || department")) == "气胸右肺压缩70%1呼吸内科"
    assert await one(house, query.format("doctor")) == "诊断医生小郑"
    assert await one(house, query.format("reported_by")) == doctor.actor


@pytest.mark.covers("RIS-355")
async def test_scores_are_given_by_hand_from_0_to_100(house: House) -> None:
    report = await examined(house)
    await submitted(house, report)
    content = (await shown(house, report)).content
    assert (content.image_score, content.report_score) == (90, 95)
    other = await examined(house, "未评分")
    await submitted(house, other, Content(impression="<p>甲</p>", critical=False, hp=True))
    content = (await shown(house, other)).content
    assert (content.image_score, content.report_score) == (None, None)


@pytest.mark.covers("RIS-327")
async def test_abandoning_empties_the_report_but_no_version_is_lost(house: House) -> None:
    report = await examined(house)
    doctor = await somebody(house)
    stands = await entered(house, report, doctor)
    await house.dispatch(doctor, SaveWriting(report_id=report, revision=stands.revision, content=DONE))
    gone = await house.dispatch(doctor, AbandonWriting(report_id=report))
    assert (gone.state, gone.holder, gone.revision) == ("to_diagnose", "", 2)
    seen = await shown(house, report)
    assert (seen.content, seen.report.writer) == (Content(), "")
    kept = await house.dispatch.ask(HEAD, ListRevisions(report_id=report))
    assert [rev.content for rev in kept] == [DONE, Content()]
    assert (await entered(house, report, await somebody(house, "doctor2"))).state == "diagnosing"


async def test_a_text_beyond_all_measure_is_refused(house: House) -> None:
    report = await examined(house)
    doctor = await somebody(house)
    stands = await entered(house, report, doctor)
    long = SaveWriting(report_id=report, revision=stands.revision, content=Content(findings="<p>" + "长" * 20_000))
    with pytest.raises(TooLong) as refused:
        await house.dispatch(doctor, long)
    assert [field.field for field in refused.value.fields] == ["content.findings"]


async def test_a_head_cannot_review_what_is_not_submitted(house: House) -> None:
    report = await examined(house)
    with pytest.raises(WrongState):
        await house.dispatch(HEAD, StartReview(report_id=report))
