"""Institutions, accounts and sessions in and out of their tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.tables import accounts, institutions, sessions

Found = sa.Row[Any]

_LIVING = (
    sa.select(
        sessions,
        accounts.c.login,
        accounts.c.name,
        accounts.c.roles,
        institutions.c.name.label("institution"),
        institutions.c.time_zone,
    )
    .join(institutions, institutions.c.id == sessions.c.tenant)
    .outerjoin(accounts, accounts.c.id == sessions.c.account_id)
    .where(sessions.c.ended_at.is_(None), sa.or_(accounts.c.id.is_(None), accounts.c.disabled.is_(False)))
)


async def account_by_login(db: AsyncConnection, login: str) -> Found | None:
    """The enabled account with this login, whatever its institution: a login is unique everywhere."""
    return (await db.execute(sa.select(accounts).where(accounts.c.login == login, ~accounts.c.disabled))).first()


async def living_session(db: AsyncConnection, session_id: str, now: datetime) -> Found | None:
    """The session with its account and institution, unless it has ended, expired or the account is disabled."""
    query = _LIVING.where(sessions.c.id == session_id, sessions.c.expires_at > now)
    return (await db.execute(query)).first()


async def session_by_refresh(db: AsyncConnection, digest: bytes, now: datetime) -> Found | None:
    """The same by the digest of its refresh token."""
    query = _LIVING.where(sessions.c.refresh == digest, sessions.c.expires_at > now)
    return (await db.execute(query)).first()


async def add_session(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new session."""
    await db.execute(sa.insert(sessions).values(values))


async def end_session(db: AsyncConnection, tenant: str, session_id: str, now: datetime) -> None:
    """Mark a session as ended."""
    mine = sa.and_(sessions.c.tenant == tenant, sessions.c.id == session_id)
    await db.execute(sa.update(sessions).where(mine).values(ended_at=now))


async def add_account(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new account."""
    await db.execute(sa.insert(accounts).values(values))


async def add_institution(db: AsyncConnection, values: dict[str, Any]) -> None:
    """Write a new institution."""
    await db.execute(sa.insert(institutions).values(values))


async def institution(db: AsyncConnection, tenant: str) -> Found | None:
    """One institution."""
    return (await db.execute(sa.select(institutions).where(institutions.c.id == tenant))).first()


async def is_known(db: AsyncConnection, tenant: str, actor: str) -> bool:
    """Whether there is such an account, or a session of such a device (``device:<name>``)."""
    kind, _, device = actor.partition(":")
    if kind == "device" and device:
        query = sa.select(sessions.c.id).where(sessions.c.tenant == tenant, sessions.c.device == device).limit(1)
    else:
        query = sa.select(accounts.c.id).where(accounts.c.tenant == tenant, accounts.c.id == actor)
    return (await db.execute(query)).first() is not None


async def names(db: AsyncConnection, tenant: str, actors: Iterable[str]) -> dict[str, str]:
    """Display names of the institution's accounts by id."""
    query = sa.select(accounts.c.id, accounts.c.name).where(accounts.c.tenant == tenant, accounts.c.id.in_(set(actors)))
    return {row.id: row.name for row in await db.execute(query)}
