"""What one institution has, as another's source: how base data comes down from a superior one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.resources.fields import Reference
from hub.resources.known import target_of
from hub.resources.narrowing import living
from hub.resources.resource import Resource


def match_of(resource: Resource) -> str:
    """The field by which a row is known on both sides."""
    return resource.source.match if resource.source else resource.unique[0][0]


async def rows_of(db: AsyncConnection, resource: Resource, tenant: str) -> list[dict[str, Any]]:
    """The enabled rows of ``tenant``, references by what their rows are known by, as ``Source.rows`` gives them."""
    table = resource.table
    source: sa.FromClause = table
    columns: list[sa.ColumnElement[Any]] = []
    for field in resource.plain:
        if isinstance(field, Reference):
            target = target_of(field)
            other = target.table.alias(f"r_{field.name}")
            same = sa.and_(other.c.tenant == table.c.tenant, other.c.id == table.c[field.name])
            source = source.outerjoin(other, same)
            columns.append(other.c[match_of(target)].label(field.name))
        else:
            columns.append(table.c[field.name])
    query = (
        sa.select(*columns).select_from(source).where(living(resource, tenant), table.c.enabled).order_by(table.c.id)
    )
    return [dict(row._mapping) for row in await db.execute(query)]  # noqa: SLF001 - SQLAlchemy's public name
