"""Opens the Redis protocol's client for a settings URL: plain, TLS, unix socket, Sentinel, Cluster."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from redis.asyncio import Redis, RedisCluster, Sentinel
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

__all__ = ["Redis", "connect"]

SENTINEL = "redis+sentinel://"
CLUSTER = "redis+cluster://"


def connect(url: str) -> Redis:
    """A client for ``url``. Sentinel: ``redis+sentinel://host:port,host:port/<service>``.

    Commands fail fast (5 s, no hidden repeat): whoever asks knows better whether to ask again.
    """
    options: dict[str, Any] = {"socket_timeout": 10, "socket_connect_timeout": 2, "retry": Retry(NoBackoff(), 0)}
    if url.startswith(SENTINEL):
        parts = urlsplit(url)
        hosts = [_host_port(h, 26379) for h in parts.netloc.rpartition("@")[2].split(",")]
        sentinel = Sentinel(hosts, socket_timeout=2)  # type: ignore[no-untyped-call]
        master: Redis = sentinel.master_for(parts.path.strip("/") or "mymaster", **options)
        return master
    if url.startswith(CLUSTER):
        cluster: Any = RedisCluster.from_url("redis://" + url.removeprefix(CLUSTER), socket_timeout=10)
        return cluster  # type: ignore[no-any-return]
    client: Redis = Redis.from_url(url, **options)
    return client


def _host_port(text: str, default: int) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return (host, int(port)) if host else (text, default)
