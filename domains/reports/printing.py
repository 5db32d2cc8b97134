"""A report that has passed, on paper (A4, PDF)."""

from __future__ import annotations

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

from domains.access.public import institution
from domains.patients.public import Kind
from domains.registration.public import FinishedReport, Printed, age_on, sheet
from domains.reports import store
from domains.reports.content import content_of
from domains.reports.model import FINAL
from domains.reports.papers.words import CLASSES, SEXES, Words
from domains.reports.store import Found
from hub.caller import Caller
from hub.clock import day_of
from hub.commands import Look


async def paper_of(caller: Caller, row: Found, look: Look) -> Printed:
    """The report as PDF. Who may see the patient masked only, prints him masked only."""
    here = await institution(look.db, caller.tenant)
    words = await _words(caller, row, look, here.name, here.time_zone)
    # Beside the loop: the first sheet reads a font of five megabytes.
    pdf = await asyncio.to_thread(_drawn, words)
    return Printed(f"report-{row.exam_no or row.id}.pdf", pdf)


async def _words(caller: Caller, row: Found, look: Look, hospital: str, zone: str) -> Words:
    shown = await sheet(caller, row.id, look)
    content = content_of(row.content)
    numbers = {number.kind: number.number for number in shown.patient.numbers}
    age = "" if row.birth_date is None else f"{age_on(row.birth_date, day_of(row.exam_at, zone))}岁"
    critical = f"{content.critical_item}：{content.critical_value}" if content.critical else ""
    return Words(
        hospital=hospital,
        title=f"{row.exam_type}检查报告单",
        patient=(
            ("姓名", shown.patient.name),
            ("性别", SEXES[shown.patient.sex]),
            ("年龄", age),
            ("患者类型", CLASSES[shown.patient_class]),
            ("就诊卡号", numbers.get(Kind.VISIT_CARD, "")),
            ("住院号", numbers.get(Kind.INPATIENT, "")),
            ("检查号", row.exam_no),
            ("影像号", row.image_no),
            ("申请科室", row.requesting_department),
            ("申请医生", row.requesting_doctor),
            ("检查室", row.room),
            ("检查时间", _moment(row.exam_at, zone)),
        ),
        items="、".join(row.items),
        diagnosis=shown.clinical.diagnosis,
        findings=content.findings,
        impression=content.impression,
        critical=critical,
        hp="HP 阳性" if content.hp else "HP 阴性",
        footer=(
            ("报告医生", row.writer_name),
            ("审核医生", row.reviewer_name),
            ("报告时间", _moment(row.submitted_at, zone)),
            ("审核时间", _moment(row.reviewed_at, zone)),
        ),
    )


def _drawn(words: Words) -> bytes:
    # What draws is read at the first sheet: it takes 0.2 s, and most processes never print.
    from domains.reports.papers.report import report  # noqa: PLC0415

    return report(words)


def _moment(at: datetime | None, zone: str) -> str:
    return "" if at is None else f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


async def _finished(caller: Caller, registration_id: str, look: Look) -> Printed | None:
    row = await store.maybe(look.db, caller.tenant, registration_id)
    return await paper_of(caller, row, look) if row is not None and row.state in FINAL else None


finished = FinishedReport(_finished)
