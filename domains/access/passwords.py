"""Passwords: Argon2id (RFC 9106), hashed off the event loop."""

from __future__ import annotations

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's first recommendation: 19 MiB, two passes, one lane."""

_NOBODY: Final = _HASHER.hash("nobody has this password")


async def hashed(password: str) -> str:
    """The encoded hash to store."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def matches(stored: str | None, password: str) -> bool:
    """Whether ``password`` is right. For an unknown account (None) it takes as long and says no."""
    right = await asyncio.to_thread(_verify, stored or _NOBODY, password)
    return right and stored is not None


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
