"""How a room declares itself to the hub."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")
ENGINES = ("channels", "realtime_rules", "media")


@dataclass(frozen=True, slots=True)
class Module:
    """One room: its name and everything it offers, whatever the kind."""

    name: str
    provides: tuple[object, ...] = ()


class Registry:
    """All modules of this process, asked by kind: ``registry.of(Handler)``."""

    def __init__(self, modules: Sequence[Module]) -> None:
        names = [m.name for m in modules]
        if len(set(names)) != len(names):
            raise ValueError(f"two modules share a name: {sorted(names)}")
        self.modules = tuple(modules)

    def of(self, kind: type[T]) -> list[T]:
        """Every provided instance of ``kind``, in module order."""
        return [item for m in self.modules for item in m.provides if isinstance(item, kind)]

    def classes(self, kind: type[T]) -> list[type[T]]:
        """Every provided subclass of ``kind``, in module order."""
        return [i for m in self.modules for i in m.provides if isinstance(i, type) and issubclass(i, kind)]

    def one(self, kind: type[T]) -> T:
        """The only provided instance of ``kind``; ``LookupError`` when there is none or more than one."""
        found = self.of(kind)
        if len(found) != 1:
            raise LookupError(f"expected one {kind.__name__}, found {len(found)}")
        return found[0]


@lru_cache(maxsize=1)
def discover() -> Registry:
    """Import every room's ``module.py`` and collect what it declares."""
    return Registry([_manifest(name) for name in rooms()])


def rooms() -> Iterator[str]:
    """The packages that may hold a ``module.py``: the engines, then the domains by name."""
    yield from ENGINES
    domains = importlib.import_module("domains")
    for info in sorted(pkgutil.iter_modules(domains.__path__), key=lambda i: i.name):
        if info.ispkg:
            yield f"domains.{info.name}"


def _manifest(package: str) -> Module:
    manifest = importlib.import_module(f"{package}.module").MODULE
    if not isinstance(manifest, Module):
        raise TypeError(f"{package}/module.py must define MODULE: Module")
    return manifest
