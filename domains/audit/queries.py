"""The logs: who came in, who did what, who looked at which page, newest first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, Final

import msgspec
import sqlalchemy as sa

from domains.access.public import institution_names, names
from domains.audit import permissions
from domains.audit.model import Span, period
from domains.audit.tables import visits
from hub.caller import PUBLIC, Caller, Permission
from hub.commands import Answer, Asked, Handler, Look, Query, answers, name_of
from hub.db import audit
from hub.module import discover
from hub.resources.cursor import Size, page

DOORS: Final = ("access/sign-in", "access/sign-out")
OF_PATIENTS: Final = (
    "access/ask-patient-code",
    "access/register-patient",
    "access/sign-in-patient",
    "access/sign-in-patient-wechat",
    "access/reset-patient-password",
    "access/refresh-patient",
    "access/sign-out-patient",
)
SILENT: Final = (
    *DOORS,
    *OF_PATIENTS,
    "access/refresh",
    "access/renew-connection",
    "access/stay",
    "audit/note-visit",
)
"""No operations of a person: the sign-in log's own, patients' comings and goings, and what pages do by themselves."""


class LogRow(msgspec.Struct, frozen=True):
    """One line: who (``actor``: id, ``name``: shown), where, what, from where, and whether it was done.

    ``zh`` and ``en`` name what was done by the right that it needs. ``outcome`` is empty when it was done, else the
    code of the refusal. ``body`` holds the fields as JSON.
    """

    id: str
    institution_id: str
    institution: str
    actor: str
    name: str
    operation: str
    zh: str
    en: str
    address: str
    at: datetime
    done: bool
    outcome: str
    body: str


class LogPage(msgspec.Struct, frozen=True):
    """A page of the log and the cursor of the next (None: no more)."""

    rows: tuple[LogRow, ...]
    cursor: str | None


class VisitRow(msgspec.Struct, frozen=True):
    """A page, who looks at it how often (``visits``) and how long altogether (``seconds``), and when last."""

    institution_id: str
    actor: str
    name: str
    page: str
    visits: int
    seconds: int
    last: datetime


class VisitPage(msgspec.Struct, frozen=True):
    """The most visited first."""

    rows: tuple[VisitRow, ...]


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """What all logs are asked.

    ``institution`` is a code, or ``*`` for all that one reads; ``institution_name`` finds parts. Only with the span
    ``custom`` the bounds count.
    """

    institution: str = ""
    institution_name: str = ""
    span: Span = "7d"
    since: datetime | None = None
    until: datetime | None = None
    size: Size = 50


class ListSignIns(Log, Query, frozen=True):
    """Who came in and went out, and who was refused (AI-733, OP-705)."""

    needs: ClassVar[Permission] = permissions.SIGN_INS
    cursor: str = ""


class ListOperations(Log, Query, frozen=True):
    """Who did what, also what was refused, and who saw whose data (AI-735, OP-704)."""

    needs: ClassVar[Permission] = permissions.OPERATIONS
    cursor: str = ""


class ListVisits(Log, Query, frozen=True):
    """Which pages are looked at, how often and how long (OP-706)."""

    needs: ClassVar[Permission] = permissions.VISITS


@answers(ListSignIns)
async def list_sign_ins(caller: Caller, query: ListSignIns, look: Look) -> LogPage:
    """Of a refused sign-in it is told whose account it was tried on."""
    return await _log(caller, query, look, audit.c.command.in_(DOORS))


@answers(ListOperations)
async def list_operations(caller: Caller, query: ListOperations, look: Look) -> LogPage:
    """What people did; what the house does by itself has another actor than a person."""
    return await _log(caller, query, look, audit.c.command.not_in(SILENT))


@answers(ListVisits)
async def list_visits(caller: Caller, query: ListVisits, look: Look) -> VisitPage:
    """Added up by person and page."""
    shown = await _institutions(caller, query, look)
    since, until = period(query.span, query.since, query.until, look.now)
    count, seconds = sa.func.count().label("visits"), sa.func.sum(visits.c.seconds).label("seconds")
    found = (
        sa.select(
            visits.c.tenant, visits.c.actor, visits.c.page, count, seconds, sa.func.max(visits.c.at).label("last")
        )
        .where(visits.c.tenant.in_(shown), visits.c.at >= since, visits.c.at <= until)
        .group_by(visits.c.tenant, visits.c.actor, visits.c.page)
        .order_by(count.desc(), visits.c.actor, visits.c.page)
        .limit(query.size)
    )
    rows = list(await look.db.execute(found))
    who = await _people(look, rows)
    return VisitPage(
        tuple(VisitRow(r.tenant, r.actor, who.get(r.actor, ""), r.page, r.visits, int(r.seconds), r.last) for r in rows)
    )


async def _log(
    caller: Caller, query: ListSignIns | ListOperations, look: Look, what: sa.ColumnElement[bool]
) -> LogPage:
    shown = await _institutions(caller, query, look)
    since, until = period(query.span, query.since, query.until, look.now)
    found = sa.select(audit).where(audit.c.tenant.in_(shown), audit.c.at >= since, audit.c.at <= until, what)
    rows, cursor = await page(look.db, found, (audit.c.at, audit.c.id), query)
    who = await _people(look, rows)
    return LogPage(tuple(_line(row, shown, who) for row in rows), cursor)


@lru_cache(maxsize=1)
def labels() -> dict[str, tuple[str, str]]:
    """What operations are called, by their names: after the rights that they need."""
    registry = discover()
    asked: list[type[Asked]] = [kind.asks for kind in registry.of(Handler)]
    asked += [kind.asks for kind in registry.of(Answer)]
    return {name_of(kind): (kind.needs.zh, kind.needs.en) for kind in asked if kind.needs is not PUBLIC}


def _line(row: Any, shown: dict[str, str], who: dict[str, str]) -> LogRow:
    label = labels().get(row.command, ("", ""))
    return LogRow(
        id=row.id,
        institution_id=row.tenant,
        institution=shown[row.tenant],
        actor=row.actor,
        name=who.get(row.actor, ""),
        operation=row.command,
        zh=label[0],
        en=label[1],
        address=row.address or "",
        at=row.at,
        done=not row.outcome,
        outcome=row.outcome,
        body=bytes(row.body).decode(),
    )


async def _institutions(caller: Caller, query: Log, look: Look) -> dict[str, str]:
    """The institutions that the log is about, with their names: one's own unless more is asked for."""
    wanted: Collection[str] = [caller.tenant]
    if query.institution or query.institution_name:
        wanted = caller.reads if query.institution in ("", "*") else caller.reads & {query.institution}
    found = await institution_names(look.db, wanted)
    part = query.institution_name.strip().lower()
    return {tenant: name for tenant, name in found.items() if part in name.lower()}


async def _people(look: Look, rows: Collection[Any]) -> dict[str, str]:
    """Names by actor. Somebody of another institution (a superior one's administrator) is not named here."""
    who: dict[str, str] = {}
    for tenant in {row.tenant for row in rows}:
        who |= await names(look.db, tenant, [row.actor for row in rows if row.tenant == tenant])
    return who
