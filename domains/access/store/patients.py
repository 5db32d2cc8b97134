"""Patients' accounts, and the WeChat users that they are, in and out of their tables."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.model.roles import PATIENT
from domains.access.tables import accounts, wechat

Found = sa.Row[Any]


def _here(tenant: str) -> tuple[sa.ColumnElement[bool], ...]:
    return accounts.c.tenant == tenant, accounts.c.kind == PATIENT, accounts.c.deleted_at.is_(None)


async def of(db: AsyncConnection, tenant: str, account_ids: Collection[str]) -> list[Found]:
    """These patients of the institution."""
    return list(await db.execute(sa.select(accounts).where(*_here(tenant), accounts.c.id.in_(account_ids))))


async def by_openid(db: AsyncConnection, tenant: str, openid: bytes) -> Found | None:
    """The patient that a WeChat user is."""
    query = sa.select(accounts).join(
        wechat, sa.and_(wechat.c.tenant == accounts.c.tenant, wechat.c.account_id == accounts.c.id)
    )
    return (await db.execute(query.where(*_here(tenant), wechat.c.openid == openid))).first()


async def is_bound(db: AsyncConnection, tenant: str, account_id: str) -> bool:
    """Whether the patient has bound a WeChat user."""
    query = sa.select(wechat.c.openid).where(wechat.c.tenant == tenant, wechat.c.account_id == account_id)
    return (await db.execute(query)).first() is not None


async def bind(db: AsyncConnection, mine: tuple[str, str], openid: bytes, now: datetime) -> bool:
    """From now on the patient (tenant, account) is this WeChat user and no other; False: another patient is."""
    tenant, account_id = mine
    await unbind(db, mine)
    written = insert(wechat).values(tenant=tenant, openid=openid, account_id=account_id, bound_at=now)
    return (await db.execute(written.on_conflict_do_nothing().returning(wechat.c.account_id))).first() is not None


async def unbind(db: AsyncConnection, mine: tuple[str, str]) -> None:
    """From now on the patient is no WeChat user."""
    await db.execute(sa.delete(wechat).where(wechat.c.tenant == mine[0], wechat.c.account_id == mine[1]))
