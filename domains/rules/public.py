"""What other domains may use of this room."""

from __future__ import annotations

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.rules import store
from domains.rules.book import calendar_of, in_force, rule_of, shipped
from domains.rules.grading import graded
from domains.rules.wording import Names, names_for, words_of
from realtime_rules.rule import Rule

__all__ = ["Names", "calendar_of", "graded", "names_for", "rule_at", "rules_of", "words_of"]

_KNOWN: dict[tuple[URL, str], tuple[int, dict[str, Rule]]] = {}


async def rules_of(db: AsyncConnection, tenant: str) -> dict[str, Rule]:
    """The rules of an institution by code, as they are now; nobody may change what this gives."""
    stamp = await store.stamp_now(db)
    place = (db.engine.url, tenant)
    known = _KNOWN.get(place)
    if known is None or known[0] != stamp:
        known = (stamp, await in_force(db, tenant))
        _KNOWN[place] = known
    return known[1]


async def rule_at(db: AsyncConnection, tenant: str, code: str, version: int) -> Rule | None:
    """The rule as it was in this version: as it was written here then, else as it is shipped; None: it is no more."""
    row = next((row for row in await store.history(db, tenant, code) if row.version == version), None)
    own = None if row is None else rule_of(row)
    return own if own is not None else shipped().get(code)
