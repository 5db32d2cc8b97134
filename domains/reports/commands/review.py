"""What a doctor with the right of final review does (终审权限): enter, unlock, edit, pass, return, abandon."""

from __future__ import annotations

from functools import partial
from typing import Annotated, ClassVar

from msgspec import Meta

from domains.registration.public import report_passed
from domains.reports import model, notices, permissions
from domains.reports.commands.form import PRIVATE, Id, Revision, Standing, standing
from domains.reports.commands.printing import PrintedReport, printed
from domains.reports.commands.writing import abandon, save, unlock
from domains.reports.critical import tell_critical
from domains.reports.events import ReportRejected, ReportReviewed, ReviewStarted
from domains.reports.model import Content, Phase
from domains.reports.moving import Step, locked, take
from domains.reports.store import Found
from hub.caller import Permission
from hub.commands import Command, Tx, handles


class StartReview(Command, frozen=True, kw_only=True):
    """Enter a report to review it (审核): it is locked for the caller, who is its review doctor from now on.

    Entering again what one holds changes nothing. Refused with ``reports.locked`` while a colleague holds it.
    """

    needs: ClassVar[Permission] = permissions.REVIEW
    report_id: Id


class UnlockReview(Command, frozen=True, kw_only=True):
    """Take the lock of a report in review away (解锁); to go on with it, enter then. The content is untouched."""

    needs: ClassVar[Permission] = permissions.REVIEW
    report_id: Id


class SaveReview(Command, frozen=True, kw_only=True):
    """Keep what the reviewer has edited. ``revision`` is the one that the page shows."""

    needs: ClassVar[Permission] = permissions.REVIEW
    private: ClassVar[frozenset[str]] = PRIVATE
    report_id: Id
    revision: Revision
    content: Content


class PassReport(Command, frozen=True, kw_only=True):
    """Save and let it pass (审核通过): the report is final."""

    needs: ClassVar[Permission] = permissions.REVIEW
    private: ClassVar[frozenset[str]] = PRIVATE
    report_id: Id
    revision: Revision
    content: Content


class PassAndPrint(Command, frozen=True, kw_only=True):
    """Let it pass and print it (审核并打印)."""

    needs: ClassVar[Permission] = permissions.REVIEW
    private: ClassVar[frozenset[str]] = PRIVATE
    secret_result: ClassVar[bool] = True
    report_id: Id
    revision: Revision
    content: Content


class RejectReport(Command, frozen=True, kw_only=True):
    """Return the report to its doctor (退回), as the reviewer has it before him; the reason is required."""

    needs: ClassVar[Permission] = permissions.REVIEW
    private: ClassVar[frozenset[str]] = frozenset({"content", "reason"})
    report_id: Id
    revision: Revision
    content: Content
    reason: Annotated[str, Meta(max_length=500)]


class AbandonReview(Command, frozen=True, kw_only=True):
    """Give the review up (放弃): the report is again as it was submitted, and waits for a reviewer."""

    needs: ClassVar[Permission] = permissions.REVIEW
    report_id: Id


@handles(StartReview)
async def start_review(cmd: StartReview, tx: Tx) -> Standing:
    """待审核 or an unlocked 审核中 becomes the caller's 审核中. Raises ``LockedBy`` and ``WrongState``."""
    row = await locked(tx, cmd.report_id)
    tells = {"holder": tx.caller.actor}
    step = Step("review_started", ReviewStarted, "审核", "reviewed", Phase.REVIEW, tells=tells)
    return standing(await take(tx, row, partial(model.enter, phase=Phase.REVIEW), step))


@handles(UnlockReview)
async def unlock_review(cmd: UnlockReview, tx: Tx) -> Standing:
    """Whoever had it is told by the report's channel. Raises ``WrongState``."""
    return standing(await unlock(tx, await locked(tx, cmd.report_id), Phase.REVIEW))


@handles(SaveReview)
async def save_review(cmd: SaveReview, tx: Tx) -> Standing:
    """A new revision, unless nothing has changed. Raises ``LockLost``, ``ChangedMeanwhile``, ``TooLong``."""
    row = await locked(tx, cmd.report_id)
    return standing(await save(tx, row, Phase.REVIEW, cmd.content, cmd.revision))


@handles(PassReport)
async def pass_report(cmd: PassReport, tx: Tx) -> Standing:
    """审核中 becomes 已审核, the registration 已完成. Raises as saving, and ``NotWrittenYet``."""
    return standing(await _pass(tx, cmd))


@handles(PassAndPrint)
async def pass_and_print(cmd: PassAndPrint, tx: Tx) -> PrintedReport:
    """审核中 becomes 已打印. Raises as passing."""
    return await printed(tx, await _pass(tx, cmd))


@handles(RejectReport)
async def reject_report(cmd: RejectReport, tx: Tx) -> Standing:
    """审核中 becomes 诊断中, held by nobody; the report doctor is told why. Raises ``ReasonMissing``, ``LockLost``."""
    reason = cmd.reason.strip()
    row = await save(tx, await locked(tx, cmd.report_id), Phase.REVIEW, cmd.content, cmd.revision)
    step = Step(
        "rejected",
        ReportRejected,
        "退回",
        "returned",
        Phase.REVIEW,
        detail={"reason": reason},
        tells={"returns": row.submissions, "score": cmd.content.report_score},
    )
    now = await take(tx, row, partial(model.reject, reason=reason), step)
    await notices.rejected(tx, now, reason)
    return standing(now)


@handles(AbandonReview)
async def abandon_review(cmd: AbandonReview, tx: Tx) -> Standing:
    """审核中 becomes 待审核. Raises ``LockLost``."""
    return standing(await abandon(tx, await locked(tx, cmd.report_id), Phase.REVIEW))


async def _pass(tx: Tx, cmd: PassReport | PassAndPrint) -> Found:
    row = await save(tx, await locked(tx, cmd.report_id), Phase.REVIEW, cmd.content, cmd.revision)
    tells = {"critical": bool(cmd.content.critical), "score": cmd.content.report_score}
    more = {"reviewed_at": tx.now}
    step = Step("passed", ReportReviewed, "审核通过", "passed", Phase.REVIEW, tells=tells, more=more)
    now = await take(tx, row, model.approve, step)
    await tell_critical(tx, now)
    await report_passed(tx, now.id)
    return now
