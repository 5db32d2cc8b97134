"""What may be published, and the small shared rules of all brokers."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.broker.base import Retention

MAX_DATA = 512 * 1024
"""Largest publication in bytes. Half of a connection's queue, so that one publication never makes a client slow."""

MAX_VERSION = 2**53
"""Row versions are compared as doubles by Redis' Lua, which is exact up to here."""

IDEMPOTENCY_SECONDS = 300
"""How long the outcome of a publish with an idempotency key is remembered."""


def new_epoch() -> str:
    """Eight random letters. Never `_`, which SDKs use for "no position known"."""
    return "".join(secrets.choice(string.ascii_letters) for _ in range(8))


def check_publish(channel: str, data: bytes, retention: Retention, key: str | None, version: int | None) -> None:
    """Raise ValueError for what no broker takes. `data` is trusted to be JSON; its content is not looked at."""
    if not channel:
        raise ValueError("the channel has no name")
    if not data or len(data) > MAX_DATA:
        raise ValueError(f"a publication has 1 to {MAX_DATA} bytes, this one {len(data)}")
    if b"\n" in data:
        raise ValueError("a publication holds no line feed: it separates messages on the wire")
    if (key is None) != (version is None):
        raise ValueError("key and version are given together or not at all")
    if version is not None and not 0 <= version <= MAX_VERSION:
        raise ValueError(f"a row version lies in 0..2**53, not {version}")
    if retention.size < 1 or retention.ttl <= 0 or retention.meta_ttl < retention.ttl:
        raise ValueError("retention: size >= 1, ttl > 0, meta_ttl >= ttl")
