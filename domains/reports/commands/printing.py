"""Printing a report that has passed (打印报告)."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from domains.reports import model, permissions
from domains.reports.commands.form import Id
from domains.reports.events import ReportPrinted
from domains.reports.model import State
from domains.reports.moving import Step, locked, take
from domains.reports.printing import paper_of
from domains.reports.store import Found
from hub.caller import Permission
from hub.commands import Command, Look, Tx, handles


class PrintedReport(msgspec.Struct, frozen=True):
    """The report as PDF (in JSON base64), and how often it has been printed by now."""

    report_id: str
    state: State
    v: int
    prints: int
    name: str
    pdf: bytes


class PrintReport(Command, frozen=True, kw_only=True):
    """Print a report that has passed, or print it again (打印报告)."""

    needs: ClassVar[Permission] = permissions.PRINT
    secret_result: ClassVar[bool] = True
    report_id: Id


@handles(PrintReport)
async def print_report(cmd: PrintReport, tx: Tx) -> PrintedReport:
    """已审核 becomes 已打印; each time is a line in the log. Raises ``WrongState`` before it has passed."""
    return await printed(tx, await locked(tx, cmd.report_id))


async def printed(tx: Tx, row: Found) -> PrintedReport:
    """The same of a report that is locked."""
    prints = row.prints + 1
    step = Step(
        "printed",
        ReportPrinted,
        "打印",
        "printed",
        detail={"prints": prints},
        tells={"prints": prints},
        more={"printed_at": tx.now},
    )
    now = await take(tx, row, lambda report, _: model.print_out(report), step)
    paper = await paper_of(tx.caller, now, Look(tx.db, tx.now, secret=tx.secret))
    return PrintedReport(now.id, State(now.state), now.v, now.prints, paper.name, paper.pdf)
