"""What may be published, and the small shared rules of all brokers."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.broker.base import Extras, Retention

MAX_DATA = 512 * 1024
"""Largest publication in bytes. Half of a connection's queue, so that one publication never makes a client slow."""

MAX_VERSION = 2**53
"""Row versions are compared as doubles by Redis' Lua, which is exact up to here."""


def new_epoch() -> str:
    """Eight random letters. Never `_`, which SDKs use for "no position known"."""
    return "".join(secrets.choice(string.ascii_letters) for _ in range(8))


def check_publish(channel: str, data: bytes, retention: Retention | None, extras: Extras) -> None:
    """Raise ValueError for what no broker takes. What `data` says is not looked at."""
    if not channel:
        raise ValueError("the channel has no name")
    if not data or len(data) > MAX_DATA:
        raise ValueError(f"a publication has 1 to {MAX_DATA} bytes, this one {len(data)}")
    _check_extras(extras)
    if retention is not None and (retention.size < 1 or retention.ttl <= 0 or retention.meta_ttl < retention.ttl):
        raise ValueError("retention: size >= 1, ttl > 0, meta_ttl >= ttl")


def _check_extras(extras: Extras) -> None:
    if extras.version is not None:
        if extras.key is None:
            raise ValueError("a row version needs the row's key")
        if not 0 <= extras.version <= MAX_VERSION:
            raise ValueError(f"a row version lies in 0..2**53, not {extras.version}")
    if extras.idempotency_ttl <= 0:
        raise ValueError("an idempotency key is remembered for more than 0 seconds")
