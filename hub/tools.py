"""Things that a process has one of for its queries, such as a voice: opened with the house, asked by their class."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.settings import Settings


@dataclass(frozen=True, slots=True)
class Tool:
    """How a module offers one. ``look.tool(kind)`` gives it to a query; opening it must be cheap.

    ``open`` gets the settings and the environment; ``probe`` tells ``/health`` under ``name`` how it is (see
    ``hub.health.Probe``).
    """

    name: str
    kind: type
    open: Callable[[Settings, Mapping[str, str]], object]
    probe: Callable[[Any], Awaitable[str]]
