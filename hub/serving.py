"""What the front door asks of whoever takes live connections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.types import ASGIApp

from hub.health import Probed
from hub.house import House
from hub.identity import Resolver
from hub.operations import Operations


class LiveDoor(Protocol):
    """An open door for live connections."""

    @property
    def protocol(self) -> Any:
        """The protocol class to hand upgraded connections to (uvicorn's ``ws=``)."""
        ...

    @property
    def probes(self) -> list[Probed]:
        """What ``/health`` should know."""
        ...

    def app(self, path: str) -> ASGIApp | None:
        """The application that answers ``path``, if it is one of the live door's own."""
        ...

    def counts(self) -> Mapping[str, float]:
        """Figures for ``/metrics`` by name."""
        ...

    async def drain(self) -> None:
        """Ask the connected to come back to another process; they do so by themselves."""
        ...


@dataclass(frozen=True, slots=True)
class Live:
    """How a module says that it takes live connections."""

    open: Callable[[House, Operations, Resolver], AbstractAsyncContextManager[LiveDoor]]


@dataclass(frozen=True, slots=True)
class Site:
    """How a module answers a path (and everything below it) that carries no JSON, such as ``/api/files``."""

    path: str
    open: Callable[[House, Resolver], ASGIApp]


def sites_of(house: House, resolver: Resolver) -> dict[str, ASGIApp]:
    """The applications of all sites by path."""
    return {site.path: site.open(house, resolver) for site in house.registry.of(Site)}
