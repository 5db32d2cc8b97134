"""What an alert says: the rule's words with what was found, ids by what they are called, patients' names masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.module import discover
from realtime_rules.findings import Finding
from realtime_rules.ports import Called
from realtime_rules.rule import Rule

_PLACE: Final = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
LONGEST: Final = 300
Names = Mapping[tuple[str, str], str]
"""(field, id) -> what it is called."""


@lru_cache(maxsize=1)
def _called() -> dict[str, Called]:
    return {one.field: one for one in discover().of(Called)}


async def names_for(db: AsyncConnection, tenant: str, found: Iterable[tuple[Rule, Finding]]) -> Names:
    """What the ids that the rules' words speak of are called, read together."""
    wanted: dict[str, set[str]] = {}
    for rule, finding in found:
        for field, value in _ids(rule, finding):
            wanted.setdefault(field, set()).add(value)
    names: dict[tuple[str, str], str] = {}
    for field, values in wanted.items():
        read = await _called()[field].names(db, tenant, values)
        names |= {(field, value): name for value, name in read.items()}
    return names


def _ids(rule: Rule, finding: Finding) -> Iterable[tuple[str, str]]:
    for path in set(_PLACE.findall(rule.says_zh + rule.says_en)):
        field = path.removeprefix("event.")
        if path == "key" and len(rule.key) == 1 and rule.key[0] in _called():
            yield rule.key[0], finding.key
        elif path.startswith("event.") and field in _called() and finding.event.get(field):
            yield field, str(finding.event[field])


def words_of(rule: Rule, finding: Finding, names: Names) -> tuple[str, str]:
    """What the alert says in Chinese and in English."""
    event = {field: names.get((field, str(value)), value) for field, value in finding.event.items()}
    key = names.get((rule.key[0], finding.key), finding.key) if len(rule.key) == 1 else finding.key
    found = {"event": event, "values": finding.values, "key": key}
    return worded(rule.says_zh, found), worded(rule.says_en, found)


def worded(template: str, found: Mapping[str, Any]) -> str:
    """``template`` with each ``{event.field}``, ``{values.name}`` or ``{key}`` filled in; else it stays empty."""
    return _PLACE.sub(lambda match: _shown(found, match[1]), template)[:LONGEST]


def _shown(found: Mapping[str, Any], path: str) -> str:
    value: Any = found
    for name in path.split("."):
        if not isinstance(value, Mapping):
            return ""
        value = value.get(name)
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "、".join(_plain(v) for v in value)
    return _plain(value)


def _plain(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
