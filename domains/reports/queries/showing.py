"""One report with all that belongs to it, and how it will look on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec

from domains.access.public import institution
from domains.patients.public import Shelf
from domains.registration.public import Printed, Sheet, sheet
from domains.reports import permissions, store
from domains.reports.commands.form import Id
from domains.reports.content import content_of, plain
from domains.reports.errors import WrongState
from domains.reports.model import FINAL, STATES, Content, State
from domains.reports.printing import paper_of
from domains.reports.seen import ListedReport, listed
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers


class LogLine(msgspec.Struct, frozen=True):
    """One step (操作日志, RIS-379): when, who (name), what, where the report stood then.

    ``step`` is one of opened, taken (a copy from where the patient was referred to), writing_started, review_started,
    unlocked (``detail.holder``: whose lock it was), saved (of drafts in a row the first), submitted, rejected
    (``detail.reason``), passed, abandoned, printed (``detail.prints``).
    """

    n: int
    at: datetime
    who: str
    step: str
    state: State
    detail: dict[str, Any]


class EarlierExam(msgspec.Struct, frozen=True):
    """Another examination of the same patient (历史检查, RIS-310).

    ``findings`` and ``impression`` are those of a report that has passed, else empty; ``summary`` is the impression
    without marks.
    """

    report_id: str
    exam_at: datetime
    exam_type: str
    items: tuple[str, ...]
    parts: tuple[str, ...]
    exam_no: str
    state: State
    writer: str
    reviewer: str
    findings: str
    impression: str
    summary: str


class ShownReport(msgspec.Struct, frozen=True, kw_only=True):
    """All of a report. ``rejection``: why it was returned last (empty: it was not, or has been submitted since).

    ``registration`` is the request form with patient, request, items and clinical information; ``log`` the newest
    first; ``earlier`` the latest first.
    """

    report: ListedReport
    content: Content
    rejection: str
    registration: Sheet
    log: tuple[LogLine, ...]
    earlier: tuple[EarlierExam, ...]


class Revision(msgspec.Struct, frozen=True):
    """One kept state of the content; ``digest`` is its SHA-256."""

    n: int
    at: datetime
    actor: str
    digest: str
    content: Content


class ShowReport(Query, frozen=True, kw_only=True):
    """All of a report: content, registration detail, log, the patient's other examinations."""

    needs: ClassVar[Permission] = permissions.READ
    personal: ClassVar[bool] = True
    report_id: Id


class ListRevisions(Query, frozen=True, kw_only=True):
    """Every state of a report's content that was ever saved, the oldest first."""

    needs: ClassVar[Permission] = permissions.READ
    personal: ClassVar[bool] = True
    report_id: Id


class PreviewReport(Query, frozen=True, kw_only=True):
    """How a report that has passed looks on paper (预览, RIS-244); nothing is counted as printed."""

    needs: ClassVar[Permission] = permissions.PRINT
    personal: ClassVar[bool] = True
    report_id: Id


@answers(ShowReport)
async def show_report(caller: Caller, query: ShowReport, look: Look) -> ShownReport:
    """Raises ``NotFound``. Channel ``reports-report:<tenant>:<report_id>`` says when it has changed."""
    db, tenant = look.db, caller.tenant
    row = await store.one(db, tenant, query.report_id)
    zone = (await institution(db, tenant)).time_zone
    shelf = Shelf(db, tenant, look.secret)
    mine = await shelf.records(await shelf.survivor(row.patient_id))
    others = [one for one in await store.of_patient(db, tenant, mine) if one.id != row.id]
    return ShownReport(
        report=listed(row, zone, masked=caller.masked),
        content=content_of(row.content),
        rejection=row.rejection,
        registration=await sheet(caller, row.id, look),
        log=tuple(
            LogLine(line.n, line.at, line.actor_name, line.step, State(line.state), line.detail)
            for line in await store.log_of(db, tenant, row.id)
        ),
        earlier=tuple(_earlier(one) for one in others),
    )


def _earlier(row: store.Found) -> EarlierExam:
    state = State(row.state)
    content = content_of(row.content) if state in FINAL else Content()
    return EarlierExam(
        report_id=row.id,
        exam_at=row.exam_at,
        exam_type=row.exam_type,
        items=tuple(row.items),
        parts=tuple(row.parts),
        exam_no=row.exam_no,
        state=state,
        writer=row.writer_name,
        reviewer=row.reviewer_name,
        findings=content.findings,
        impression=content.impression,
        summary=plain(content.impression),
    )


@answers(ListRevisions)
async def list_revisions(caller: Caller, query: ListRevisions, look: Look) -> tuple[Revision, ...]:
    """Raises ``NotFound``."""
    await store.one(look.db, caller.tenant, query.report_id)
    rows = await store.revisions_of(look.db, caller.tenant, query.report_id)
    return tuple(Revision(row.n, row.at, row.actor, row.digest, content_of(row.content)) for row in rows)


@answers(PreviewReport)
async def preview_report(caller: Caller, query: PreviewReport, look: Look) -> Printed:
    """Raises ``NotFound``, and ``WrongState`` before it has passed."""
    row = await store.one(look.db, caller.tenant, query.report_id)
    if row.state not in FINAL:
        zh, en = STATES[State(row.state)]
        raise WrongState(state_zh=zh, state_en=en, step_zh="预览打印", step_en="previewed")
    return await paper_of(caller, row, look)
