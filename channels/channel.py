"""How a domain declares a live collection of keyed rows.

One function reads rows, for the snapshot and for every change alike, so what a client holds after the deltas is what
a fresh snapshot would show.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from channels.broker.base import Retention
from hub.caller import Caller, Permission
from hub.events import Event


@dataclass(frozen=True, slots=True)
class Place:
    """One channel of a declared kind: its tenant and the other parts of its name."""

    name: str
    tenant: str
    params: Mapping[str, str]


class Row(msgspec.Struct, frozen=True):
    """A row as it is now; ``row`` None says that it is not (any more) part of this channel.

    ``version`` is the sum of the versions of all database rows that it is built from.
    """

    key: str
    version: int
    row: Any


@dataclass(frozen=True, slots=True)
class Touch:
    """A fact may have changed the row ``key`` of the channel with these ``params``."""

    params: Mapping[str, str]
    key: str


@dataclass(frozen=True, slots=True)
class Reset:
    """A fact changed the channel with these ``params`` as a whole: clients read it anew."""

    params: Mapping[str, str]


ReadRows = Callable[[AsyncConnection, Place, datetime, Collection[str] | None], Awaitable[list[Row]]]
"""(database, place, now, keys) -> rows. With keys: exactly one row for each that exists anywhere, ``row`` None when it
is not listed here; without: all that are listed."""


def _own_institution(caller: Caller, place: Place) -> bool:
    return place.tenant in caller.reads


@dataclass(frozen=True, slots=True)
class Channel:
    """A kind of channel. ``pattern`` names it, e.g. ``queue-room:{tenant}:{room_id}``; it always has ``{tenant}``."""

    pattern: str
    needs: Permission
    facts: tuple[type[Event], ...]
    touches: Callable[[Any], Iterable[Touch | Reset]]
    rows: ReadRows
    may_join: Callable[[Caller, Place], bool] = _own_institution
    retention: Retention = field(default_factory=Retention)

    def match(self, name: str) -> Place | None:
        """The place that ``name`` stands for, or None when it is of another kind."""
        expression = re.sub(r"\\?\{(\w+)\\?\}", r"(?P<\1>[A-Za-z0-9_.-]{1,64})", self.pattern)
        found = re.fullmatch(expression, name)
        if found is None:
            return None
        params = found.groupdict()
        return Place(name, params.pop("tenant"), params)

    def place(self, tenant: str, params: Mapping[str, str]) -> Place:
        """The place of this kind with these parts."""
        return Place(self.pattern.format(tenant=tenant, **params), tenant, params)

    def admits(self, caller: Caller, place: Place) -> bool:
        """Whether ``caller`` may hear ``place`` now."""
        return caller.may(self.needs) and place.tenant in caller.reads and self.may_join(caller, place)
