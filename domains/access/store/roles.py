"""Roles and menus in and out of their tables."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.model.menus import Entry
from domains.access.tables import accounts, departments, institutions, menus, roles

Found = sa.Row[Any]

MENUS: Final = "menus"
"""The key under which it is told that the menus have changed."""


async def find(db: AsyncConnection, tenant: str, role_id: str) -> Found | None:
    """The institution's role."""
    query = sa.select(roles).where(roles.c.tenant == tenant, roles.c.id == role_id, roles.c.deleted_at.is_(None))
    return (await db.execute(query.with_for_update())).first()


async def add(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new role."""
    await db.execute(sa.insert(roles).values(values))


async def add_missing(db: AsyncConnection, values: list[dict[str, Any]]) -> None:
    """Write the roles that are not there yet."""
    await db.execute(insert(roles).values(values).on_conflict_do_nothing())


async def change(db: AsyncConnection, tenant: str, role_id: str, values: dict[str, Any]) -> int:
    """Write what is different; gives the role's new version."""
    mine = sa.and_(roles.c.tenant == tenant, roles.c.id == role_id)
    changed = sa.update(roles).where(mine).values(**values, v=roles.c.v + 1).returning(roles.c.v)
    return int((await db.execute(changed)).scalar_one())


async def enabled(db: AsyncConnection, tenant: str, role_ids: Collection[str]) -> set[str]:
    """Which of these roles the institution has, enabled."""
    query = sa.select(roles.c.id).where(
        roles.c.tenant == tenant, roles.c.id.in_(role_ids), roles.c.enabled, roles.c.deleted_at.is_(None)
    )
    return {row.id for row in await db.execute(query)}


async def users(db: AsyncConnection, tenant: str, role_id: str) -> int:
    """How many accounts have the role."""
    query = sa.select(sa.func.count()).where(
        accounts.c.tenant == tenant, sa.literal(role_id) == sa.any_(accounts.c.roles), accounts.c.deleted_at.is_(None)
    )
    return int((await db.execute(query)).scalar_one())


_USERS = (
    sa.select(sa.func.count())
    .where(
        accounts.c.tenant == roles.c.tenant, roles.c.id == sa.any_(accounts.c.roles), accounts.c.deleted_at.is_(None)
    )
    .correlate(roles)
    .scalar_subquery()
)


def is_(tenant: str, role_id: str) -> sa.ColumnElement[bool]:
    """The one role of an institution."""
    return sa.and_(roles.c.tenant == tenant, roles.c.id == role_id)


def listing() -> sa.Select[Any]:
    """Roles as lists show them; the caller adds which ones, and their order."""
    return (
        sa.select(roles, institutions.c.name.label("institution"), _USERS.label("users"))
        .join(institutions, institutions.c.id == roles.c.tenant)
        .where(roles.c.deleted_at.is_(None))
    )


_MENU_FIELDS = [menus.c[name] for name in Entry.__struct_fields__]


async def changed_menus(db: AsyncConnection) -> list[Entry]:
    """What the installation changed in the declared menus. They are the platform's, and the same for everybody."""
    rows = await db.execute(sa.select(*_MENU_FIELDS))
    return [Entry(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name


async def save_menu(db: AsyncConnection, entry: Entry) -> int:
    """Write a change of a menu; gives its version."""
    values = {name: getattr(entry, name) for name in Entry.__struct_fields__}
    saved = insert(menus).values(values)
    saved = saved.on_conflict_do_update(index_elements=["id"], set_={**values, "v": menus.c.v + 1})
    return int((await db.execute(saved.returning(menus.c.v))).scalar_one())


async def versions(db: AsyncConnection, tenant: str, keys: Collection[str]) -> dict[str, int]:
    """The versions of these of the institution's accounts, roles and departments, of itself and of menus, by id."""
    each = (
        sa.select(accounts.c.id, accounts.c.v).where(accounts.c.tenant == tenant, accounts.c.id.in_(keys)),
        sa.select(roles.c.id, roles.c.v).where(roles.c.tenant == tenant, roles.c.id.in_(keys)),
        sa.select(departments.c.id, departments.c.v).where(departments.c.tenant == tenant, departments.c.id.in_(keys)),
        sa.select(institutions.c.id, institutions.c.v).where(institutions.c.id == tenant, institutions.c.id.in_(keys)),
        sa.select(sa.literal(MENUS), sa.cast(sa.func.sum(menus.c.v), sa.BigInteger)).having(sa.literal(MENUS in keys)),
    )
    return {row.id: int(row.v or 0) for row in await db.execute(sa.union_all(*each))}
