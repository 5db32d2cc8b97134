"""What is printed of a registration, as PDF (RIS-013, RIS-014, RIS-018, RIS-052, RIS-053, RIS-083)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

import msgspec

from domains.access.public import institution
from domains.registration import permissions
from domains.registration.commands.form import Id
from domains.registration.model import State
from domains.registration.papers.words import Facts, facts_of
from domains.registration.queries.looking import sheet
from hub.caller import Caller, Permission
from hub.clock import day_of
from hub.commands import Look, Query, answers
from hub.module import discover

Paper = Literal["barcode", "slip", "request", "referral", "preview"]


class Printed(msgspec.Struct, frozen=True):
    """A PDF; in JSON its bytes are base64."""

    name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class FinishedReport:
    """Whoever keeps reports gives that of a completed registration, or None when it is kept elsewhere."""

    paper: Callable[[Caller, str, Look], Awaitable[Printed | None]]


class PrintPaper(Query, frozen=True, kw_only=True):
    """A barcode label, registration slip, request form or referral slip, ready for the printer.

    ``preview`` (预览打印): the report once the examination is completed, otherwise the registration slip.
    """

    needs: ClassVar[Permission] = permissions.VIEW
    personal: ClassVar[bool] = True
    registration_id: Id
    paper: Paper


@answers(PrintPaper)
async def print_paper(caller: Caller, query: PrintPaper, look: Look) -> Printed:
    """Raises ``NotFound``. Who may see the patient masked only, prints him masked only."""
    shown = await sheet(caller, query.registration_id, look)
    if query.paper == "preview" and shown.state == State.COMPLETED:
        report = await _report(caller, shown.registration_id, look)
        if report is not None:
            return report
    here = await institution(look.db, caller.tenant)
    facts = facts_of(shown, here.name, day_of(look.now, here.time_zone), here.time_zone)
    paper: Paper = "slip" if query.paper == "preview" else query.paper
    # Beside the loop: the first sheet reads a font of five megabytes.
    pdf = await asyncio.to_thread(_drawn, paper, facts, shown.institution)
    return Printed(f"{paper}-{facts.code}.pdf", pdf)


async def _report(caller: Caller, registration_id: str, look: Look) -> Printed | None:
    for keeper in discover().of(FinishedReport):
        found = await keeper.paper(caller, registration_id, look)
        if found is not None:
            return found
    return None


def _drawn(paper: Paper, facts: Facts, institution_: str) -> bytes:
    # What draws is read at the first sheet: it takes 0.2 s, and most processes never print.
    from domains.registration.papers.label import label  # noqa: PLC0415
    from domains.registration.papers.sheets import referral_slip, request_form, slip  # noqa: PLC0415

    match paper:
        case "barcode":
            return label(facts)
        case "slip" | "preview":
            return slip(facts)
        case "request":
            return request_form(facts)
        case "referral":
            return referral_slip(facts, institution_)
