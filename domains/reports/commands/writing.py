"""What a doctor with the report right does (报告权限): enter, unlock, save, submit, abandon."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from domains.registration.public import report_begun, report_given_up
from domains.reports import model, permissions, store
from domains.reports.commands.form import PRIVATE, Id, Revision, Standing, standing
from domains.reports.content import tidied
from domains.reports.critical import tell_critical
from domains.reports.events import ReportAbandoned, ReportSaved, ReportSubmitted, ReportUnlocked, WritingStarted
from domains.reports.model import Content, Phase, State
from domains.reports.moving import Step, locked, take
from domains.reports.store import Found
from hub.caller import Permission
from hub.commands import Command, Tx, handles


class StartWriting(Command, frozen=True, kw_only=True):
    """Enter a report to write it (写报告): it is locked for the caller, who is its report doctor from now on.

    Entering again what one holds changes nothing. Refused with ``reports.locked`` while a colleague holds it.
    """

    needs: ClassVar[Permission] = permissions.WRITE
    report_id: Id


class UnlockWriting(Command, frozen=True, kw_only=True):
    """Take the lock of a report in writing away (解锁); to go on with it, enter then. The content is untouched."""

    needs: ClassVar[Permission] = permissions.WRITE
    report_id: Id


class SaveWriting(Command, frozen=True, kw_only=True):
    """Keep what was written so far (暂存). ``revision`` is the one that the page shows."""

    needs: ClassVar[Permission] = permissions.WRITE
    private: ClassVar[frozenset[str]] = PRIVATE
    report_id: Id
    revision: Revision
    content: Content


class SubmitReport(Command, frozen=True, kw_only=True):
    """Save and hand in for review (提交报告). 诊断意见, 危急值 and HP are required; the lock is released."""

    needs: ClassVar[Permission] = permissions.WRITE
    private: ClassVar[frozenset[str]] = PRIVATE
    report_id: Id
    revision: Revision
    content: Content


class AbandonWriting(Command, frozen=True, kw_only=True):
    """Give a report up (放弃): it is emptied and waits to be diagnosed; every saved version is kept."""

    needs: ClassVar[Permission] = permissions.WRITE
    report_id: Id


@handles(StartWriting)
async def start_writing(cmd: StartWriting, tx: Tx) -> Standing:
    """待诊断 or an unlocked 诊断中 becomes the caller's 诊断中. Raises ``LockedBy`` and ``WrongState``."""
    row = await locked(tx, cmd.report_id)
    tells = {"holder": tx.caller.actor}
    step = Step("writing_started", WritingStarted, "书写", "written", Phase.WRITING, tells=tells)
    now = await take(tx, row, partial(model.enter, phase=Phase.WRITING), step)
    if row.state == State.TO_DIAGNOSE:
        await report_begun(tx, row.id)
    return standing(now)


@handles(UnlockWriting)
async def unlock_writing(cmd: UnlockWriting, tx: Tx) -> Standing:
    """Whoever had it is told by the report's channel. Raises ``WrongState``."""
    row = await locked(tx, cmd.report_id)
    return standing(await unlock(tx, row, Phase.WRITING))


@handles(SaveWriting)
async def save_writing(cmd: SaveWriting, tx: Tx) -> Standing:
    """A new revision, unless nothing has changed. Raises ``LockLost``, ``ChangedMeanwhile``, ``TooLong``."""
    row = await locked(tx, cmd.report_id)
    return standing(await save(tx, row, Phase.WRITING, cmd.content, cmd.revision))


@handles(SubmitReport)
async def submit_report(cmd: SubmitReport, tx: Tx) -> Standing:
    """诊断中 becomes 待审核; a critical value is told. Raises as saving, and ``NotWrittenYet``."""
    row = await save(tx, await locked(tx, cmd.report_id), Phase.WRITING, cmd.content, cmd.revision)
    step = Step(
        "submitted",
        ReportSubmitted,
        "提交",
        "submitted",
        Phase.WRITING,
        tells={"critical": bool(cmd.content.critical)},
        more={"submitted_at": tx.now},
    )
    now = await take(tx, row, model.submit, step)
    await tell_critical(tx, now)
    return standing(now)


@handles(AbandonWriting)
async def abandon_writing(cmd: AbandonWriting, tx: Tx) -> Standing:
    """诊断中 becomes 待诊断. Raises ``LockLost``."""
    row = await locked(tx, cmd.report_id)
    now = await abandon(tx, row, Phase.WRITING)
    await report_given_up(tx, row.id)
    return standing(now)


async def unlock(tx: Tx, row: Found, phase: Phase) -> Found:
    """Take the lock away, in either phase."""
    step = Step(
        "unlocked",
        ReportUnlocked,
        "解锁",
        "unlocked",
        phase,
        detail={"holder": row.holder_name},
        tells={"holder": row.holder or ""},
    )
    return await take(tx, row, partial(model.unlock, phase=phase), step)


async def save(tx: Tx, row: Found, phase: Phase, content: Content, seen: int) -> Found:
    """Keep the content, in either phase."""
    tidy = tidied(content)
    step = Step(store.SAVED, ReportSaved, "保存", "saved", phase, tells={"revision": row.revision + 1})
    return await take(tx, row, partial(model.save, phase=phase, content=tidy, seen=seen), step)


async def abandon(tx: Tx, row: Found, phase: Phase) -> Found:
    """Give it up, in either phase."""
    step = Step("abandoned", ReportAbandoned, "放弃", "abandoned", phase)
    return await take(tx, row, partial(model.abandon, phase=phase), step)
