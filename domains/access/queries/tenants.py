"""Institutions as their page lists them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec

from domains.access import permissions
from domains.access.model.institutions import MAY_FOUND, login_address
from domains.access.queries.people import State
from domains.access.store import institutions
from domains.access.tables import institutions as i
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.errors import NotFound
from hub.menus import Level
from hub.resources.cursor import Size, page
from hub.resources.search import contains


class TenantRow(msgspec.Struct, frozen=True):
    """An institution; ``login_address`` is where its people sign in, on whatever host this page came from."""

    id: str
    parent_id: str | None
    name: str
    short_name: str
    kind: Level
    region: str
    hospital_type: str
    grade: str
    account_id: str | None
    account: str
    account_enabled: bool
    enabled: bool
    valid_until: datetime | None
    login_address: str
    implement: bool
    created_at: datetime


class TenantPage(msgspec.Struct, frozen=True):
    """A page of institutions, the cursor of the next, and which kinds the caller may found."""

    rows: tuple[TenantRow, ...]
    cursor: str | None
    may_found: tuple[Level, ...]


class ListTenants(Query, frozen=True):
    """The institutions that the caller may manage, newest first; ``name`` finds parts, the rest is exact."""

    needs: ClassVar[Permission] = permissions.TENANTS
    name: str = ""
    region: str = ""
    hospital_type: str = ""
    grade: str = ""
    state: State = ""
    size: Size = 50
    cursor: str = ""


class ShowTenant(Query, frozen=True):
    """One institution."""

    needs: ClassVar[Permission] = permissions.TENANTS
    institution_id: str


@answers(ListTenants)
async def list_tenants(caller: Caller, query: ListTenants, look: Look) -> TenantPage:
    """One's own is among them."""
    found = institutions.listing().where(i.c.id.in_(caller.reads))
    if name := query.name.strip():
        found = found.where(contains(i, "name", name))
    for field in ("region", "hospital_type", "grade"):
        if getattr(query, field):
            found = found.where(i.c[field] == getattr(query, field))
    if query.state:
        found = found.where(i.c.enabled.is_(query.state == "enabled"))
    rows, cursor = await page(look.db, found, (i.c.created_at, i.c.id), query)
    own = await institutions.find(look.db, [caller.tenant], caller.tenant)
    kinds: tuple[Level, ...] = () if own is None else tuple(sorted(MAY_FOUND[own.kind]))
    return TenantPage(tuple(_tenant(row) for row in rows), cursor, kinds)


@answers(ShowTenant)
async def show_tenant(caller: Caller, query: ShowTenant, look: Look) -> TenantRow:
    """As the list has it."""
    found = institutions.listing().where(i.c.id.in_(caller.reads), i.c.id == query.institution_id)
    row = (await look.db.execute(found)).first()
    if row is None:
        raise NotFound
    return _tenant(row)


def _tenant(row: Any) -> TenantRow:
    return TenantRow(
        id=row.id,
        parent_id=row.parent,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        region=row.region,
        hospital_type=row.hospital_type,
        grade=row.grade,
        account_id=row.admin_id,
        account=row.account or "",
        account_enabled=row.account_disabled is False,
        enabled=row.enabled,
        valid_until=row.valid_until,
        login_address=login_address(row.id),
        implement=row.implement,
        created_at=row.created_at,
    )
