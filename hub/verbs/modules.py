"""``modules``: what this installation consists of."""

from __future__ import annotations

import argparse

from hub.caller import Permission
from hub.commands import Answer, Handler, name_of
from hub.events import Event, tag_of
from hub.module import discover

NAME = "modules"
HELP = "list the rooms and what they offer"


def configure(_: argparse.ArgumentParser) -> None:
    """No options."""


def run(_: argparse.Namespace) -> int:
    """Print one block per module."""
    for module in discover().modules:
        print(module.name)
        for item in module.provides:
            line = _describe(item)
            if line:
                print(f"  {line}")
    return 0


def _describe(item: object) -> str:
    if isinstance(item, Handler):
        return f"command     {name_of(item.asks)}"
    if isinstance(item, Answer):
        return f"query       {name_of(item.asks)}"
    if isinstance(item, Permission):
        return f"permission  {item.name}"
    if isinstance(item, type) and issubclass(item, Event):
        return f"fact        {tag_of(item)}"
    pattern = getattr(item, "pattern", None)
    return f"channel     {pattern}" if pattern else ""
