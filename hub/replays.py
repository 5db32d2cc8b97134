"""Idempotency: a key that came before gives the first result again. Kept for 24 hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.caller import Caller
from hub.commands import Handler
from hub.db import idempotency
from hub.errors import AlreadyDone, KeyReused

KEPT: Final = timedelta(hours=24)
_SECRET: Final = b"secret"

# Waits for a running command with the same key (unique index), then finds its committed row.
_RESERVE = sa.text(
    "insert into hub_idempotency (tenant, actor, key, fingerprint, at) values (:tenant, :actor, :key, :print, :now) "
    "on conflict do nothing returning 1"
)
_EARLIER = sa.select(idempotency.c.fingerprint, idempotency.c.result).where(
    idempotency.c.tenant == sa.bindparam("tenant"),
    idempotency.c.actor == sa.bindparam("actor"),
    idempotency.c.key == sa.bindparam("key"),
)


async def reserve(db: AsyncConnection, caller: Caller, key: str, fingerprint: str, now: datetime) -> bytes | None:
    """Take ``key`` for this command, or give what the first one with it returned; ``KeyReused`` if it differs."""
    place = {"tenant": caller.tenant, "actor": caller.actor, "key": key}
    if (await db.execute(_RESERVE, {**place, "print": fingerprint, "now": now})).first() is not None:
        return None
    row = (await db.execute(_EARLIER, place)).one()
    if row.fingerprint != fingerprint:
        raise KeyReused
    return bytes(row.result)


def encode(result: Any, handler: Handler[Any]) -> bytes:
    """What is kept of a result."""
    return _SECRET if handler.asks.secret_result else msgspec.json.encode(result)


def decode(kept: bytes, handler: Handler[Any]) -> Any:
    """The first result again; ``AlreadyDone`` where it was secret."""
    if handler.asks.secret_result:
        raise AlreadyDone
    return msgspec.json.decode(kept, type=handler.result)


async def purge(db: AsyncConnection, now: datetime) -> int:
    """Forget keys older than 24 hours; gives how many."""
    done = await db.execute(sa.delete(idempotency).where(idempotency.c.at < now - KEPT))
    return done.rowcount
