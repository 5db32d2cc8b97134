"""The wire's numbers out of a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from channels.wire.limits import Limits

if TYPE_CHECKING:
    from channels.standalone.config import Config


def limits(config: Config) -> Limits:
    """What the configuration sets; the rest as it is by default.

    The wire has one grace for connections and subscriptions that expired: the longer one of the two that may be set.
    """
    client = config.client
    own = client.expired_sub_close_delay
    return Limits(
        stale=client.stale_close_delay,
        ping=client.ping_interval,
        pong=client.pong_timeout,
        refresh_grace=client.expired_close_delay if own is UNSET else max(client.expired_close_delay, own),
        position_check=client.channel_position_check_delay,
        presence_ttl=config.engine.redis.presence_ttl,
        tick=client.presence_update_interval,
        inbound=config.websocket.message_size_limit,
        queue=client.queue_max_size,
        channels=client.channel_limit,
        channel_name=config.channel.max_length,
        concurrency=max(client.concurrency, 1),
        history=client.history_max_publication_limit,
        recovery=client.recovery_max_publication_limit,
        user_connections=client.user_connection_limit,
        gather=client.write_delay,
    )
