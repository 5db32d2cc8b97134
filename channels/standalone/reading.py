"""Reads a configuration: warns of words that mean nothing here, and stops at those that cannot mean what they say."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from channels.standalone.config import Config, Namespace, Options, Token
from channels.standalone.durations import Seconds, seconds
from channels.standalone.environment import overlaid
from channels.standalone.keys import fixed_keys, key_set
from channels.standalone.shape import members, struct_in, struct_in_list
from hub.settings import WrongSetting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

log = logging.getLogger(__name__)

_NAME: Final = re.compile(r"[-A-Za-z0-9_.]{2,}")
_SHORTEST_SECRET: Final = 32  # bytes, as many as the shortest digest of HS256


def read(path: Path, env: Mapping[str, str]) -> Config:
    """The configuration in a file and the environment. Raises WrongSetting with one sentence."""
    try:
        text = path.read_bytes()
    except OSError as problem:
        raise WrongSetting(f"{path} cannot be read: {problem.strerror}.") from problem
    return parsed(text, env)


def parsed(text: bytes, env: Mapping[str, str] = MappingProxyType({})) -> Config:
    """The configuration that `text` (JSON) is. Raises WrongSetting with one sentence; logs what is ignored."""
    try:
        said = overlaid(msgspec.json.decode(text, type=dict[str, Any]), env)
        config = msgspec.convert(said, Config, dec_hook=_custom)
    except msgspec.ValidationError as problem:
        raise WrongSetting(_sentence(str(problem))) from problem
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise WrongSetting(f"The configuration is not JSON: {problem}.") from problem
    _check(config)
    for path in _unknown(said, Config, ""):
        log.warning("configuration: %s is not known here and ignored", path)
    _advise(config)
    return config


def _custom(kind: type, said: Any) -> Any:
    if kind is Seconds:
        return seconds(said)
    raise NotImplementedError(kind)


def _sentence(problem: str) -> str:
    """`Expected `int`, got `str` - at `$.client.channel_limit`` in the order in which people read."""
    what, _, place = problem.partition(" - at ")
    path = place.strip("`").removeprefix("$").lstrip(".") or "The configuration"
    return f"{path}: {what[:1].lower()}{what[1:]}.".replace("`", "")


def _unknown(said: Any, kind: Any, path: str) -> Iterator[str]:
    """The dotted paths of what a struct does not know."""
    items, struct = struct_in_list(kind), struct_in(kind)
    if items is not None and isinstance(said, list):
        for number, item in enumerate(said):
            yield from _unknown(item, items, f"{path}[{number}]")
    if struct is None or not isinstance(said, dict):
        return
    known = members(struct)
    for name, value in said.items():
        place = f"{path}.{name}" if path else name
        if name in known:
            yield from _unknown(value, known[name], place)
        else:
            yield place


def _check(config: Config) -> None:
    names = [namespace.name for namespace in config.channel.namespaces]
    for number, namespace in enumerate(config.channel.namespaces):
        _check_namespace(f"channel.namespaces[{number}]", namespace, names)
        _check_options(f"channel.namespaces[{number}]", namespace, config.channel.history_meta_ttl)
    _check_options("channel.without_namespace", config.channel.without_namespace, config.channel.history_meta_ttl)
    personal = config.client.personal
    if personal.enabled and personal.personal_channel_namespace not in {"", *names}:
        path = "client.subscribe_to_user_personal_channel.personal_channel_namespace"
        raise WrongSetting(f"{path}: there is no namespace {personal.personal_channel_namespace!r}.")
    if 0 < config.client.ping_interval <= config.client.pong_timeout:
        raise WrongSetting("client.pong_timeout: must be shorter than client.ping_interval.")
    _check_token("client.token", config.client.token)
    _check_token("client.subscription_token", config.client.subscription_token)


def _check_namespace(path: str, namespace: Namespace, names: list[str]) -> None:
    if not _NAME.fullmatch(namespace.name):
        raise WrongSetting(f"{path}.name: {namespace.name!r} is not two or more letters, digits or -_. signs.")
    if names.count(namespace.name) > 1:
        raise WrongSetting(f"{path}.name: there are two namespaces {namespace.name!r}.")


def _check_options(path: str, options: Options, meta_ttl: float) -> None:
    if (options.history_size > 0) != (options.history_ttl > 0):
        raise WrongSetting(f"{path}.history_size: a history needs both history_size and history_ttl.")
    if options.history_ttl > (options.history_meta_ttl or meta_ttl):
        raise WrongSetting(f"{path}.history_ttl: must not be longer than history_meta_ttl.")
    if options.force_recovery and not options.history_size:
        raise WrongSetting(f"{path}.force_recovery: needs history_size and history_ttl.")
    _check_pattern(f"{path}.channel_regex", options.channel_regex)


def _check_token(path: str, token: Token) -> None:
    _check_pattern(f"{path}.audience_regex", token.audience_regex)
    _check_pattern(f"{path}.issuer_regex", token.issuer_regex)
    for one in ("audience", "issuer"):
        if getattr(token, one) and getattr(token, f"{one}_regex"):
            raise WrongSetting(f"{path}.{one}: give either {one} or {one}_regex.")
    endpoint = token.jwks_public_endpoint
    if endpoint and (not endpoint.startswith(("https://", "http://")) or "{{" in endpoint):
        raise WrongSetting(f"{path}.jwks_public_endpoint: must be one http:// or https:// URL.")
    try:
        fixed_keys(token)
        if token.jwks is not None:
            key_set(token.jwks)
    except ValueError as problem:
        raise WrongSetting(f"{path}.{problem}.") from problem


def _check_pattern(path: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as problem:
        raise WrongSetting(f"{path}: not a regular expression ({problem}).") from problem


def _advise(config: Config) -> None:
    """Say what works, but perhaps not as it was meant."""
    if config.client.insecure:
        log.warning("configuration: client.insecure lets everybody in and permits everything")
    if config.http_api.insecure:
        log.warning("configuration: http_api.insecure opens the server API to everybody")
    for path, token in (("token", config.client.token), ("subscription_token", config.client.subscription_token)):
        if 0 < len(token.hmac_secret_key.encode()) < _SHORTEST_SECRET:
            log.warning("configuration: client.%s.hmac_secret_key is shorter than %s bytes", path, _SHORTEST_SECRET)
    options = (
        ("without_namespace", config.channel.without_namespace),
        *((n.name, n) for n in config.channel.namespaces),
    )
    for name, one in options:
        if one.force_recovery_mode == "cache":
            log.warning("configuration: force_recovery_mode of %s: cache is not offered, streams are recovered", name)
