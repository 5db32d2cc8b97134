"""What the engine needs of the house's rooms: the rules in force, and somebody to hand findings to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import Command
from realtime_rules.calendars import Calendar
from realtime_rules.findings import Finding
from realtime_rules.rule import Rule


class InForce(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of a tenant, with the calendar that it names and that institution's time zone."""

    tenant: str
    rule: Rule
    calendar: Calendar | None = None
    zone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Book:
    """Where rules come from: ``stamp`` changes whenever any of them does; ``told`` hears what a process works by."""

    stamp: Callable[[AsyncConnection], Awaitable[int]]
    rules: Callable[[AsyncConnection], Awaitable[list[InForce]]]
    told: Callable[[AsyncConnection, str, int, datetime, Mapping[tuple[str, str], str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Sink:
    """Makes the command that takes up the findings of one tenant; it runs in the engine's own transaction."""

    command: Callable[[Sequence[Finding]], Command]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a measure: whom or what it is about, and what conditions may look at."""

    key: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to look at by the clock: ``read`` gives its rows for a tenant at a moment.

    ``name`` is ``<domain>.<word>``; ``fields`` are the names and kinds that conditions may use of a row.
    """

    name: str
    zh: str
    en: str
    fields: Mapping[str, type]
    read: Callable[[AsyncConnection, str, datetime], Awaitable[list[Row]]]


@dataclass(frozen=True, slots=True)
class Called:
    """How a room says what the ids in a field of facts are called: (database, tenant, ids) -> names by id.

    Alerts are read by many: names of patients are masked.
    """

    field: str
    names: Callable[[AsyncConnection, str, Collection[str]], Awaitable[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules that a room ships; an institution may change or switch off each of them."""

    name: str
    rules: tuple[Rule, ...]
