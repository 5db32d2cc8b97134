"""Settings in the environment, as containers like them: `CENTRIFUGO_CLIENT_TOKEN_HMAC_SECRET_KEY` and so on.

They go before what the file says. `CENTRIFUGO_CHANNEL_NAMESPACES_CHAT_PRESENCE` is the `presence` of a namespace
`chat` that the file lists, `CENTRIFUGO_CHANNEL_NAMESPACES` a JSON list in place of the file's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin

import msgspec

from channels.standalone.config import Config
from channels.standalone.durations import Seconds
from channels.standalone.shape import members, struct_in, struct_in_list
from hub.settings import WrongSetting

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX: Final = "CENTRIFUGO"


def overlaid(said: dict[str, Any], env: Mapping[str, str]) -> dict[str, Any]:
    """A configuration with the environment's settings in it. Raises WrongSetting."""
    return _overlaid(Config, said, PREFIX, env)


def _overlaid(kind: type[msgspec.Struct], said: dict[str, Any], prefix: str, env: Mapping[str, str]) -> dict[str, Any]:
    result = dict(said)
    for name, hint in members(kind).items():
        variable = f"{prefix}_{name}".upper()
        if variable in env:
            result[name] = _value(variable, hint, env[variable])
        inner, items = struct_in(hint), struct_in_list(hint)
        present = result.get(name, {})
        if inner is not None and isinstance(present, dict):
            found = _overlaid(inner, present, variable, env)
            if found or name in result:
                result[name] = found
        elif items is not None and isinstance(present, list):
            result[name] = [_named(items, item, variable, env) for item in present]
    return result


def _named(kind: type[msgspec.Struct], item: Any, prefix: str, env: Mapping[str, str]) -> Any:
    if not isinstance(item, dict) or not isinstance(item.get("name"), str):
        return item  # told of when the whole is checked
    return _overlaid(kind, item, f"{prefix}_{re.sub(r'[^A-Za-z0-9]', '_', item['name'])}", env)


def _value(variable: str, hint: Any, text: str) -> Any:
    """What a text stands for: lists are JSON or separated by spaces, objects are JSON."""
    try:
        if text.lstrip().startswith(("[", "{")):
            return msgspec.json.decode(text)
        if get_origin(hint) is tuple:
            return text.split()
        if hint is str or str in get_args(hint) or hint is Seconds:
            return text
        return msgspec.convert(text, hint, strict=False)
    except (msgspec.ValidationError, msgspec.DecodeError) as problem:
        raise WrongSetting(f"{variable}: {problem}.") from problem
