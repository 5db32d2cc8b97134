"""What the commands of a resource do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import Handler, Tx
from hub.errors import NotFound
from hub.files.keeping import release, settle
from hub.ids import new_id
from hub.resources.checking import check_references, check_unique, taken, tidied
from hub.resources.errors import EditedMeanwhile, InUse
from hub.resources.facts import Operation, tell
from hub.resources.known import names_of, referring_to
from hub.resources.narrowing import living
from hub.resources.reading import find, selection, shaped
from hub.resources.resource import Resource
from hub.resources.shapes import ChangedRows, shapes_of
from hub.resources.stamps import stamps


def creating(resource: Resource) -> Handler[Any]:
    """Writes a new row."""
    shapes = shapes_of(resource)

    async def run(command: Any, tx: Tx) -> Any:
        values = tidied(resource, command)
        tenant = tx.caller.tenant
        await check_references(tx.db, resource, tenant, values)
        await check_unique(tx.db, resource, tenant, values)
        row_id = new_id()
        values |= await _files(tx, resource, row_id, values)
        row = {**values, **stamps(tx), "tenant": tenant, "id": row_id, "v": 1, "enabled": True}
        await _written(tx.db, resource, sa.insert(resource.table).values(row), values)
        await tell(tx, resource, shapes.changed(id=row_id, operation="created", v=1))
        return await _present(tx, resource, row_id)

    return Handler(shapes.create, run, shapes.row)


def editing(resource: Resource) -> Handler[Any]:
    """Changes a row, unless somebody else has changed it since the editor looked."""
    shapes = shapes_of(resource)

    async def run(command: Any, tx: Tx) -> Any:
        values = tidied(resource, command)
        tenant, row_id = tx.caller.tenant, getattr(command, resource.id_field)
        before = await find(tx.db, resource, tenant, row_id, lock=True)
        if tx.caller.masked:
            values |= _untouched(resource, before, values)
        if before.v != command.v:
            who = (await names_of(tx.db, tenant, [before.updated_by])).get(before.updated_by, before.updated_by)
            raise EditedMeanwhile(who=who)
        await check_references(tx.db, resource, tenant, values, before)
        await check_unique(tx.db, resource, tenant, values, row_id)
        values |= await _files(tx, resource, row_id, values)
        changed = {**values, "v": before.v + 1, "updated_at": tx.now, "updated_by": tx.caller.actor}
        mine = sa.and_(living(resource, tenant), resource.table.c.id == row_id)
        await _written(tx.db, resource, sa.update(resource.table).where(mine).values(changed), values)
        await tell(tx, resource, shapes.changed(id=row_id, operation="edited", v=before.v + 1))
        return await _present(tx, resource, row_id)

    return Handler(shapes.edit, run, shapes.row)


async def _files(tx: Tx, resource: Resource, row_id: str, values: dict[str, Any]) -> dict[str, Any]:
    """The files of the row by field, claimed and released as the command asks. Raises what speaks against one."""
    kept = {name: await settle(tx, values[name], use, row_id, name) for name, use in resource.purposes.items()}
    return {name: msgspec.to_builtins(files) for name, files in kept.items()}


def _untouched(resource: Resource, before: sa.Row[Any], values: dict[str, Any]) -> dict[str, Any]:
    """What somebody who sees it masked sent back as he saw it: it stays as it is."""
    masked = {f.name: f.masked(getattr(before, f.name)) for f in resource.fields if f.mask is not None}
    return {name: getattr(before, name) for name, seen in masked.items() if values[name] == seen}


async def _written(db: AsyncConnection, resource: Resource, statement: Any, values: dict[str, Any]) -> None:
    """Execute; two who wrote the same at the same moment are told apart by the unique indexes."""
    try:
        await db.execute(statement)
    except IntegrityError as error:
        told = str(error.orig)
        for group in resource.unique:
            if f"_one_{'_'.join(group)}" in told:
                raise taken(resource, group, values) from error
        raise


async def _present(tx: Tx, resource: Resource, row_id: str) -> Any:
    mine = sa.and_(living(resource, tx.caller.tenant), resource.table.c.id == row_id)
    row = (await tx.db.execute(selection(resource).where(mine))).one()
    return shaped(resource, [row], tx.caller)[0]


def deleting(resource: Resource) -> Handler[Any]:
    """Marks rows as deleted, all or none."""
    shapes = shapes_of(resource)

    async def run(command: Any, tx: Tx) -> ChangedRows:
        rows = await _chosen(tx, resource, getattr(command, resource.ids_field))
        for row in rows:
            await _check_guards(tx.db, resource, tx.caller.tenant, row)
        for row in rows:
            for use in resource.purposes.values():
                await release(tx, use, row.id)
        # A row that comes back by synchronisation is a new one: what this one kept is gone.
        gone: dict[str, Any] = {name: [] for name in resource.purposes}
        await _change(tx, resource, rows, {"deleted_at": tx.now, **gone}, "deleted")
        return ChangedRows(len(rows))

    return Handler(shapes.delete, run, ChangedRows)


def enabling(resource: Resource) -> Handler[Any]:
    """Switches rows on or off; those that are so already stay as they are."""
    shapes = shapes_of(resource)
    if shapes.enable is None:
        raise ValueError(f"{resource.path} has no switch")

    async def run(command: Any, tx: Tx) -> ChangedRows:
        rows = await _chosen(tx, resource, getattr(command, resource.ids_field))
        others = [row for row in rows if row.enabled != command.enabled]
        operation: Operation = "enabled" if command.enabled else "disabled"
        table = resource.table
        # Switching is the hospital's own business: a row stays as untouched as it was for the next synchronisation.
        synced = sa.case((table.c.synced_v == table.c.v, table.c.v + 1), else_=table.c.synced_v)
        await _change(tx, resource, others, {"enabled": command.enabled, "synced_v": synced}, operation)
        return ChangedRows(len(others))

    return Handler(shapes.enable, run, ChangedRows)


async def _chosen(tx: Tx, resource: Resource, ids: Iterable[str]) -> list[sa.Row[Any]]:
    """The rows, locked in the order of their ids, so that two batches never wait for each other."""
    table, wanted = resource.table, sorted(set(ids))
    query = sa.select(table).where(living(resource, tx.caller.tenant), table.c.id.in_(wanted)).order_by(table.c.id)
    rows = list(await tx.db.execute(query.with_for_update()))
    if len(rows) != len(wanted):
        raise NotFound
    return rows


async def _change(
    tx: Tx, resource: Resource, rows: list[sa.Row[Any]], values: dict[str, Any], operation: Operation
) -> None:
    table, changed = resource.table, shapes_of(resource).changed
    stamped = {**values, "updated_at": tx.now, "updated_by": tx.caller.actor, "v": table.c.v + 1}
    mine = sa.and_(living(resource, tx.caller.tenant), table.c.id.in_([row.id for row in rows]))
    await tx.db.execute(sa.update(table).where(mine).values(stamped))
    await tell(tx, resource, *(changed(id=row.id, operation=operation, v=row.v + 1) for row in rows))


async def _check_guards(db: AsyncConnection, resource: Resource, tenant: str, row: sa.Row[Any]) -> None:
    """Raise what speaks against deleting ``row``: other rows that name it, or the resource's own guards."""
    for other, reference in referring_to(resource.path):
        users = sa.and_(living(other, tenant), other.table.c[reference.name] == row.id)
        count = (await db.execute(sa.select(sa.func.count()).select_from(other.table).where(users))).scalar_one()
        if count:
            name = getattr(row, resource.shows)
            raise InUse(name=name, count=count, by_zh=other.zh, by_en=other.en)
    for guard in resource.guards:
        refusal = await guard(db, tenant, row)
        if refusal is not None:
            raise refusal
