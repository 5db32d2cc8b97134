"""What the tests of base data do at an administrator's desk."""

from __future__ import annotations

from typing import Any

from hub.caller import Caller
from hub.house import House
from hub.resources.resource import Resource
from hub.resources.shapes import shapes_of
from tests.kit.house import person

ADMIN, DOCTOR, OTHER = person("admin"), person("doctor"), person("admin", "branch")


async def create(house: House, resource: Resource, caller: Caller = ADMIN, **values: Any) -> Any:
    """Add a row."""
    return await house.dispatch(caller, shapes_of(resource).create(**values))


async def edit(house: House, resource: Resource, row: Any, caller: Caller = ADMIN, **values: Any) -> Any:
    """Change some fields of a row as it was seen."""
    given = {f.name: getattr(row, f.name) for f in resource.fields}
    given |= {name: tuple(file.file_id for file in given[name]) for name in resource.purposes}
    command = shapes_of(resource).edit(**{resource.id_field: row.id, "v": row.v, **given, **values})
    return await house.dispatch(caller, command)


async def delete(house: House, resource: Resource, *rows: Any, caller: Caller = ADMIN) -> Any:
    """Delete rows."""
    ids = {resource.ids_field: tuple(row.id for row in rows)}
    return await house.dispatch(caller, shapes_of(resource).delete(**ids))


async def enable(house: House, resource: Resource, *rows: Any, enabled: bool, caller: Caller = ADMIN) -> Any:
    """Switch rows on or off."""
    kind = shapes_of(resource).enable
    assert kind is not None
    return await house.dispatch(caller, kind(**{resource.ids_field: tuple(row.id for row in rows), "enabled": enabled}))


async def page(house: House, resource: Resource, caller: Caller = ADMIN, **asked: Any) -> Any:
    """One page of the list."""
    return await house.dispatch.ask(caller, shapes_of(resource).list(**asked))


async def names(house: House, resource: Resource, **asked: Any) -> list[str]:
    """The names in the list, in their order."""
    return [row.name for row in (await page(house, resource, **asked)).rows]


async def named(house: House, resource: Resource, name: str) -> Any:
    """The row with this name."""
    return next(row for row in (await page(house, resource, name=name, limit=200)).rows if row.name == name)
