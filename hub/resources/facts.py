"""The fact that a row changed, one class for each resource, all of the same shape."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from hub.commands import Tx
from hub.events import Event
from hub.resources.resource import Resource

Operation = Literal["created", "edited", "enabled", "disabled", "deleted", "imported", "synced"]


class RowChanged(Event, frozen=True):
    """Base: ``id`` is the row's, or for ``imported`` and ``synced`` the job's, which changed many at once."""

    key: ClassVar[str] = "id"
    aggregate: ClassVar[str] = "id"
    id: str
    operation: Operation


def fact_of(resource: Resource) -> type[RowChanged]:
    """The class of a resource's facts, ``<domain>.<name>_changed``."""
    made: type[RowChanged] = msgspec.defstruct(  # type: ignore[assignment]
        f"{resource.pascal}Changed",
        [],
        bases=(RowChanged,),
        module=resource.module,
        namespace={"__doc__": f"A row of “{resource.en}” changed."},
        tag=f"{resource.domain}.{resource.snake}_changed",
        frozen=True,
        kw_only=True,
    )
    return made


async def tell(tx: Tx, resource: Resource, *changes: RowChanged) -> None:
    """Record what changed, and do what the resource does besides; nothing when nothing changed."""
    for change in changes:
        tx.record(change)
    if changes and resource.also is not None:
        await resource.also(tx, [change.operation for change in changes])
