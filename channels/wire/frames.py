"""WebSocket frames of a server (RFC 6455, section 5.2): complete, unmasked, and the same for every reader."""

from __future__ import annotations

TEXT, BINARY = 0x81, 0x82
SHORT, MEDIUM = 126, 1 << 16
LONGEST_REASON = 123
"""Bytes of a close frame's text."""


def frame(payload: bytes, *, binary: bool) -> bytes:
    """One frame that holds the whole payload."""
    kind, size = BINARY if binary else TEXT, len(payload)
    if size < SHORT:
        return bytes((kind, size)) + payload
    if size < MEDIUM:
        return bytes((kind, SHORT)) + size.to_bytes(2, "big") + payload
    return bytes((kind, SHORT + 1)) + size.to_bytes(8, "big") + payload


def fitting(reason: str) -> str:
    """As much of a reason as a close frame takes."""
    return reason.encode()[:LONGEST_REASON].decode(errors="ignore")
