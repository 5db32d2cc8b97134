"""Lists and single rows: filters, keyset paging over an index, a bounded count, names beside references."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.caller import Caller
from hub.commands import Answer, Look
from hub.errors import NotFound
from hub.resources import cursor
from hub.resources.known import names_of, target_of
from hub.resources.narrowing import living, narrowed
from hub.resources.resource import Resource
from hub.resources.shapes import COUNTED, shapes_of


def selection(resource: Resource, rows: sa.FromClause | None = None) -> sa.Select[Any]:
    """Rows (of the table, or of ``rows`` with the same columns) with the names beside their references."""
    table = resource.table if rows is None else rows
    source = table
    columns: list[sa.ColumnElement[Any]] = list(table.c)
    for reference in resource.references:
        other = target_of(reference).table.alias(f"r_{reference.name}")
        same = sa.and_(other.c.tenant == table.c.tenant, other.c.id == table.c[reference.name])
        source = source.outerjoin(other, same)
        columns.append(sa.func.coalesce(other.c[reference.shows], "").label(reference.label))
    return sa.select(*columns).select_from(source)


async def find(db: AsyncConnection, resource: Resource, tenant: str, row_id: str, *, lock: bool = False) -> sa.Row[Any]:
    """The living row; ``NotFound`` if it is not this tenant's. ``lock`` holds it until the end of the transaction."""
    query = sa.select(resource.table).where(living(resource, tenant), resource.table.c.id == row_id)
    row = (await db.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        raise NotFound
    return row


def shaped(resource: Resource, rows: Sequence[sa.Row[Any]], caller: Caller) -> list[Any]:
    """Rows of the database as ``caller`` sees them: personal fields masked where he is to see no more."""
    shape = shapes_of(resource).row
    names = shape.__struct_fields__
    masks = {f.name: f.masked for f in resource.fields if f.mask is not None} if caller.masked else {}
    seen = [{name: getattr(row, name) for name in names} for row in rows]
    files = [resource.field(name) for name in resource.purposes]
    for fields in seen if files else ():
        fields.update({field.name: field.seen(fields[field.name]) for field in files})
    for fields in seen if masks else ():
        fields.update({name: mask(fields[name]) for name, mask in masks.items()})
    return [shape(**fields) for fields in seen]


def listing(resource: Resource) -> Answer[Any]:
    """Answers the list query."""
    shapes = shapes_of(resource)

    async def answer(caller: Caller, query: Any, look: Look) -> Any:
        total, source, wanted = await narrowed(look.db, resource, caller.tenant, query)
        chosen = selection(resource, source).where(*wanted)
        column, row_id = source.c[query.sort.lstrip("-")], source.c.id
        if query.cursor is not None:
            chosen = chosen.where(cursor.after(query.cursor, query.sort, column, row_id))
        order = (column.desc(), row_id.desc()) if query.sort.startswith("-") else (column, row_id)
        found = list(await look.db.execute(chosen.order_by(*order).limit(query.limit + 1)))
        rows = shaped(resource, found[: query.limit], caller)
        return shapes.page(
            rows=tuple(rows),
            next=cursor.cut(query.sort, found[query.limit - 1]) if len(found) > query.limit else None,
            total=min(total, COUNTED),
            more=total > COUNTED,
            people=await _people(look.db, resource, caller.tenant, rows),
        )

    return Answer(shapes.list, answer, shapes.page)


async def _people(db: AsyncConnection, resource: Resource, tenant: str, rows: Sequence[Any]) -> dict[str, str]:
    actors = {actor for row in rows for actor in (row.created_by, row.updated_by)} if resource.changes else set()
    return await names_of(db, tenant, actors) if actors else {}


def showing(resource: Resource) -> Answer[Any]:
    """Answers the query for one row."""
    shapes = shapes_of(resource)

    async def answer(caller: Caller, query: Any, look: Look) -> Any:
        row_id = getattr(query, resource.id_field)
        chosen = selection(resource).where(living(resource, caller.tenant), resource.table.c.id == row_id)
        row = (await look.db.execute(chosen)).first()
        if row is None:
            raise NotFound
        rows = shaped(resource, [row], caller)
        people = await _people(look.db, resource, caller.tenant, rows)
        return shapes.page(rows=tuple(rows), next=None, total=1, more=False, people=people)

    return Answer(shapes.show, answer, shapes.page)
