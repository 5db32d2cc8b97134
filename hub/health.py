"""What works and what does not, for operators and balancers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import msgspec

Probe = Callable[[], Awaitable[str]]
"""Gives one sentence when all is well; raises otherwise."""


class Component(msgspec.Struct, frozen=True):
    """The state of one part: ``ok`` or ``down``, with one sentence."""

    status: str
    detail: str


class Health(msgspec.Struct, frozen=True):
    """The state of the whole: ``ok`` when every component is, else ``degraded``."""

    status: str
    components: dict[str, Component]


@dataclass(frozen=True, slots=True)
class Probed:
    """A probe with its name; ``vital`` ones decide about ``/ready``."""

    name: str
    probe: Probe
    vital: bool = False


async def examine(probes: list[Probed]) -> Health:
    """Ask all probes at once, two seconds each at most."""
    answers = await asyncio.gather(*(_ask(p) for p in probes))
    components: Mapping[str, Component] = {p.name: c for p, c in zip(probes, answers, strict=True)}
    well = all(c.status == "ok" for c in components.values())
    return Health("ok" if well else "degraded", dict(components))


async def _ask(probed: Probed) -> Component:
    try:
        async with asyncio.timeout(2):
            return Component("ok", await probed.probe())
    except Exception as error:  # noqa: BLE001 - see below
        # An outage is exactly what this page is for: told, not raised.
        first = str(error).partition("\n")[0]
        return Component("down", f"{type(error).__name__}: {first}"[:200])
