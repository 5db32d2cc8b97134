"""Who there is to be told of something: of the staff, except where a patient is reached by his own id."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.store.accounts import STAFF
from domains.access.tables import accounts, institutions, roles


async def working(db: AsyncConnection) -> list[sa.Row[Any]]:
    """Every institution that is enabled: id, name, time zone."""
    query = sa.select(institutions.c.id, institutions.c.name, institutions.c.time_zone).where(
        institutions.c.enabled, institutions.c.deleted_at.is_(None)
    )
    return list(await db.execute(query.order_by(institutions.c.id)))


async def holders(db: AsyncConnection, tenant: str, role: str, department: str | None) -> list[str]:
    """The accounts that can sign in and have an enabled role of this id or preset; of one department if it is named."""
    named = (
        sa.select(roles.c.id)
        .where(
            roles.c.tenant == tenant,
            sa.or_(roles.c.id == role, roles.c.preset == role),
            roles.c.enabled,
            roles.c.deleted_at.is_(None),
        )
        .scalar_subquery()
    )
    query = sa.select(accounts.c.id).where(*_staff(tenant), accounts.c.roles.overlap(sa.func.array(named)))
    if department is not None:
        query = query.where(accounts.c.department_id == department)
    return list((await db.execute(query.order_by(accounts.c.id))).scalars())


async def able(db: AsyncConnection, tenant: str, account_ids: Collection[str]) -> list[str]:
    """Those of the staff's accounts that can sign in."""
    query = sa.select(accounts.c.id).where(*_staff(tenant), accounts.c.id.in_(account_ids))
    return list((await db.execute(query.order_by(accounts.c.id))).scalars())


async def colleagues(db: AsyncConnection, tenant: str) -> list[sa.Row[Any]]:
    """All staff who can sign in, by name: id, name."""
    query = sa.select(accounts.c.id, accounts.c.name).where(*_staff(tenant))
    return list(await db.execute(query.order_by(accounts.c.name, accounts.c.id)))


async def role_names(db: AsyncConnection, tenant: str) -> list[sa.Row[Any]]:
    """The roles of an institution: id, preset, name."""
    query = sa.select(roles.c.id, roles.c.preset, roles.c.name)
    return list(await db.execute(query.where(roles.c.tenant == tenant, roles.c.deleted_at.is_(None))))


async def by_login(db: AsyncConnection, tenant: str, login: str) -> str | None:
    """The account with this login; logins are what other systems know people by."""
    query = sa.select(accounts.c.id).where(*_staff(tenant), sa.func.lower(accounts.c.login) == login.lower())
    return (await db.execute(query)).scalar()


async def reach(db: AsyncConnection, tenant: str, account_ids: Collection[str]) -> list[sa.Row[Any]]:
    """How people are reached, patients too: id, name, phone."""
    query = sa.select(accounts.c.id, accounts.c.name, accounts.c.phone).where(
        *_able(tenant), accounts.c.id.in_(account_ids)
    )
    return list(await db.execute(query))


def _staff(tenant: str) -> tuple[sa.ColumnElement[bool], ...]:
    return *_able(tenant), accounts.c.kind == STAFF


def _able(tenant: str) -> tuple[sa.ColumnElement[bool], ...]:
    return accounts.c.tenant == tenant, sa.not_(accounts.c.disabled), accounts.c.deleted_at.is_(None)
