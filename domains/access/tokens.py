"""Tokens: signed JWTs that only name a session; what the session may do is looked up at each use."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Literal

import jwt
import msgspec

from hub.errors import TokenExpired, Unauthenticated

Use = Literal["access", "connection"]

ACCESS_LIFE: Final = timedelta(hours=1)
CONNECTION_LIFE: Final = timedelta(minutes=10)
SESSION_LIFE: Final = timedelta(days=30)
DEVICE_LIFE: Final = timedelta(days=3650)


class Claims(msgspec.Struct, frozen=True):
    """What a token says: the actor (``sub``), its session, what the token is for and until when."""

    sub: str
    sid: str
    use: Use
    exp: int


def issue(secret: str, claims: Claims) -> str:
    """A signed token (HS256)."""
    return jwt.encode(msgspec.to_builtins(claims), secret, algorithm="HS256")


def read(secret: str, token: str, use: Use, now: datetime) -> Claims:
    """The claims of a valid token for ``use``; raises ``TokenExpired`` or ``Unauthenticated``."""
    claims = _verified(secret, token)
    if claims.use != use:
        raise Unauthenticated
    if claims.exp <= now.timestamp():
        raise TokenExpired
    return claims


@lru_cache(maxsize=4096)
def _verified(secret: str, token: str) -> Claims:
    """The claims of a token with our signature. Remembered: what was signed stays signed, the times are read anew."""
    try:
        payload = jwt.decode(token, secret, algorithms=["HS256"], options={"verify_exp": False})
        return msgspec.convert(payload, Claims)
    except (jwt.InvalidTokenError, msgspec.ValidationError) as error:
        raise Unauthenticated from error


def new_refresh() -> str:
    """A fresh random refresh token (256 bits)."""
    return secrets.token_urlsafe(32)


def digest(refresh: str) -> bytes:
    """What is stored of a refresh token."""
    return hashlib.sha256(refresh.encode()).digest()
