"""The broker's URL out of a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from hub.bus.address import parse
from hub.settings import WrongSetting

if TYPE_CHECKING:
    from channels.standalone.config import Engine, Redis

MEMORY: Final = "memory://"


def broker_url(engine: Engine) -> str:
    """Where channels live, as one URL. Raises WrongSetting."""
    if engine.type == "memory":
        return MEMORY
    url = _redis_url(engine.redis)
    try:
        parse(url)
    except ValueError as problem:
        raise WrongSetting(f"engine.redis: {problem}.") from problem
    return url


def _redis_url(redis: Redis) -> str:
    if redis.sentinel_address:
        if not redis.sentinel_master_name:
            raise WrongSetting("engine.redis.sentinel_master_name: is needed beside sentinel_address.")
        hosts = _hosts("sentinel_address", redis.sentinel_address)
        return f"redis+sentinel://{_login(redis)}{hosts}/{quote(redis.sentinel_master_name)}?db={redis.db}"
    if redis.cluster_address:
        return f"redis+cluster://{_login(redis)}{_hosts('cluster_address', redis.cluster_address)}"
    (address, *others) = (redis.address,) if isinstance(redis.address, str) else redis.address or ("",)
    if others:
        raise WrongSetting("engine.redis.address: give one server; for several of them use a Redis Cluster.")
    return address if "://" in address else f"redis://{_login(redis)}{address}/{redis.db}"


def _login(redis: Redis) -> str:
    if not redis.user and not redis.password:
        return ""
    return f"{quote(redis.user, safe='')}:{quote(redis.password, safe='')}@"


def _hosts(setting: str, said: str | tuple[str, ...]) -> str:
    hosts = said if isinstance(said, str) else ",".join(said)
    if "://" in hosts:
        raise WrongSetting(f"engine.redis.{setting}: give host:port, not a URL.")
    return hosts
