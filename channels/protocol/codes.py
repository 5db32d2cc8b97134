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
UNAUTHORIZED: Final = ErrorCode(101, "unauthorized")
UNKNOWN_CHANNEL: Final = ErrorCode(102, "unknown channel")
PERMISSION_DENIED: Final = ErrorCode(103, "permission denied")
METHOD_NOT_FOUND: Final = ErrorCode(104, "method not found")
ALREADY_SUBSCRIBED: Final = ErrorCode(105, "already subscribed")
LIMIT_EXCEEDED: Final = ErrorCode(106, "limit exceeded")
BAD_REQUEST: Final = ErrorCode(107, "bad request")
NOT_AVAILABLE: Final = ErrorCode(108, "not available")
TOKEN_EXPIRED: Final = ErrorCode(109, "token expired")
EXPIRED: Final = ErrorCode(110, "expired")
TOO_MANY: Final = ErrorCode(111, "too many requests", temporary=True)
UNRECOVERABLE: Final = ErrorCode(112, "unrecoverable position")
CONCURRENT_PAGINATION: Final = ErrorCode(113, "concurrent pagination", temporary=True)

CLOSE_NORMAL: Final = CloseCode(3000, "connection closed")
CLOSE_SHUTDOWN: Final = CloseCode(3001, "shutdown")
CLOSE_INTERNAL: Final = CloseCode(3004, "internal server error")
CLOSE_EXPIRED: Final = CloseCode(3005, "connection expired")
CLOSE_SUBSCRIPTION_EXPIRED: Final = CloseCode(3006, "subscription expired")
CLOSE_SLOW: Final = CloseCode(3008, "slow")
CLOSE_WRITE_ERROR: Final = CloseCode(3009, "write error")
CLOSE_INSUFFICIENT: Final = CloseCode(3010, "insufficient state")
CLOSE_FORCE_RECONNECT: Final = CloseCode(3011, "force reconnect")
CLOSE_NO_PONG: Final = CloseCode(3012, "no pong")
CLOSE_TOO_MANY: Final = CloseCode(3013, "too many requests")
CLOSE_INVALIDATED: Final = CloseCode(3014, "state invalidated")
CLOSE_INVALID_TOKEN: Final = CloseCode(3500, "invalid token")
CLOSE_BAD_REQUEST: Final = CloseCode(3501, "bad request")
CLOSE_STALE: Final = CloseCode(3502, "stale")
CLOSE_FORCED: Final = CloseCode(3503, "force disconnect")
CLOSE_CONNECTION_LIMIT: Final = CloseCode(3504, "connection limit")
CLOSE_CHANNEL_LIMIT: Final = CloseCode(3505, "channel limit")
CLOSE_INAPPROPRIATE: Final = CloseCode(3506, "inappropriate protocol")
CLOSE_PERMISSION_DENIED: Final = CloseCode(3507, "permission denied")
CLOSE_NOT_AVAILABLE: Final = CloseCode(3508, "not available")
CLOSE_TOO_MANY_ERRORS: Final = CloseCode(3509, "too many errors")

CUT_BY_SERVER: Final = CutCode(2000, "server unsubscribe")
CUT_INSUFFICIENT: Final = CutCode(2500, "insufficient state")
CUT_EXPIRED: Final = CutCode(2501, "subscription expired")
CUT_INVALIDATED: Final = CutCode(2502, "state invalidated")
