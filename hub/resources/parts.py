"""Everything that a declared resource gives the house."""

from __future__ import annotations

from hub.openapi import Shape
from hub.resources.changing import creating, deleting, editing, enabling
from hub.resources.navigation import menus_of
from hub.resources.reading import listing, showing
from hub.resources.resource import Resource
from hub.resources.shapes import shapes_of
from hub.resources.sheets.exporting import exporting
from hub.resources.sheets.importing import importing
from hub.resources.sheets.template import templating
from hub.resources.syncing import syncing


def parts_of(resource: Resource) -> tuple[object, ...]:
    """The declaration itself, its rights, menus, commands, queries and facts, for ``Module.provides``."""
    return (
        resource,
        *resource.rights.values(),
        *resource.purposes.values(),
        *menus_of(resource),
        *((creating(resource), editing(resource), deleting(resource)) if resource.changes else ()),
        *((enabling(resource),) if resource.switch else ()),
        *((syncing(resource, resource.source),) if resource.source else ()),
        *((templating(resource), *importing(resource)) if resource.imports else ()),
        *(exporting(resource) if resource.exports else ()),
        listing(resource),
        showing(resource),
        *((shapes_of(resource).changed,) if resource.changes else ()),
        Shape(shapes_of(resource).row),
    )
