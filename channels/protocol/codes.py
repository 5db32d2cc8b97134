"""The protocol's numbers with their fixed texts (Centrifuge client protocol, sections 17.1 to 17.3)."""

from __future__ import annotations

from typing import Final, NamedTuple


class ErrorCode(NamedTuple):
    """A reply error. SDKs try a `temporary` one again by themselves; 109 makes them fetch a new token."""

    code: int
    message: str
    temporary: bool = False


class CloseCode(NamedTuple):
    """Why a connection ends. SDKs come back unless the code lies in 3500-3999 or 4500-4999."""

    code: int
    reason: str


class CutCode(NamedTuple):
    """Why the server ends one subscription. From 2500 on SDKs subscribe again, with recovery."""

    code: int
    reason: str


INTERNAL: Final = ErrorCode(100, "internal server error", temporary=True)
UNKNOWN_CHANNEL: Final = ErrorCode(102, "unknown channel")
PERMISSION_DENIED: Final = ErrorCode(103, "permission denied")
METHOD_NOT_FOUND: Final = ErrorCode(104, "method not found")
ALREADY_SUBSCRIBED: Final = ErrorCode(105, "already subscribed")
LIMIT_EXCEEDED: Final = ErrorCode(106, "limit exceeded")
BAD_REQUEST: Final = ErrorCode(107, "bad request")
NOT_AVAILABLE: Final = ErrorCode(108, "not available")
TOKEN_EXPIRED: Final = ErrorCode(109, "token expired")
EXPIRED: Final = ErrorCode(110, "expired")
UNRECOVERABLE: Final = ErrorCode(112, "unrecoverable position")

CLOSE_SHUTDOWN: Final = CloseCode(3001, "shutdown")
CLOSE_INTERNAL: Final = CloseCode(3004, "internal server error")
CLOSE_EXPIRED: Final = CloseCode(3005, "connection expired")
CLOSE_SLOW: Final = CloseCode(3008, "slow")
CLOSE_FORCE_RECONNECT: Final = CloseCode(3011, "force reconnect")
CLOSE_NO_PONG: Final = CloseCode(3012, "no pong")
CLOSE_TOO_MANY: Final = CloseCode(3013, "too many requests")
CLOSE_INVALID_TOKEN: Final = CloseCode(3500, "invalid token")
CLOSE_BAD_REQUEST: Final = CloseCode(3501, "bad request")
CLOSE_STALE: Final = CloseCode(3502, "stale")
CLOSE_FORCED: Final = CloseCode(3503, "force disconnect")
CLOSE_NOT_AVAILABLE: Final = CloseCode(3508, "not available")

CUT_BY_SERVER: Final = CutCode(2000, "server unsubscribe")
CUT_INSUFFICIENT: Final = CutCode(2500, "insufficient state")
