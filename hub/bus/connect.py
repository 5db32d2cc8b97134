"""Opens the Redis protocol's client for a settings URL: plain, TLS, unix socket, Sentinel, Cluster."""

from __future__ import annotations

from typing import Any

from redis.asyncio import Redis, RedisCluster, Sentinel
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.connection import SSLConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from hub.bus.address import Address, Kind, parse
from hub.bus.direct import write_directly

__all__ = ["Redis", "connect"]


def connect(url: str) -> Redis:
    """A client for ``url``; see `hub.bus.address.parse`, which raises ValueError for what it cannot read.

    Commands fail fast (5 s, no hidden repeat): whoever asks knows better whether to ask again.
    """
    address = parse(url)
    options: dict[str, Any] = {"socket_timeout": 10, "socket_connect_timeout": 2, "retry": Retry(NoBackoff(), 0)}
    if address.kind is Kind.SENTINEL:
        return _behind_sentinels(address, options)
    if address.kind is Kind.CLUSTER:
        nodes = [ClusterNode(host, port) for host, port in address.hosts]
        tls = address.connection is SSLConnection
        cluster: Any = RedisCluster(startup_nodes=nodes, ssl=tls, **{**address.options, "socket_timeout": 10})
        return cluster  # type: ignore[no-any-return]
    return write_directly(Redis.from_url(url, **options))


def _behind_sentinels(address: Address, options: dict[str, Any]) -> Redis:
    tls = {"ssl": True} if address.connection is SSLConnection else {}
    watching = {"socket_timeout": 2, **address.sentinel_options, **tls}
    sentinel = Sentinel(list(address.hosts), sentinel_kwargs=watching)  # type: ignore[no-untyped-call]
    master: Redis = sentinel.master_for(address.service, **{**address.options, **options, **tls})
    return write_directly(master)
