"""The rules that this room ships (post-checkup.md 9.2, W-QC-10, W-QC-11, W-QC-14).

The days are working days: weekends and holidays do not count. The time of a report to be written runs from the end of
its examination, whoever enters meanwhile; whoever has entered is the one to be told.
"""

from __future__ import annotations

from typing import Final

from hub.levels import Level
from realtime_rules.ports import Pack
from realtime_rules.rule import Recipient, Rule, Wait
from realtime_rules.triggers.absent import Absent
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step

DAY: Final = 86_400
_WORKING_DAYS: Final = "working-days"
_WRITER: Final = (Recipient(kind="field", name="writer"),)
_DOCTORS: Final = (Recipient(kind="role", name="doctor"),)
_REVIEWERS: Final = (Recipient(kind="role", name="reviewer"),)
_HEAD: Final = (Recipient(kind="role", name="head"),)
_THE_HEAD_A_DAY_LATER: Final = (Wait(after=DAY, to=_HEAD),)


def _unwritten(code: str, fact: str, zh: str, en: str, says: tuple[str, str], source: str) -> Rule:
    """Three working days from ``fact`` the report is not handed in: its writer is told, while there is none all."""
    return Rule(
        code=code,
        zh=zh,
        en=en,
        trigger=Absent(
            after=Step(fact=fact),
            expected=(Step(fact="reports.submitted"),),
            seconds=3 * DAY,
            updates=(Step(fact="reports.writing_started"), Step(fact="reports.abandoned")),
        ),
        key=("report_id",),
        level=Level.MEDIUM,
        says_zh=says[0],
        says_en=says[1],
        to=_WRITER,
        otherwise=_DOCTORS,
        escalation=_THE_HEAD_A_DAY_LATER,
        calendar=_WORKING_DAYS,
        source=source,
    )


def _poor(code: str, fact: str, zh: str, en: str, says: tuple[str, str], source: str) -> Rule:
    """A report leaves its review by ``fact`` with a score below 80 of 100."""
    return Rule(
        code=code,
        zh=zh,
        en=en,
        trigger=Happened(on=Step(fact=fact, when="event.score != null && event.score < 80")),
        key=("report_id",),
        level=Level.MEDIUM,
        says_zh=says[0],
        says_en=says[1],
        to=(*_WRITER, *_HEAD),
        source=source,
    )


PACK: Final = Pack(
    "reports",
    (
        _unwritten(
            "W-QC-10",
            "reports.report_opened",
            "报告撰写逾期预警",
            "Report writing overdue",
            (
                "{event.report_id}的检查已完成，报告逾期未提交",
                "{event.report_id}: examined, and its report is overdue",
            ),
            "W-QC-10 QC-029",
        ),
        _unwritten(
            "CW-REPORTS-01",
            "reports.rejected",
            "退回报告修改逾期预警",
            "Returned report overdue",
            (
                "{event.report_id}的报告被退回，逾期未重新提交",
                "{event.report_id}: returned, and overdue to be handed in again",
            ),
            "QC-029",
        ),
        Rule(
            code="W-QC-11",
            zh="报告审查时间预警",
            en="Report review overdue",
            trigger=Absent(
                after=Step(fact="reports.submitted"),
                expected=(Step(fact="reports.reviewed"), Step(fact="reports.rejected")),
                seconds=DAY,
            ),
            key=("report_id",),
            level=Level.MEDIUM,
            says_zh="{event.report_id}的报告已提交，逾期未审核",
            says_en="{event.report_id}: submitted, and its review is overdue",
            to=_REVIEWERS,
            otherwise=_HEAD,
            escalation=_THE_HEAD_A_DAY_LATER,
            calendar=_WORKING_DAYS,
            source="W-QC-11 QC-030",
        ),
        _poor(
            "CW-REPORTS-03",
            "reports.reviewed",
            "报告质量不达标预警",
            "Report quality below standard",
            (
                "{event.report_id}的报告已审核，质量评分 {event.score} 分，未达标",
                "{event.report_id}: passed with a quality score of {event.score}, below standard",
            ),
            "QC-041",
        ),
        _poor(
            "CW-REPORTS-02",
            "reports.rejected",
            "退回报告质量不达标预警",
            "Returned report below standard",
            (
                "{event.report_id}的报告被退回，质量评分 {event.score} 分，未达标",
                "{event.report_id}: returned with a quality score of {event.score}, below standard",
            ),
            "QC-041",
        ),
        Rule(
            code="W-QC-14",
            zh="报告多次退回预警",
            en="Report returned several times",
            trigger=Happened(
                on=Step(fact="reports.rejected", when="event.returns >= 2"), over=(Step(fact="reports.reviewed"),)
            ),
            key=("report_id",),
            level=Level.MEDIUM,
            says_zh="{event.report_id}的报告第 {event.returns} 次被退回",
            says_en="{event.report_id}: returned, number {event.returns}",
            to=(*_WRITER, *_HEAD),
            source="W-QC-14 QC-041",
        ),
    ),
)
