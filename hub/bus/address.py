"""What a Redis URL says: one server, Sentinels that know where the master is, or a cluster; plain or TLS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from redis.asyncio.connection import (
    AbstractConnection,
    Connection,
    SSLConnection,
    UnixDomainSocketConnection,
    parse_url,
)

REDIS_PORT = 6379
SENTINEL_PORT = 26379
POOL_OPTIONS = ("max_connections", "timeout")
FORMS = "redis://, rediss://, unix://, redis+sentinel:// or redis+cluster:// (or rediss+...)"


class Kind(Enum):
    """Who answers at the address."""

    ONE = "one server"
    SENTINEL = "sentinels"
    CLUSTER = "a cluster"


Host = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Address:
    """A URL taken apart.

    `hosts` are the server, the Sentinels or some nodes of the cluster (empty for a unix socket), `options` what
    `connection` takes beside host and port: user, password, database, TLS. `sentinel_options` are the same for the
    Sentinels themselves; `service` is the name under which they know the master.
    """

    kind: Kind
    hosts: tuple[Host, ...]
    connection: type[AbstractConnection]
    options: Mapping[str, Any]
    sentinel_options: Mapping[str, Any]
    service: str = ""


def parse(url: str) -> Address:
    """Take a URL apart. Raises ValueError with one sentence that never repeats a password.

    `redis[s]://[user:password@]host[:port][/db][?ssl_ca_certs=...]`, `unix:///path[?db=]`,
    `redis[s]+sentinel://[user:password@]host[:port],.../<service>[?db=&sentinel_username=&sentinel_password=]`,
    `redis[s]+cluster://[user:password@]host[:port],...`. The query takes what redis-py takes, TLS files included.
    """
    scheme, _, rest = url.partition("://")
    plain, _, kind = scheme.partition("+")
    kinds = {"": Kind.ONE, "sentinel": Kind.SENTINEL, "cluster": Kind.CLUSTER}
    if plain not in ("redis", "rediss", "unix") or kind not in kinds or (plain == "unix" and kind):
        raise ValueError(f"a Redis URL begins with {FORMS}")
    if plain == "unix":
        options = dict(parse_url(url))
        options.pop("connection_class", None)
        if not options.get("path"):
            raise ValueError("a unix:// URL names the path of a socket")
        return Address(Kind.ONE, (), UnixDomainSocketConnection, options, {})
    return _networked(plain, kinds[kind], rest)


def _networked(plain: str, kind: Kind, rest: str) -> Address:
    parts = urlsplit(f"{plain}://{rest}")
    people, _, places = parts.netloc.rpartition("@")
    if kind is Kind.ONE and "," in places:
        raise ValueError("several hosts need redis+sentinel:// or redis+cluster://")
    port = SENTINEL_PORT if kind is Kind.SENTINEL else REDIS_PORT
    hosts = tuple(_host(place, port) for place in places.split(","))
    path = parts.path.strip("/")
    service = unquote(path) if kind is Kind.SENTINEL else ""
    if kind is Kind.SENTINEL and not service:
        raise ValueError("a redis+sentinel:// URL ends with the name of the master: .../mymaster")
    options = _options(f"{plain}://{people}@host/{'' if service else path}?{parts.query}")
    watchers = {name.removeprefix("sentinel_"): options.pop(name) for name in list(options) if name[:9] == "sentinel_"}
    if kind is Kind.CLUSTER and options.pop("db", 0):
        raise ValueError("a cluster has only database 0")
    shared = {name: value for name, value in options.items() if name.startswith("ssl_")}
    connection = SSLConnection if plain == "rediss" else Connection
    _check(connection, options)
    _check(connection, {**shared, **watchers})
    return Address(kind, hosts, connection, options, {**shared, **watchers}, service)


def _options(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    path = parts.path.strip("/")
    if path and not path.isdecimal():
        raise ValueError("the path of a redis:// URL is a database number")
    options: dict[str, Any] = dict(parse_url(url))
    for name in ("connection_class", "host", "port"):
        options.pop(name, None)
    return options


def _check(connection: type[AbstractConnection], options: Mapping[str, Any]) -> None:
    """Raise ValueError for options that a connection does not take, and for files that are not there."""
    known = {name: value for name, value in options.items() if name not in POOL_OPTIONS}
    try:
        connection(**known)
    except TypeError:
        raise ValueError("the Redis URL has an option that such a connection does not take") from None
    for name in ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile"):
        if name in known and not Path(known[name]).is_file():
            raise ValueError(f"{name} of the Redis URL is not a file: {known[name]}")


def _host(text: str, default: int) -> Host:
    parts = urlsplit(f"//{text}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host:
        raise ValueError("a Redis URL names its hosts as host:port")
    return host, port or default
