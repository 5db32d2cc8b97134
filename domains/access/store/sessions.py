"""Sessions, each with all that decides what it may do now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.tables import accounts, applications, institutions, menus, policies, roles, sessions

Found = sa.Row[Any]

_ROLE_FIELDS = [part for c in ("id", "preset", "extent", "granted", "withheld") for part in (c, roles.c[c])]
_ROLES = (
    sa.select(
        sa.func.coalesce(sa.func.jsonb_agg(sa.func.jsonb_build_object(*_ROLE_FIELDS)), sa.literal_column("'[]'::jsonb"))
    )
    .where(
        roles.c.tenant == accounts.c.tenant,
        roles.c.id == sa.any_(accounts.c.roles),
        roles.c.enabled,
        roles.c.deleted_at.is_(None),
    )
    .correlate(accounts)
    .scalar_subquery()
)
_GRANTS = (
    sa.select(
        sa.func.coalesce(
            sa.func.jsonb_agg(
                sa.func.jsonb_build_object("application", applications.c.application, "ends_at", applications.c.ends_at)
            ),
            sa.literal_column("'[]'::jsonb"),
        )
    )
    .where(applications.c.tenant == institutions.c.id)
    .correlate(institutions)
    .scalar_subquery()
)
# As text: it is the key under which the merged menus are remembered.
_MENUS = sa.select(sa.cast(sa.func.jsonb_agg(sa.text("m order by m.id")), sa.Text)).select_from(menus.alias("m"))
_below = institutions.alias("below")
_BELOW = (
    sa.select(sa.func.array_agg(_below.c.id))
    .where(
        sa.or_(
            sa.and_(institutions.c.kind == "regional", _below.c.path.contains(array([institutions.c.id]))),
            institutions.c.kind == "platform",
        ),
        _below.c.deleted_at.is_(None),
    )
    .correlate(institutions)
    .scalar_subquery()
)

_FULL = (
    sa.select(
        sessions,
        accounts.c.kind.label("person"),
        accounts.c.login,
        accounts.c.phone,
        accounts.c.name,
        accounts.c.roles,
        accounts.c.disabled,
        accounts.c.masked,
        accounts.c.department_id,
        accounts.c.must_change,
        accounts.c.password_at,
        accounts.c.valid_until,
        accounts.c.deleted_at,
        (accounts.c.totp.is_not(None)).label("has_totp"),
        institutions.c.name.label("institution"),
        institutions.c.time_zone,
        institutions.c.kind,
        institutions.c.enabled,
        institutions.c.withheld,
        institutions.c.valid_until.label("institution_until"),
        institutions.c.deleted_at.label("institution_deleted"),
        policies.c.policy,
        _ROLES.label("held"),
        _GRANTS.label("granted"),
        _MENUS.scalar_subquery().label("menus"),
        _BELOW.label("below"),
    )
    .join(institutions, institutions.c.id == sessions.c.tenant)
    .outerjoin(accounts, accounts.c.id == sessions.c.account_id)
    .outerjoin(policies, policies.c.tenant == sessions.c.tenant)
)


async def session(db: AsyncConnection, session_id: str) -> Found | None:
    """The session with its account, roles, institution and policy, ended or not."""
    return (await db.execute(_FULL.where(sessions.c.id == session_id))).first()


async def session_by_refresh(db: AsyncConnection, digest: bytes) -> Found | None:
    """The same by the digest of its refresh token."""
    return (await db.execute(_FULL.where(sessions.c.refresh == digest))).first()


async def add(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new session."""
    await db.execute(sa.insert(sessions).values(values))


async def end(db: AsyncConnection, tenant: str, session_id: str, now: datetime, why: str) -> None:
    """Mark a session as ended, unless it has ended already."""
    mine = sa.and_(sessions.c.tenant == tenant, sessions.c.id == session_id, sessions.c.ended_at.is_(None))
    await db.execute(sa.update(sessions).where(mine).values(ended_at=now, ended_why=why))


async def end_all(
    db: AsyncConnection, account: tuple[str, str], now: datetime, why: str, *, spared: str = "", terminal: str = ""
) -> list[str]:
    """End the open sessions of an account (tenant, id), of one end if it is named; gives their ids."""
    tenant, account_id = account
    mine = [
        sessions.c.tenant == tenant,
        sessions.c.account_id == account_id,
        sessions.c.ended_at.is_(None),
        sessions.c.id != spared,
    ]
    if terminal:
        mine.append(sessions.c.terminal == terminal)
    ended = sa.update(sessions).where(*mine).values(ended_at=now, ended_why=why).returning(sessions.c.id)
    return [row.id for row in await db.execute(ended)]


async def change(db: AsyncConnection, tenant: str, session_id: str, values: dict[str, Any]) -> None:
    """Write what is different: when its page was used last, or from where."""
    mine = sa.and_(sessions.c.tenant == tenant, sessions.c.id == session_id)
    await db.execute(sa.update(sessions).where(mine).values(values))


async def addresses(db: AsyncConnection, tenant: str, account_id: str) -> list[str]:
    """From where an account has signed in so far."""
    mine = sa.and_(sessions.c.tenant == tenant, sessions.c.account_id == account_id, sessions.c.address.is_not(None))
    return list((await db.execute(sa.select(sessions.c.address).where(mine).distinct())).scalars())


async def has_device(db: AsyncConnection, tenant: str, device: str) -> bool:
    """Whether this device has, or had, a session."""
    query = sa.select(sessions.c.id).where(sessions.c.tenant == tenant, sessions.c.device == device).limit(1)
    return (await db.execute(query)).first() is not None
