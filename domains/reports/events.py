"""What happens to reports. The key is the patient. No names and no findings: who may, reads them from the report."""

from __future__ import annotations

from typing import ClassVar, Final

from hub.events import Event


class ReportEvent(Event, frozen=True, kw_only=True):
    """Base of a report's facts; ``state`` is where it stands now. A report bears the id of its registration.

    ``writer``: the account of its report doctor (empty: nobody has entered, or he gave it up).
    """

    schema: ClassVar[int] = 2
    key: ClassVar[str] = "patient_id"
    aggregate: ClassVar[str] = "report_id"
    report_id: str
    patient_id: str
    state: str
    writer: str = ""


class ReportOpened(ReportEvent, frozen=True, kw_only=True, tag="reports.report_opened"):
    """An examination is done: there is a report to write (待诊断)."""


class ReportRenewed(ReportEvent, frozen=True, kw_only=True, tag="reports.report_renewed"):
    """The registration behind the report was corrected."""


class WritingStarted(ReportEvent, frozen=True, kw_only=True, tag="reports.writing_started"):
    """A doctor has entered to write and holds the lock (诊断中)."""

    holder: str


class ReviewStarted(ReportEvent, frozen=True, kw_only=True, tag="reports.review_started"):
    """A reviewer has entered and holds the lock (审核中)."""

    holder: str


class ReportUnlocked(ReportEvent, frozen=True, kw_only=True, tag="reports.unlocked"):
    """The lock of ``holder`` was taken away by a colleague, or given back by himself; the content is untouched."""

    holder: str


class ReportSaved(ReportEvent, frozen=True, kw_only=True, tag="reports.saved"):
    """The holder kept what he wrote so far: there is a new revision."""

    revision: int


class ReportSubmitted(ReportEvent, frozen=True, kw_only=True, tag="reports.submitted"):
    """The report waits for its review (待审核); ``critical``: it tells of a critical value."""

    critical: bool


class ReportReviewed(ReportEvent, frozen=True, kw_only=True, tag="reports.reviewed"):
    """The report has passed and is final (已审核). ``score``: of its quality, 0-100 (None: nobody gave one)."""

    critical: bool
    score: int | None = None


class ReportRejected(ReportEvent, frozen=True, kw_only=True, tag="reports.rejected"):
    """The report goes back to its doctor (退回), for the ``returns``-th time.

    ``score``: of its quality, 0-100 (None: nobody gave one).
    """

    returns: int = 0
    score: int | None = None


class ReportAbandoned(ReportEvent, frozen=True, kw_only=True, tag="reports.abandoned"):
    """The holder gave it up (放弃): it waits again for a doctor, or for a reviewer."""


class ReportPrinted(ReportEvent, frozen=True, kw_only=True, tag="reports.printed"):
    """The report was printed (已打印); ``prints`` counts from 1."""

    prints: int


class ReportTaken(ReportEvent, frozen=True, kw_only=True, tag="reports.report_taken"):
    """The institution that a patient was referred to has sent its report, which is final."""

    origin: str


REPORT_EVENTS: Final = (
    ReportOpened,
    ReportRenewed,
    WritingStarted,
    ReviewStarted,
    ReportUnlocked,
    ReportSaved,
    ReportSubmitted,
    ReportReviewed,
    ReportRejected,
    ReportAbandoned,
    ReportPrinted,
    ReportTaken,
)
