"""Whether what was filled in will do: all that is wrong at once, each field by its label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import FieldError
from hub.resources.errors import NotOffered, Taken, Wrong
from hub.resources.fields import Field
from hub.resources.known import target_of
from hub.resources.narrowing import living
from hub.resources.resource import Resource
from hub.resources.words import Reason

REQUIRED = Reason("必填", "required")


def tidied(resource: Resource, given: Any) -> dict[str, Any]:
    """The fields of a create or edit command as they will be kept; raises ``Wrong`` with all that breaks a limit."""
    values: dict[str, Any] = {}
    found: list[tuple[Field, Reason]] = []
    for field in resource.fields:
        value = getattr(given, field.name)
        value = values[field.name] = value if value is None else field.tidy(value)
        reason = problem(field, value)
        if reason is not None:
            found.append((field, reason))
    if found:
        raise Wrong(
            "；".join(f"{field.zh}：{reason.zh}" for field, reason in found),
            "; ".join(f"{field.en}: {reason.en}" for field, reason in found),
            tuple(FieldError(field.name, reason.both) for field, reason in found),
        )
    return values


def problem(field: Field, value: Any) -> Reason | None:
    """What is wrong with the value of a field, or None."""
    if value in (None, "", ()):
        return REQUIRED if field.required else None
    return field.wrong(value)


async def check_references(
    db: AsyncConnection, resource: Resource, tenant: str, values: Mapping[str, Any], before: sa.Row[Any] | None = None
) -> None:
    """Raise ``NotOffered`` for a reference to what is gone or disabled, unless it was chosen before."""
    for reference in resource.references:
        wanted = values[reference.name]
        if wanted is None or (before is not None and getattr(before, reference.name) == wanted):
            continue
        other = target_of(reference)
        query = sa.select(other.table.c.id).where(
            living(other, tenant), other.table.c.id == wanted, other.table.c.enabled
        )
        # FOR SHARE: nobody deletes it before this transaction ends.
        if (await db.execute(query.with_for_update(read=True))).first() is None:
            raise NotOffered(label_zh=reference.zh, label_en=reference.en)


async def check_unique(
    db: AsyncConnection, resource: Resource, tenant: str, values: Mapping[str, Any], row_id: str | None = None
) -> None:
    """Raise ``Taken`` when a living row other than ``row_id`` has the same values where only one may have them."""
    table = resource.table
    for group in resource.unique:
        if any(values[name] in (None, "") for name in group):
            continue
        same = sa.and_(*(table.c[name] == values[name] for name in group))
        query = sa.select(table.c.id).where(living(resource, tenant), same, table.c.id != (row_id or ""))
        if (await db.execute(query.limit(1))).first() is not None:
            raise taken(resource, group, values)


def taken(resource: Resource, group: tuple[str, ...], values: Mapping[str, Any]) -> Taken:
    """The refusal that names the fields of ``group``; the last of them is the one that a person changes."""
    field = resource.field(group[-1])
    refusal = Taken(label_zh=field.zh, label_en=field.en, value=values[group[-1]])
    refusal.fields = (FieldError(field.name, "已存在 (already there)"),)
    return refusal
