"""Whether a row of a workbook will do, and what is wrong with it if not: each field by its label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.resources.checking import problem
from hub.resources.fields import Field
from hub.resources.known import target_of
from hub.resources.narrowing import living
from hub.resources.resource import Resource
from hub.resources.sheets.cells import read
from hub.resources.sheets.opened import Line
from hub.resources.words import Reason

Names = Mapping[str, Mapping[str, str | None]]
"""By reference: the ids behind the names that can be chosen; None behind a name that several have."""

TAKEN = Reason("已存在，且内容不同", "already there with other content")
TWICE = Reason("在文件中重复", "twice in this file")


@dataclass(slots=True)
class Judged:
    """A row with its values, and what is wrong with it."""

    line: Line
    values: dict[str, Any]
    wrong: list[tuple[Field, Reason]] = field(default_factory=list)
    kept: bool = False
    """Whether the same row is there already."""

    def told(self) -> list[dict[str, str]]:
        """What is wrong as it is kept."""
        return [{"field_zh": f.zh, "field_en": f.en, "zh": r.zh, "en": r.en} for f, r in self.wrong]


async def names_of(db: AsyncConnection, resource: Resource, tenant: str) -> Names:
    """What can be chosen for each reference now."""
    found: dict[str, dict[str, str | None]] = {}
    for reference in resource.references:
        other = target_of(reference)
        query = sa.select(other.table.c[reference.shows], other.table.c.id)
        names: dict[str, str | None] = {}
        for name, row_id in await db.execute(query.where(living(other, tenant), other.table.c.enabled)):
            names[name] = None if name in names else row_id
        found[reference.name] = names
    return found


def judge(resource: Resource, places: Mapping[str, int], names: Names, line: Line) -> Judged:
    """The row by itself: what each cell stands for, and its limits."""
    judged = Judged(line, {})
    for one in resource.plain:
        place = places.get(one.name)
        cell = None if place is None or place >= len(line.cells) else line.cells[place]
        value = read(one, cell, names.get(one.name, {}))
        if not isinstance(value, Reason):
            value = value if value is None else one.tidy(value)
            reason = problem(one, value)
        else:
            reason = value
        if reason is None:
            judged.values[one.name] = value
        else:
            judged.wrong.append((one, reason))
    return judged


async def compare(db: AsyncConnection, resource: Resource, tenant: str, rows: Sequence[Judged]) -> None:
    """The rows beside each other and beside what is there: nothing is overwritten, what is the same stays."""
    for group in resource.unique:
        await _compare(db, resource, tenant, group, [row for row in rows if not row.wrong and not row.kept])


async def _compare(
    db: AsyncConnection, resource: Resource, tenant: str, group: tuple[str, ...], rows: Iterable[Judged]
) -> None:
    columns = [resource.table.c[name] for name in group]
    asked = {key: row for row in rows if None not in (key := _key(row, group)) and "" not in key}
    seen: set[tuple[Any, ...]] = set()
    here: dict[tuple[Any, ...], sa.Row[Any]] = {}
    if asked:
        query = sa.select(resource.table).where(living(resource, tenant), sa.tuple_(*columns).in_(list(asked)))
        here = {tuple(getattr(found, name) for name in group): found for found in await db.execute(query)}
    for row in rows:
        key, last = _key(row, group), resource.field(group[-1])
        if key in here:
            same = all(getattr(here[key], name) == value for name, value in row.values.items())
            row.kept = same
            row.wrong += [] if same else [(last, TAKEN)]
        elif key in seen:
            row.wrong.append((last, TWICE))
        seen.add(key)


def _key(row: Judged, group: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row.values[name] for name in group)
