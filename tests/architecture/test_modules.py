"""Every room declares what it has, under its own name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

from channels.channel import Channel
from hub.caller import PUBLIC, Permission
from hub.commands import Answer, Asked, Command, Handler, Query, name_of
from hub.events import Event, tag_of
from hub.module import Module, discover, rooms

MODULES = discover().modules

OPEN_TO_EVERYBODY = {
    "access/sign-in",
    "access/refresh",
    "access/ask-password-code",
    "access/reset-forgotten",
    "access/ask-patient-code",
    "access/register-patient",
    "access/sign-in-patient",
    "access/sign-in-patient-wechat",
    "access/reset-patient-password",
    "access/refresh-patient",
    "queue/open-screen",
    "queue/request-pairing",
}
"""What works before anybody is known. A new entry needs a reason as good as these."""


SHOWN_TO_EVERYBODY = {"access/show-door", "access/show-patient-door"}


def _everything(room: str) -> Iterator[object]:
    """All objects defined in the modules of a room."""
    package = importlib.import_module(room)
    for info in pkgutil.walk_packages(package.__path__, f"{room}."):
        if ".migrations" in info.name:
            continue
        module = importlib.import_module(info.name)
        for item in vars(module).values():
            if getattr(item, "__module__", None) == info.name or not isinstance(item, type):
                yield item


def test_the_public_commands_are_these() -> None:
    needs_nobody = {name_of(h.asks) for h in discover().of(Handler) if h.asks.needs is PUBLIC}
    assert needs_nobody == OPEN_TO_EVERYBODY
    assert {name_of(a.asks) for a in discover().of(Answer) if a.asks.needs is PUBLIC} == SHOWN_TO_EVERYBODY


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.name)
def test_event_tags_belong_to_their_module(module: Module) -> None:
    for item in module.provides:
        if isinstance(item, type) and issubclass(item, Event):
            assert tag_of(item).startswith(f"{module.name}."), item
            fields = set(item.__struct_fields__)
            assert {item.key, item.aggregate, "v"} <= fields, item


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.name)
def test_names_of_permissions_commands_and_channels_belong_to_their_module(module: Module) -> None:
    for item in module.provides:
        if isinstance(item, Permission):
            assert item.name.startswith(f"{module.name}."), item
            assert item.zh, item
            assert item.en, item
        elif isinstance(item, Handler | Answer):
            assert name_of(item.asks).startswith(f"{module.name}/"), item
            assert item.asks.__doc__, item
        elif isinstance(item, Channel):
            assert item.pattern.split(":")[0].split("-")[0] == module.name, item
            assert "{tenant}" in item.pattern, item


def test_nothing_that_is_defined_is_forgotten() -> None:
    provided = {id(i) for m in MODULES for i in m.provides}
    handled = {i.asks for m in MODULES for i in m.provides if isinstance(i, Handler | Answer)}
    for room in rooms():
        for item in _everything(room):
            if isinstance(item, Handler | Answer | Permission | Channel):
                assert id(item) in provided or item is PUBLIC, item
            elif isinstance(item, type) and issubclass(item, Event) and item.__struct_config__.tag is not None:
                assert id(item) in provided or item.__subclasses__(), item
            elif isinstance(item, type) and issubclass(item, Asked) and item not in (Asked, Command, Query):
                assert item in handled, item


def test_every_command_says_what_it_needs() -> None:
    declared: list[Handler[Any] | Answer[Any]] = [*discover().of(Handler), *discover().of(Answer)]
    for kind in declared:
        assert isinstance(kind.asks.needs, Permission), kind.asks
        if issubclass(kind.asks, Command):
            assert set(kind.asks.private) <= set(kind.asks.__struct_fields__), kind.asks
