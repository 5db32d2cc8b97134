"""The numbers of the wire, with the reference's values as defaults. Tests shorten the times."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Times in seconds, sizes in bytes, rates per second; a rate or count of 0 means unlimited."""

    stale: float = 10.0
    """Without a `connect` for so long a socket is closed (3502)."""
    ping: float = 25.0
    """0: no pings, and the client is not asked for pongs."""
    pong: float = 8.0
    """No pong for so long after a ping: 3012."""
    refresh_grace: float = 25.0
    """How long after its expiry a connection or subscription may still refresh: SDKs do so only once time is over."""
    close_wait: float = 5.0
    """How long the peer may take to answer our close frame."""
    position_check: float = 40.0
    settle: float = 1.0
    """How long a room may stay behind one of its members before it looks into the broker."""
    presence_ttl: float = 60.0
    """How long a client is taken for present without a word of its node; said again on every tick."""
    tick: float = 25.0
    """How often a connection's rights are checked and its presence is said again where there are no pings."""
    inbound: int = 64 * 1024
    queue: int = 1024 * 1024
    """Unsent bytes of one connection; more closes it (3008)."""
    frame_messages: int = 16
    gather: float = 0.0
    """How long messages may wait for others to share their frame; 0: until the end of the loop tick."""
    channels: int = 128
    channel_name: int = 255
    pending_commands: int = 512
    concurrency: int = 1
    """Calls (rpc, history, presence) of one connection that may be under way at once, answered as they finish."""
    history: int = 300
    """Publications that one history request may return."""
    recovery: int = 300
    """Publications that a recovery or a repair may bring; more means a fresh snapshot."""
    joining_buffer: int = 4096
    """Publications that may wait for one subscriber while its snapshot is read."""
    user_connections: int = 0
    """Connections of one user on this node; one more is closed (3504)."""
    arriving: int = 2000
    """Sockets that may wait to be admitted; further upgrades get 503 and the advice to come back a little later."""
    joining: int = 5000
    """Subscriptions that may be under way on a node; further ones get error 111, which SDKs try again with back-off."""
    commands_per_second: float = 200.0
    commands_at_once: int = 1000
    """Burst of one connection. Beyond it commands are answered with error 111 (temporary)."""
    user_commands_per_second: float = 1000.0
    user_commands_at_once: int = 5000
    """The same for all connections of one user on a node together; anonymous users have no common budget."""
    shutdown_batch: int = 128
    shutdown_pause: float = 0.05
    failed_checks: int = 4
    """So many permission checks in a row may fail for technical reasons before the connection is closed."""

    @property
    def beat(self) -> float:
        """Seconds between two ticks of a connection, on which it is pinged and its rights are checked."""
        return self.ping or self.tick
