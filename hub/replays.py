"""Idempotency: a key that came before gives the first result again. Kept for 24 hours.

The key is written by the last statement of the transaction (``hub_seal``), so the usual command pays nothing for it.
A repeat runs until that statement, or until the state that the first one left refuses it; either way its transaction
is rolled back and the first result is given.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.caller import Caller
from hub.commands import Handler
from hub.db import idempotency
from hub.errors import AlreadyDone, KeyReused

KEPT: Final = timedelta(hours=24)
NOT_YET: Final = object()
_SECRET: Final = b"secret"

_EARLIER = sa.select(idempotency.c.fingerprint, idempotency.c.result).where(
    idempotency.c.tenant == sa.bindparam("tenant"),
    idempotency.c.actor == sa.bindparam("actor"),
    idempotency.c.key == sa.bindparam("key"),
)


def fingerprint(secret: str, name: str, body: bytes) -> str:
    """What tells two different requests under one key apart; keyed, since a body may hold a password."""
    return hmac.digest(secret.encode(), name.encode() + b"\0" + body, "sha256").hex()


async def earlier(db: AsyncConnection, caller: Caller, key: str, print_: str, handler: Handler[Any]) -> Any:
    """What the first command with ``key`` returned, ``NOT_YET`` when there was none.

    Raises ``KeyReused`` when that was another request, ``AlreadyDone`` when its result was secret.
    """
    row = (await db.execute(_EARLIER, {"tenant": caller.tenant, "actor": caller.actor, "key": key})).first()
    if row is None:
        return NOT_YET
    if row.fingerprint != print_:
        raise KeyReused
    if handler.asks.secret_result:
        raise AlreadyDone
    return msgspec.json.decode(row.result, type=handler.result)


def encode(result: Any, handler: Handler[Any]) -> bytes:
    """What is kept of a result."""
    return _SECRET if handler.asks.secret_result else msgspec.json.encode(result)


def is_repeat(error: Exception) -> bool:
    """Whether a transaction failed because its key had been used."""
    return isinstance(error, IntegrityError) and "hub_idempotency_pkey" in str(error.orig)


async def purge(db: AsyncConnection, now: datetime) -> int:
    """Forget keys older than 24 hours; gives how many."""
    done = await db.execute(sa.delete(idempotency).where(idempotency.c.at < now - KEPT))
    return done.rowcount
