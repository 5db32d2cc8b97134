"""Accounts, roles and departments as their pages list them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, Literal

import msgspec
import sqlalchemy as sa

from domains.access import permissions
from domains.access.rights import Role as Reckoned
from domains.access.store import accounts, institutions, roles
from domains.access.tables import accounts as a
from domains.access.tables import departments as d
from domains.access.tables import institutions as i
from domains.access.tables import roles as r
from hub.caller import Caller, Extent, Permission
from hub.commands import Look, Query, answers
from hub.errors import NotFound
from hub.masking import mask_name, mask_phone
from hub.resources.cursor import Size, page
from hub.resources.search import contains

State = Literal["", "enabled", "disabled"]


class AccountRow(msgspec.Struct, frozen=True):
    """An account as the list shows it; the phone is always masked here."""

    id: str
    institution_id: str
    institution: str
    login: str
    name: str
    phone: str
    title: str
    department: str
    roles: tuple[str, ...]
    role_names: tuple[str, ...]
    masked: bool
    enabled: bool
    second_factor: bool
    valid_until: datetime | None
    signed_in_at: datetime | None
    created_at: datetime


class AccountPage(msgspec.Struct, frozen=True):
    """A page of accounts and the cursor of the next."""

    rows: tuple[AccountRow, ...]
    cursor: str | None


class AccountSheet(msgspec.Struct, frozen=True):
    """An account to look at or edit, with its whole phone number."""

    row: AccountRow
    phone: str
    department_id: str | None


class RoleRow(msgspec.Struct, frozen=True):
    """A role as the list shows it; ``users``: how many accounts have it; ``permissions``: what it holds."""

    id: str
    institution_id: str
    institution: str
    name: str
    description: str
    enabled: bool
    extent: Extent
    users: int
    permissions: tuple[str, ...]
    updated_at: datetime


class RolePage(msgspec.Struct, frozen=True):
    """A page of roles and the cursor of the next."""

    rows: tuple[RoleRow, ...]
    cursor: str | None


class DepartmentRow(msgspec.Struct, frozen=True):
    """A department."""

    id: str
    institution_id: str
    name: str
    number: str
    created_at: datetime


class DepartmentPage(msgspec.Struct, frozen=True):
    """A page of departments and the cursor of the next."""

    rows: tuple[DepartmentRow, ...]
    cursor: str | None


class ListAccounts(Query, frozen=True):
    """Accounts, newest first: of the caller's institution unless ``institution`` (a code, or ``*``) says more.

    ``institution_name`` and ``text`` (name or login) find parts; ``department``, ``name`` and ``phone`` likewise.
    """

    needs: ClassVar[Permission] = permissions.ACCOUNTS
    institution: str = ""
    institution_name: str = ""
    text: str = ""
    name: str = ""
    phone: str = ""
    department: str = ""
    role: str = ""
    state: State = ""
    size: Size = 50
    cursor: str = ""


class ShowAccount(Query, frozen=True):
    """One account with its whole phone number."""

    needs: ClassVar[Permission] = permissions.ACCOUNTS
    personal: ClassVar[bool] = True
    account_id: str


class ListRoles(Query, frozen=True):
    """Roles, newest first: of the caller's institution unless ``institution`` (a code, or ``*``) says more."""

    needs: ClassVar[Permission] = permissions.ROLES
    institution: str = ""
    size: Size = 50
    cursor: str = ""


class ListDepartments(Query, frozen=True):
    """Departments, newest first; ``name`` finds parts, ``number`` is exact (ID-721)."""

    needs: ClassVar[Permission] = permissions.DEPARTMENTS
    institution: str = ""
    name: str = ""
    number: str = ""
    size: Size = 50
    cursor: str = ""


@answers(ListAccounts)
async def list_accounts(caller: Caller, query: ListAccounts, look: Look) -> AccountPage:
    """Every filter narrows down."""
    found = accounts.listing().where(a.c.tenant.in_(within(caller, query.institution)))
    role = sa.literal(query.role)
    typed = {name: getattr(query, name).strip() for name in ("institution_name", "text", "name", "phone", "department")}
    filters: tuple[tuple[str, sa.ColumnElement[bool]], ...] = (
        (typed["institution_name"], contains(i, "name", typed["institution_name"])),
        (typed["text"], sa.or_(contains(a, "name", typed["text"]), contains(a, "login", typed["text"]))),
        (typed["name"], contains(a, "name", typed["name"])),
        (typed["phone"], contains(a, "phone", typed["phone"])),
        (typed["department"], contains(d, "name", typed["department"])),
        (query.role, role == sa.any_(a.c.roles)),
        (query.state, a.c.disabled.is_(query.state == "disabled")),
    )
    found = found.where(*(condition for wanted, condition in filters if wanted))
    rows, cursor = await page(look.db, found, (a.c.created_at, a.c.id), query)
    return AccountPage(tuple(_account(row, caller) for row in rows), cursor)


@answers(ShowAccount)
async def show_account(caller: Caller, query: ShowAccount, look: Look) -> AccountSheet:
    """Who sees data masked sees the phone masked here too."""
    found = accounts.listing().where(a.c.tenant.in_(caller.reads), a.c.id == query.account_id)
    row = (await look.db.execute(found)).first()
    if row is None:
        raise NotFound
    return AccountSheet(_account(row, caller), mask_phone(row.phone) if caller.masked else row.phone, row.department_id)


@answers(ListRoles)
async def list_roles(caller: Caller, query: ListRoles, look: Look) -> RolePage:
    """With what each holds now."""
    found = roles.listing().where(r.c.tenant.in_(within(caller, query.institution)))
    rows, cursor = await page(look.db, found, (r.c.created_at, r.c.id), query)
    return RolePage(tuple(_role(row) for row in rows), cursor)


@answers(ListDepartments)
async def list_departments(caller: Caller, query: ListDepartments, look: Look) -> DepartmentPage:
    """Both filters narrow down."""
    found = institutions.department_listing().where(d.c.tenant.in_(within(caller, query.institution)))
    if name := query.name.strip():
        found = found.where(contains(d, "name", name))
    if query.number:
        found = found.where(d.c.number == query.number.strip())
    rows, cursor = await page(look.db, found, (d.c.created_at, d.c.id), query)
    return DepartmentPage(tuple(DepartmentRow(x.id, x.tenant, x.name, x.number, x.created_at) for x in rows), cursor)


def within(caller: Caller, institution: str) -> Collection[str]:
    """The institutions that a list is about: one's own, another that one reads, or (``*``) all that one reads."""
    if institution == "*":
        return caller.reads
    if not institution:
        return [caller.tenant]
    return caller.reads & {institution}


def _account(row: Any, caller: Caller) -> AccountRow:
    return AccountRow(
        id=row.id,
        institution_id=row.tenant,
        institution=row.institution,
        login=row.login,
        name=mask_name(row.name) if caller.masked else row.name,
        phone=mask_phone(row.phone) if row.phone else "",
        title=row.title,
        department=row.department or "",
        roles=tuple(row.roles),
        role_names=tuple(row.role_names),
        masked=row.masked,
        enabled=not row.disabled,
        second_factor=row.totp is not None,
        valid_until=row.valid_until,
        signed_in_at=row.signed_in_at,
        created_at=row.created_at,
    )


def _role(row: Any) -> RoleRow:
    held = Reckoned(row.id, row.preset, row.extent, tuple(row.granted), tuple(row.withheld)).rights
    return RoleRow(
        id=row.id,
        institution_id=row.tenant,
        institution=row.institution,
        name=row.name,
        description=row.description,
        enabled=row.enabled,
        extent=row.extent,
        users=row.users,
        permissions=tuple(sorted(held)),
        updated_at=row.updated_at,
    )
