"""Accounts in and out of their table."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.tables import accounts, departments, institutions, policies, roles

Found = sa.Row[Any]


STAFF: Final = "staff"
"""The kind of everybody who has an account and is no patient."""


def _here() -> sa.ColumnElement[bool]:
    return accounts.c.deleted_at.is_(None)


async def by_login(db: AsyncConnection, login: str, kind: str = STAFF) -> Found | None:
    """The account of this kind with this login, whatever its institution: a login is unique everywhere."""
    query = (
        sa.select(accounts, policies.c.policy)
        .outerjoin(policies, policies.c.tenant == accounts.c.tenant)
        .where(accounts.c.login == login, accounts.c.kind == kind, _here())
    )
    return (await db.execute(query)).first()


async def with_logins(db: AsyncConnection, logins: Collection[str]) -> dict[str, Found]:
    """The accounts that have these logins, of whatever institution."""
    query = sa.select(accounts.c.login, accounts.c.tenant, accounts.c.name).where(accounts.c.login.in_(logins), _here())
    rows: list[Found] = list(await db.execute(query))
    return {row.login: row for row in rows}


async def find(db: AsyncConnection, tenants: Collection[str], account_id: str, *, lock: bool = False) -> Found | None:
    """The account, in one of these institutions."""
    query = sa.select(accounts).where(accounts.c.tenant.in_(tenants), accounts.c.id == account_id, _here())
    return (await db.execute(query.with_for_update() if lock else query)).first()


async def add(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new account."""
    await db.execute(sa.insert(accounts).values(values))


async def change(db: AsyncConnection, tenant: str, account_id: str, values: dict[str, Any]) -> int:
    """Write what is different; gives the account's new version."""
    mine = sa.and_(accounts.c.tenant == tenant, accounts.c.id == account_id)
    changed = sa.update(accounts).where(mine).values(**values, v=accounts.c.v + 1).returning(accounts.c.v)
    return int((await db.execute(changed)).scalar_one())


async def note(db: AsyncConnection, tenant: str, account_id: str, values: dict[str, Any]) -> None:
    """Write what is no change of the account itself, such as its last sign-in."""
    mine = sa.and_(accounts.c.tenant == tenant, accounts.c.id == account_id)
    await db.execute(sa.update(accounts).where(mine).values(values))


async def take_step(db: AsyncConnection, tenant: str, account_id: str, step: int) -> bool:
    """Use a one-time code's time step up; False when it, or a later one, has been used."""
    mine = sa.and_(accounts.c.tenant == tenant, accounts.c.id == account_id, accounts.c.totp_step < step)
    return (await db.execute(sa.update(accounts).where(mine).values(totp_step=step))).rowcount == 1


async def take_recovery(db: AsyncConnection, tenant: str, account_id: str, digest: bytes) -> bool:
    """Use a recovery code up; False when there is none such."""
    mine = sa.and_(
        accounts.c.tenant == tenant, accounts.c.id == account_id, sa.literal(digest) == sa.any_(accounts.c.recovery)
    )
    left = sa.func.array_remove(accounts.c.recovery, digest)
    return (await db.execute(sa.update(accounts).where(mine).values(recovery=left))).rowcount == 1


async def is_there(db: AsyncConnection, tenant: str, account_id: str) -> bool:
    """Whether the institution has this account, or had it."""
    query = sa.select(accounts.c.id).where(accounts.c.tenant == tenant, accounts.c.id == account_id)
    return (await db.execute(query)).first() is not None


async def names(db: AsyncConnection, tenant: str, actors: Iterable[str]) -> dict[str, str]:
    """Display names of the institution's accounts by id."""
    query = sa.select(accounts.c.id, accounts.c.name).where(accounts.c.tenant == tenant, accounts.c.id.in_(set(actors)))
    return {row.id: row.name for row in await db.execute(query)}


_ROLE_NAMES = (
    sa.select(sa.func.array_agg(roles.c.name))
    .where(roles.c.tenant == accounts.c.tenant, roles.c.id == sa.any_(accounts.c.roles), roles.c.deleted_at.is_(None))
    .correlate(accounts)
    .scalar_subquery()
)


def listing() -> sa.Select[Any]:
    """Accounts of staff as lists show them; the caller adds which ones, and their order."""
    return (
        sa.select(
            accounts,
            institutions.c.name.label("institution"),
            departments.c.name.label("department"),
            sa.func.coalesce(_ROLE_NAMES, sa.literal_column("'{}'::text[]")).label("role_names"),
        )
        .join(institutions, institutions.c.id == accounts.c.tenant)
        .outerjoin(
            departments,
            sa.and_(departments.c.tenant == accounts.c.tenant, departments.c.id == accounts.c.department_id),
        )
        .where(accounts.c.kind == STAFF, _here())
    )
