"""The numbers of the wire, with the reference's values as defaults. Tests shorten the times."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Times in seconds, sizes in bytes."""

    stale: float = 10.0
    """Without a `connect` for so long a socket is closed (3502)."""
    ping: float = 25.0
    pong: float = 8.0
    """No pong for so long after a ping: 3012."""
    refresh_grace: float = 25.0
    """How long after its expiry a connection may still refresh: SDKs refresh only once the time is over."""
    close_wait: float = 5.0
    """How long the peer may take to answer our close frame."""
    position_check: float = 40.0
    settle: float = 1.0
    """How long a room may stay behind one of its members before it looks into the broker."""
    inbound: int = 64 * 1024
    queue: int = 1024 * 1024
    """Unsent bytes of one connection; more closes it (3008)."""
    frame_messages: int = 16
    channels: int = 128
    channel_name: int = 255
    pending_commands: int = 512
    recovery: int = 300
    """Publications that a recovery or a repair may bring; more means a fresh snapshot."""
    joining_buffer: int = 4096
    """Publications that may wait for one subscriber while its snapshot is read."""
    shutdown_batch: int = 128
    shutdown_pause: float = 0.05
    failed_checks: int = 4
    """So many permission checks in a row may fail for technical reasons before the connection is closed."""
