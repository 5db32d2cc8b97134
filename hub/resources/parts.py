"""Everything that a declared resource gives the house."""

from __future__ import annotations

from hub.openapi import Shape
from hub.resources.changing import creating, deleting, editing, enabling
from hub.resources.reading import listing, showing
from hub.resources.resource import Resource
from hub.resources.shapes import shapes_of
from hub.resources.syncing import syncing


def parts_of(resource: Resource) -> tuple[object, ...]:
    """The declaration itself, its rights, commands, queries and facts, for ``Module.provides``."""
    return (
        resource,
        *resource.rights.values(),
        creating(resource),
        editing(resource),
        deleting(resource),
        *((enabling(resource),) if resource.switch else ()),
        *((syncing(resource, resource.source),) if resource.source else ()),
        listing(resource),
        showing(resource),
        shapes_of(resource).changed,
        Shape(shapes_of(resource).row),
    )
