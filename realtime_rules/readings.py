"""Measurements as rules see them: an endless stream beside the facts, and every bit as good for a trigger.

A *reading* is one value of one metric at one moment from one device; what a device sent together is a *batch*. Rules
name readings as they name facts: ``reading.heart_rate`` is one kind for each metric of the house, ``reading.any`` is
every reading, and ``reading.heard`` says that a device was heard at all.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

ROOM: Final = "reading"
ANY: Final = "reading.any"
HEARD: Final = "reading.heard"
FIRST_LANE: Final = 100
"""The lanes of readings are numbered from here, so that one table can keep how far facts and readings were read."""


@dataclass(frozen=True, slots=True)
class Metric:
    """Something that is measured: ``code`` is its word in rules, ``unit`` the UCUM unit in which every value comes."""

    code: str
    zh: str
    en: str
    unit: str

    @property
    def fact(self) -> str:
        """What rules call a reading of it."""
        return f"{ROOM}.{self.code}"


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One measured value. ``patient_id`` is empty while the device is bound to nobody."""

    device_id: str
    patient_id: str
    place: str
    metric: str
    value: float
    unit: str


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A device has sent something; ``readings`` counts the values. It happened when it was received."""

    device_id: str
    patient_id: str
    place: str
    readings: int


class Measured(NamedTuple):
    """One value of a batch: when (milliseconds of the epoch), which metric, how much."""

    at: int
    metric: str
    value: float


class Batch(NamedTuple):
    """What one device sent together: committed as number ``n`` of its ``lane``, values in the order of their times."""

    lane: int
    n: int
    tenant: str
    device_id: str
    patient_id: str
    place: str
    actor: str
    received_at: float
    values: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """Where readings come from: ``new`` gives at most about so many batches of what was committed after these numbers.

    Within a lane they come in the order of their numbers, which is that of their commits. ``between`` gives what an
    institution's devices sent in a span of the past, in the order in which it came, some at a time.
    """

    new: Callable[[AsyncConnection, Mapping[int, int], int], Awaitable[list[Batch]]]
    between: Callable[[AsyncConnection, str, datetime, datetime], AsyncIterator[list[Batch]]]


def kinds_of(metrics: Mapping[str, Metric]) -> dict[str, type[msgspec.Struct]]:
    """What conditions may name, by the wire name, and what it looks like."""
    return {HEARD: Heard, ANY: Reading, **{one.fact: Reading for one in metrics.values()}}
