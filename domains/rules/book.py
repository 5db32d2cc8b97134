"""Which rules hold where: shipped ones, as the institutions changed them, and their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import working_institutions
from domains.rules import store
from domains.rules.calendars import SHIPPED
from hub.module import discover
from realtime_rules.calendars import Calendar
from realtime_rules.ports import Book, InForce, Pack
from realtime_rules.rule import Rule


@lru_cache(maxsize=1)
def shipped() -> dict[str, Rule]:
    """Every shipped rule by its code; raises ``ValueError`` when two packs ship the same."""
    found: dict[str, Rule] = {}
    for pack in discover().of(Pack):
        for rule in pack.rules:
            if rule.code in found:
                raise ValueError(f"shipped twice: {rule.code}")
            found[rule.code] = rule
    return found


def rule_of(row: Any) -> Rule | None:
    """The own rule in a row; None where the shipped one holds again."""
    if row.spec is None:
        return None
    return msgspec.structs.replace(msgspec.convert(row.spec, Rule), version=row.version)


async def in_force(db: AsyncConnection, tenant: str) -> dict[str, Rule]:
    """The rules of one institution by code, enabled or not."""
    rules = dict(shipped())
    for code, row in (await store.newest_of(db, tenant)).items():
        _put(rules, code, row)
    return rules


async def _all(db: AsyncConnection) -> list[InForce]:
    changed: dict[str, list[Any]] = {}
    for row in await store.newest(db):
        changed.setdefault(row.tenant, []).append(row)
    calendars = _calendars(await store.calendars_of(db))
    found = []
    for place in await working_institutions(db):
        rules = dict(shipped())
        for row in changed.get(place.id, ()):
            _put(rules, row.code, row)
        found += [
            InForce(
                tenant=place.id,
                rule=rule,
                zone=place.time_zone,
                calendar=_calendar(calendars, place.id, rule.calendar, place.time_zone) if rule.calendar else None,
            )
            for rule in rules.values()
        ]
    return found


def _put(rules: dict[str, Rule], code: str, row: Any) -> None:
    own = rule_of(row)
    if own is not None:
        rules[code] = own
    elif code not in shipped():
        rules.pop(code, None)
    else:
        rules[code] = msgspec.structs.replace(shipped()[code], version=row.version)


def _calendars(rows: list[Any]) -> dict[tuple[str, str], Calendar]:
    return {(row.tenant, row.code): msgspec.convert(row.spec, Calendar) for row in rows}


def _calendar(known: Mapping[tuple[str, str], Calendar], tenant: str, code: str, zone: str) -> Calendar:
    found = known.get((tenant, code)) or SHIPPED[code][1]
    return msgspec.structs.replace(found, zone=zone)


async def calendar_of(db: AsyncConnection, tenant: str, code: str, zone: str) -> Calendar:
    """The institution's calendar of this code. Raises ``KeyError`` for one that is not there."""
    return _calendar(_calendars(await store.calendars_of(db, tenant)), tenant, code, zone)


async def _told(db: AsyncConnection, process: str, n: int, now: datetime, wrong: Mapping[tuple[str, str], str]) -> None:
    await store.tell(db, process, n, now, [[*place, why] for place, why in wrong.items()])


book: Final = Book(stamp=store.stamp_now, rules=_all, told=_told)
