"""The applications of institutions: how each stands, how its terms have changed, and which need somebody's care."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final

import msgspec

from domains.access import permissions
from domains.access.model.applications import REMINDED, Status, Terms, days_left, standing
from domains.access.rights import applications as declared
from domains.access.store import applications, institutions
from hub.applications import Application
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.errors import NotFound

MOST_DUE: Final = 50


class ApplicationCard(msgspec.Struct, frozen=True):
    """An application as an institution has it, or not.

    ``terms`` are None while it was never opened; ``days_left`` is None without an end. ``grantable``: the caller's own
    institution has it, so he may open it and change its terms.
    """

    code: str
    zh: str
    en: str
    state: Status
    terms: Terms | None
    days_left: int | None
    opened_at: datetime | None
    grantable: bool


class ApplicationChange(msgspec.Struct, frozen=True):
    """Terms that were agreed on, when and by whom (empty: somebody of another institution)."""

    at: datetime
    by: str
    terms: Terms


class DueApplication(msgspec.Struct, frozen=True):
    """An application that is to be renewed, or over."""

    institution_id: str
    institution: str
    code: str
    zh: str
    en: str
    state: Status
    ends_at: datetime
    days_left: int


class ListApplications(Query, frozen=True):
    """Every application, with how it stands for one institution that the caller manages (AI-707)."""

    needs: ClassVar[Permission] = permissions.TENANTS
    institution_id: str


class ListApplicationChanges(Query, frozen=True):
    """The terms of one application of an institution, newest first."""

    needs: ClassVar[Permission] = permissions.TENANTS
    institution_id: str
    application: str


class ListDueApplications(Query, frozen=True):
    """What is to be renewed, or over, in the caller's institution and in those that he manages; the first to end first.

    Like the reminders, this begins 90 days before the end.
    """

    needs: ClassVar[Permission] = permissions.INSTITUTION


@answers(ListApplications)
async def list_applications(caller: Caller, query: ListApplications, look: Look) -> tuple[ApplicationCard, ...]:
    """In the order of the house."""
    there = await institutions.find(look.db, caller.reads, query.institution_id)
    own = await institutions.find(look.db, [caller.tenant], caller.tenant)
    if there is None or own is None:
        raise NotFound
    granted = await applications.of(look.db, there.id)
    held = frozenset(declared()) if own.kind == "platform" else await applications.opened(look.db, own.id, look.now)
    return tuple(
        _card(one, granted.get(one.code), look.now, grantable=one.code in held and there.id != own.id)
        for one in declared().values()
    )


@answers(ListApplicationChanges)
async def list_application_changes(
    caller: Caller, query: ListApplicationChanges, look: Look
) -> tuple[ApplicationChange, ...]:
    """Empty for what was never opened, or never changed since the institution was founded with it."""
    if await institutions.find(look.db, caller.reads, query.institution_id) is None:
        raise NotFound
    rows = await applications.changes(look.db, query.institution_id, query.application, caller.reads)
    return tuple(ApplicationChange(row.at, row.name, applications.terms_of(row)) for row in rows)


@answers(ListDueApplications)
async def list_due_applications(caller: Caller, _: ListDueApplications, look: Look) -> tuple[DueApplication, ...]:
    """At most fifty."""
    rows = await applications.ending(look.db, caller.reads, look.now + REMINDED, MOST_DUE)
    return tuple(_due(row, look.now) for row in rows if row.application in declared())


def _card(one: Application, row: Any, now: datetime, *, grantable: bool) -> ApplicationCard:
    if row is None:
        return ApplicationCard(one.code, one.zh, one.en, "not_opened", None, None, None, grantable)
    terms, left = applications.terms_of(row), days_left(row.ends_at, now)
    return ApplicationCard(one.code, one.zh, one.en, standing(row.ends_at, now), terms, left, row.opened_at, grantable)


def _due(row: Any, now: datetime) -> DueApplication:
    one, left = declared()[row.application], days_left(row.ends_at, now) or 0
    state = standing(row.ends_at, now)
    return DueApplication(row.tenant, row.institution, one.code, one.zh, one.en, state, row.ends_at, left)
