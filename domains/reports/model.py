"""The way of a report and its lock as a pure state machine (radiology.md 4.3); no database, no clock.

Lock rule in one line: entering locks; others cannot enter; unlock, then enter; the doctor shown is the last who
entered; lock and unlock change access only, never content.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta


class State(StrEnum):
    """报告状态."""

    TO_DIAGNOSE = "to_diagnose"
    DIAGNOSING = "diagnosing"
    TO_REVIEW = "to_review"
    REVIEWING = "reviewing"
    REVIEWED = "reviewed"
    PRINTED = "printed"


class Phase(StrEnum):
    """Who is at work: a doctor with the report right, or one with the right of final review."""

    WRITING = "writing"
    REVIEW = "review"


STATES: Final = {
    State.TO_DIAGNOSE: ("待诊断", "to be diagnosed"),
    State.DIAGNOSING: ("诊断中", "being diagnosed"),
    State.TO_REVIEW: ("待审核", "to be reviewed"),
    State.REVIEWING: ("审核中", "being reviewed"),
    State.REVIEWED: ("已审核", "reviewed"),
    State.PRINTED: ("已打印", "printed"),
}
_WAITING: Final = {Phase.WRITING: State.TO_DIAGNOSE, Phase.REVIEW: State.TO_REVIEW}
_AT_WORK: Final = {Phase.WRITING: State.DIAGNOSING, Phase.REVIEW: State.REVIEWING}
FINAL: Final = (State.REVIEWED, State.PRINTED)
"""From here on the content is as it is for good."""
UNDERWAY: Final = (State.DIAGNOSING, State.TO_REVIEW, State.REVIEWING)

Html = Annotated[str, Meta(max_length=60_000)]
Score = Annotated[int, Meta(ge=0, le=100)]


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a report says. ``findings`` (影像所见) and ``impression`` (诊断意见) are rich text (HTML).

    ``critical`` (危急值) and ``hp`` (True 阳性, False 阴性) are None until somebody has chosen; both are required to
    submit. With ``critical``, ``critical_item`` and ``critical_value`` say what (项目) and which value or finding, and
    ``critical_level`` how grave it is (1 一级, 2 二级). The scores are 0-100 and may be left open.
    """

    findings: Html = ""
    impression: Html = ""
    critical: bool | None = None
    critical_item: Annotated[str, Meta(max_length=40)] = ""
    critical_value: Annotated[str, Meta(max_length=50)] = ""
    critical_level: Literal[1, 2] = 1
    hp: bool | None = None
    image_score: Score | None = None
    report_score: Score | None = None


EMPTY: Final = Content()


class Doctor(msgspec.Struct, frozen=True):
    """Who acts, and in which phases he may."""

    id: str
    phases: frozenset[Phase]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report as the rules look at it. ``revision`` counts the changes of the content, ``v`` every change.

    ``submitted`` is the content as the report doctor handed it in; ``rejection`` why it came back last.
    """

    id: str
    v: int = 1
    state: State = State.TO_DIAGNOSE
    holder: str | None = None
    writer: str | None = None
    reviewer: str | None = None
    revision: int = 0
    content: Content = EMPTY
    submitted: Content | None = None
    rejection: str = ""
    submissions: int = 0
    prints: int = 0


class NotPossible(Exception):
    """The step is not possible from where the report stands."""


class NoRight(NotPossible):
    """The doctor may not work in this phase."""


class Locked(NotPossible):
    """Somebody else has entered."""


class NotHeld(NotPossible):
    """The doctor does not hold the report."""


class OtherRevision(NotPossible):
    """The content is another one by now than the doctor has before his eyes."""


class NoReason(NotPossible):
    """A report is not returned without a reason."""


class Unfinished(NotPossible):
    """Something required is not there; ``missing`` names the fields with their labels in both languages."""

    def __init__(self, missing: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__(", ".join(one[0] for one in missing))
        self.missing = missing


def missing_of(content: Content) -> tuple[tuple[str, str, str], ...]:
    """What has to be chosen or written before a report may be submitted."""
    found = [
        ("impression", "诊断意见", "impression") if not content.impression else None,
        ("critical", "危急值", "critical value") if content.critical is None else None,
        ("hp", "HP", "HP") if content.hp is None else None,
    ]
    if content.critical:
        found += [
            ("critical_item", "危急值项目", "critical item") if not content.critical_item else None,
            ("critical_value", "危急值结果", "critical result") if not content.critical_value else None,
        ]
    return tuple(one for one in found if one is not None)


def enter(report: Report, who: Doctor, phase: Phase) -> Report:
    """Lock the report for this doctor, who is its doctor of the phase from now on; who holds it already stays."""
    _may(who, phase)
    if report.state not in (_WAITING[phase], _AT_WORK[phase]):
        raise NotPossible
    if report.holder == who.id:
        return report
    if report.holder is not None:
        raise Locked
    doctor = {"writer": who.id} if phase is Phase.WRITING else {"reviewer": who.id}
    return _next(report, state=_AT_WORK[phase], holder=who.id, **doctor)


def unlock(report: Report, who: Doctor, phase: Phase) -> Report:
    """Take the lock away, whoever has it; one that nobody holds stays as it is."""
    _may(who, phase)
    if report.state is not _AT_WORK[phase]:
        raise NotPossible
    return report if report.holder is None else _next(report, holder=None)


def save(report: Report, who: Doctor, phase: Phase, content: Content, seen: int) -> Report:
    """Keep what the holder wrote; ``seen`` is the revision that he started from."""
    _held(report, who, phase)
    if content == report.content:
        return report
    if seen != report.revision:
        raise OtherRevision
    return _next(report, content=content, revision=report.revision + 1)


def submit(report: Report, who: Doctor) -> Report:
    """Hand it in for its review; the lock is released."""
    _held(report, who, Phase.WRITING)
    _finished(report)
    return _next(
        report,
        state=State.TO_REVIEW,
        holder=None,
        reviewer=None,
        submitted=report.content,
        submissions=report.submissions + 1,
        rejection="",
    )


def approve(report: Report, who: Doctor) -> Report:
    """It has passed: its content is final."""
    _held(report, who, Phase.REVIEW)
    _finished(report)
    return _next(report, state=State.REVIEWED, holder=None)


def reject(report: Report, who: Doctor, reason: str) -> Report:
    """Back to its doctor, with the reason; nobody holds it until somebody enters."""
    _held(report, who, Phase.REVIEW)
    if not reason:
        raise NoReason
    return _next(report, state=State.DIAGNOSING, holder=None, rejection=reason)


def abandon(report: Report, who: Doctor, phase: Phase) -> Report:
    """Give it up: the report doctor's is emptied, the reviewer's is again what was submitted (reading 6)."""
    _held(report, who, phase)
    writing = phase is Phase.WRITING
    content = EMPTY if writing or report.submitted is None else report.submitted
    forgets: dict[str, object] = {"writer": None, "submitted": None, "rejection": ""} if writing else {}
    return _next(
        report,
        state=_WAITING[phase],
        holder=None,
        reviewer=None,
        content=content,
        revision=report.revision + (content != report.content),
        **forgets,
    )


def print_out(report: Report) -> Report:
    """It was printed, for the first time or again."""
    if report.state not in FINAL:
        raise NotPossible
    return _next(report, state=State.PRINTED, prints=report.prints + 1)


def _may(who: Doctor, phase: Phase) -> None:
    if phase not in who.phases:
        raise NoRight


def _held(report: Report, who: Doctor, phase: Phase) -> None:
    _may(who, phase)
    if report.state is not _AT_WORK[phase]:
        raise NotPossible
    if report.holder != who.id:
        raise NotHeld


def _finished(report: Report) -> None:
    missing = missing_of(report.content)
    if missing:
        raise Unfinished(missing)


def _next(report: Report, **changes: object) -> Report:
    return msgspec.structs.replace(report, v=report.v + 1, **changes)
