"""The institutions whose set-up on site is still to be done (实施列表)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Literal

import msgspec

from domains.access import permissions
from domains.access.store import institutions
from domains.access.tables import institutions as i
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.resources.cursor import Size, page
from hub.resources.search import contains

RECENT: Final = timedelta(days=7)

Installation = Literal["to_install"]
"""待安装: where every tenant that needs implementation begins."""


class ImplementationRow(msgspec.Struct, frozen=True):
    """An institution to be set up, named as the tenant management has it."""

    id: str
    name: str
    short_name: str
    region: str
    state: Installation
    created_at: datetime


class ImplementationPage(msgspec.Struct, frozen=True):
    """A page of them and the cursor of the next."""

    rows: tuple[ImplementationRow, ...]
    cursor: str | None


class ListImplementations(Query, frozen=True):
    """Tenants that were founded as needing implementation, the oldest first (AI-738).

    ``name`` finds parts; without ``since`` and ``until`` it is about those of the last week.
    """

    needs: ClassVar[Permission] = permissions.IMPLEMENTATIONS
    name: str = ""
    since: datetime | None = None
    until: datetime | None = None
    size: Size = 50
    cursor: str = ""


@answers(ListImplementations)
async def list_implementations(caller: Caller, query: ListImplementations, look: Look) -> ImplementationPage:
    """Of all institutions that the caller reads."""
    since = query.since
    if since is None and query.until is None:
        since = look.now - RECENT
    found = institutions.listing().where(i.c.id.in_(caller.reads), i.c.implement)
    if since is not None:
        found = found.where(i.c.created_at >= since)
    if query.until is not None:
        found = found.where(i.c.created_at <= query.until)
    if typed := query.name.strip():
        found = found.where(contains(i, "name", typed))
    rows, cursor = await page(look.db, found, (i.c.created_at, i.c.id), query, ascending=True)
    return ImplementationPage(tuple(_row(row) for row in rows), cursor)


def _row(row: Any) -> ImplementationRow:
    return ImplementationRow(row.id, row.name, row.short_name, row.region, "to_install", row.created_at)
