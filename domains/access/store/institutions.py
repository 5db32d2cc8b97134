"""Institutions and departments in and out of their tables."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.tables import accounts, departments, institutions, policies

Found = sa.Row[Any]


async def find(db: AsyncConnection, tenants: Collection[str], institution_id: str) -> Found | None:
    """The institution, if it is one of these."""
    query = sa.select(institutions).where(
        institutions.c.id.in_(tenants), institutions.c.id == institution_id, institutions.c.deleted_at.is_(None)
    )
    return (await db.execute(query)).first()


async def names(db: AsyncConnection, tenants: Collection[str]) -> dict[str, str]:
    """Names by id."""
    rows = await db.execute(sa.select(institutions.c.id, institutions.c.name).where(institutions.c.id.in_(tenants)))
    return {row.id: row.name for row in rows}


async def beside(db: AsyncConnection, tenant: str) -> list[Found]:
    """The enabled institutions right above, right below, and below the same superior."""
    own = sa.select(institutions.c.parent).where(institutions.c.id == tenant).scalar_subquery()
    near = sa.or_(institutions.c.id == own, institutions.c.parent == tenant, institutions.c.parent == own)
    living = sa.and_(institutions.c.deleted_at.is_(None), institutions.c.enabled, institutions.c.id != tenant)
    return list(await db.execute(sa.select(institutions).where(near, living).order_by(institutions.c.name)))


async def add(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new institution."""
    await db.execute(sa.insert(institutions).values(values))


async def change(db: AsyncConnection, tenant: str, values: dict[str, Any]) -> int:
    """Write what is different; gives the institution's new version."""
    changed = (
        sa.update(institutions)
        .where(institutions.c.id == tenant)
        .values(**values, v=institutions.c.v + 1)
        .returning(institutions.c.v)
    )
    return int((await db.execute(changed)).scalar_one())


async def children(db: AsyncConnection, tenant: str) -> int:
    """How many institutions stand directly below."""
    query = sa.select(sa.func.count()).where(institutions.c.parent == tenant, institutions.c.deleted_at.is_(None))
    return int((await db.execute(query)).scalar_one())


def listing() -> sa.Select[Any]:
    """Institutions as lists show them, each with its administrator; the caller adds which ones, and their order."""
    return (
        sa.select(institutions, accounts.c.login.label("account"), accounts.c.disabled.label("account_disabled"))
        .outerjoin(accounts, sa.and_(accounts.c.tenant == institutions.c.id, accounts.c.id == institutions.c.admin_id))
        .where(institutions.c.deleted_at.is_(None))
    )


async def policy(db: AsyncConnection, tenant: str) -> tuple[Any, int]:
    """The institution's security policy as it was saved (None: never), and its version."""
    row = (await db.execute(sa.select(policies).where(policies.c.tenant == tenant))).first()
    return (row.policy, row.v) if row else (None, 0)


async def save_policy(db: AsyncConnection, tenant: str, policy_: Any) -> int:
    """Save the policy; gives its version."""
    saved = insert(policies).values(tenant=tenant, policy=policy_)
    saved = saved.on_conflict_do_update(
        index_elements=["tenant"], set_={"policy": saved.excluded.policy, "v": policies.c.v + 1}
    )
    return int((await db.execute(saved.returning(policies.c.v))).scalar_one())


async def department(db: AsyncConnection, tenant: str, department_id: str) -> Found | None:
    """One department."""
    query = sa.select(departments).where(
        departments.c.tenant == tenant, departments.c.id == department_id, departments.c.deleted_at.is_(None)
    )
    return (await db.execute(query)).first()


async def add_department(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new department."""
    await db.execute(sa.insert(departments).values(values))


async def change_department(db: AsyncConnection, tenant: str, department_id: str, values: dict[str, Any]) -> int:
    """Write what is different; gives the new version."""
    mine = sa.and_(departments.c.tenant == tenant, departments.c.id == department_id)
    changed = sa.update(departments).where(mine).values(**values, v=departments.c.v + 1).returning(departments.c.v)
    return int((await db.execute(changed)).scalar_one())


async def people_of(db: AsyncConnection, tenant: str, department_id: str) -> int:
    """How many accounts belong to a department."""
    query = sa.select(sa.func.count()).where(
        accounts.c.tenant == tenant, accounts.c.department_id == department_id, accounts.c.deleted_at.is_(None)
    )
    return int((await db.execute(query)).scalar_one())


def department_listing() -> sa.Select[Any]:
    """Departments as lists show them."""
    return sa.select(departments).where(departments.c.deleted_at.is_(None))
