"""Who hears what without asking again, the log, and the earlier examinations."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from channels.channel import Channel
from domains.reports.channel import diagnosis_list, one_report
from domains.reports.commands.review import RejectReport
from domains.reports.commands.writing import SaveWriting, UnlockWriting
from domains.reports.model import Content
from hub.house import House
from tests.domains.registration.desk import REGISTRAR, deltas
from tests.domains.reports.desk import (
    DONE,
    entered,
    examined,
    live,
    passed,
    reviewing,
    shown,
    somebody,
    submitted,
)
from tests.kit.clock import StillClock
from tests.kit.house import recorded


async def _last(house: House) -> int:
    return (await recorded(house))[-1].seq


async def _heard(house: House, after: int, channel: Channel = diagnosis_list, **params: str) -> list[Any]:
    return await deltas(house, channel, after, **params)


@pytest.mark.covers("RIS-204", "RIS-230")
async def test_everybody_at_the_list_sees_a_new_report_and_who_locks_it(house: House) -> None:
    before = await _last(house)
    report = await examined(house, "欧阳若兰")
    (delta,) = await _heard(house, before)
    assert (delta["op"], delta["key"], delta["row"]["state"]) == ("upsert", report, "to_diagnose")
    assert delta["row"]["name"] == "欧**兰"
    before = await _last(house)
    await entered(house, report)
    delta = (await _heard(house, before))[-1]
    assert (delta["row"]["state"], delta["row"]["holder_name"]) == ("diagnosing", "诊断医生小吴")


@pytest.mark.covers("RIS-231", "RIS-242")
async def test_who_loses_the_lock_is_told_on_the_reports_own_channel(house: House) -> None:
    report = await examined(house)
    doctor, second = await somebody(house), await somebody(house, "doctor2")
    await entered(house, report, doctor)
    before = await _last(house)
    await house.dispatch(second, UnlockWriting(report_id=report))
    (delta,) = await _heard(house, before, one_report, report_id=report)
    assert (delta["op"], delta["row"]["holder"], delta["row"]["state"]) == ("upsert", "", "diagnosing")
    before = await _last(house)
    await entered(house, report, second)
    (delta,) = await _heard(house, before, one_report, report_id=report)
    assert (delta["row"]["holder"], delta["row"]["holder_name"]) == (second.actor, "诊断医生小郑")
    fact = (await recorded(house, "reports.unlocked"))[-1]
    assert (fact.envelope.actor, msgspec.json.decode(fact.envelope.body)["holder"]) == (second.actor, doctor.actor)


@pytest.mark.covers("RIS-240")
async def test_reviewers_see_at_once_what_waits_for_them(house: House) -> None:
    report = await examined(house)
    before = await _last(house)
    await submitted(house, report)
    delta = (await _heard(house, before))[-1]
    assert (delta["key"], delta["row"]["state"], delta["row"]["writer"]) == (report, "to_review", "诊断医生小吴")


async def test_the_list_is_of_today_and_of_what_is_under_way(house: House, clock: StillClock) -> None:
    waiting, begun = await examined(house, "没写"), await examined(house, "在写")
    await entered(house, begun)
    done = await examined(house, "写完")
    await passed(house, done)
    assert set(await live(house)) == {waiting, begun, done}
    clock.forward(hours=24)
    assert set(await live(house)) == {begun}
    async with house.engine.connect() as db:
        place = diagnosis_list.place("demo", {})
        found = await diagnosis_list.rows(db, place, house.clock(), [waiting, begun])
    assert {row.key: row.row is None for row in found} == {waiting: True, begun: False}


async def test_only_readers_of_the_institution_join(house: House) -> None:
    report = await examined(house)
    doctor = await somebody(house)
    for channel, params in ((diagnosis_list, {}), (one_report, {"report_id": report})):
        assert channel.admits(doctor, channel.place("demo", params))
        assert not channel.admits(doctor, channel.place("branch", params))
        assert not channel.admits(REGISTRAR, channel.place("demo", params))


@pytest.mark.covers("RIS-379")
async def test_the_operation_log_tells_who_did_what_and_when(house: House, clock: StillClock) -> None:
    report = await examined(house)
    doctor, second = await somebody(house), await somebody(house, "doctor2")
    stands = await entered(house, report, doctor)
    for text in "甲乙丙":
        clock.forward(minutes=1)
        draft = SaveWriting(report_id=report, revision=stands.revision, content=Content(findings=text))
        stands = await house.dispatch(doctor, draft)
    await house.dispatch(second, UnlockWriting(report_id=report))
    await submitted(house, report, who=second)
    reviewer = await somebody(house, "reviewer")
    stands = await reviewing(house, report, reviewer)
    reject = RejectReport(report_id=report, revision=stands.revision, content=DONE, reason="请补充")
    await house.dispatch(reviewer, reject)
    lines = [(line.step, line.who, line.detail) for line in reversed((await shown(house, report)).log)]
    assert lines[1:] == [
        ("writing_started", "诊断医生小吴", {}),
        ("saved", "诊断医生小吴", {}),
        ("unlocked", "诊断医生小郑", {"holder": "诊断医生小吴"}),
        ("writing_started", "诊断医生小郑", {}),
        ("saved", "诊断医生小郑", {}),
        ("submitted", "诊断医生小郑", {}),
        ("review_started", "审核医生小何", {}),
        ("rejected", "审核医生小何", {"reason": "请补充"}),
    ]
    assert (await shown(house, report)).log[0].at == house.clock()


@pytest.mark.covers("RIS-310")
async def test_the_earlier_examinations_of_the_same_patient_are_beside_the_report(
    house: House, clock: StillClock
) -> None:
    card = {"numbers": {"visit_card": "8800017777"}}
    first = await examined(house, "老病人", who=card)
    await passed(house, first)
    clock.forward(hours=24)
    second = await examined(house, "老病人", who=card)
    await examined(house, "老病人")  # the same name, but somebody else
    seen = await shown(house, second)
    (earlier,) = seen.earlier
    assert (earlier.report_id, earlier.state, earlier.writer) == (first, "reviewed", "诊断医生小吴")
    assert (earlier.summary, earlier.items) == ("右上肺结节，建议复查。", ("胸部CT平扫",))
    assert earlier.findings == DONE.findings
    # Drafts are not shown as results.
    await entered(house, second)
    stands = await shown(house, second)
    draft = SaveWriting(report_id=second, revision=stands.report.revision, content=DONE)
    await house.dispatch(await somebody(house), draft)
    (later,) = (await shown(house, first)).earlier
    assert (later.state, later.findings, later.impression) == ("diagnosing", "", "")
