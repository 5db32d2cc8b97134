"""The report of a patient who was referred comes back to the institution that referred him."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from domains.registration.public import exam_of
from domains.reports import permissions, store
from domains.reports.commands.form import PRIVATE, Id
from domains.reports.content import stored
from domains.reports.events import ReportTaken
from domains.reports.following import columns_of
from domains.reports.model import Content, Report, State
from hub.caller import Permission
from hub.commands import INSIDE, Command, Tx, handles
from hub.errors import NotFound


class TakeReport(Command, frozen=True, kw_only=True):
    """Another institution sends the report of a patient whom this one has referred; it is final, and kept as a copy."""

    needs: ClassVar[Permission] = permissions.RELAY
    exposed: ClassVar[frozenset[str]] = INSIDE
    private: ClassVar[frozenset[str]] = PRIVATE
    report_id: Id
    origin: Id
    origin_name: str
    content: Content
    writer: str
    reviewer: str
    room: str
    exam_no: str
    image_no: str
    exam_at: datetime
    submitted_at: datetime
    reviewed_at: datetime


@handles(TakeReport)
async def take_report(cmd: TakeReport, tx: Tx) -> None:
    """Once; a report that is here already stays as it is. Raises ``NotFound`` for what was not referred there."""
    exam = await exam_of(tx.db, tx.caller.tenant, cmd.report_id)
    if (exam.direction, exam.other_tenant) != ("sent", cmd.origin):
        raise NotFound
    report = Report(id=exam.id, state=State.REVIEWED, revision=1, content=cmd.content)
    values = {
        **columns_of(exam),
        "state": State.REVIEWED.value,
        "revision": 1,
        "content": stored(cmd.content),
        "writer_name": cmd.writer,
        "reviewer_name": cmd.reviewer,
        "registrar": "",
        "turn": store.turn_of(exam.rank, cmd.exam_at),
    }
    values |= {name: getattr(cmd, name) for name in ("room", "exam_no", "image_no", "exam_at", "submitted_at")}
    if await store.add(tx, exam.id, {**values, "reviewed_at": cmd.reviewed_at}):
        await store.revise(tx, report)
        await store.note(tx, report, "taken", cmd.origin_name, {})
        told = {"report_id": exam.id, "patient_id": exam.patient_id, "state": report.state.value}
        tx.record(ReportTaken(**told, origin=cmd.origin, v=1))
