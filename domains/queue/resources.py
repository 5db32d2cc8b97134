"""The list of exam rooms (检查室, SA-838), beside the hospital's other base data.

A room is called by its name in the lobby, so no two share one. What a room does follows from its modality.
"""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.catalog.public import BASE_DATA, from_above
from domains.queue import screens, store, tables
from domains.queue.commands.rooms import follow_rooms
from domains.queue.errors import RoomShown
from hub.errors import HubError
from hub.resources.errors import InUse
from hub.resources.fields import Reference, Text
from hub.resources.filters import Is, Like
from hub.resources.resource import Resource
from hub.resources.source import Source, SourceRows

PATH: Final = "queue/exam-room"


async def _above(db: AsyncConnection, tenant: str) -> SourceRows:
    """The superior institution's rooms; those of which it has not said what they do are no use to anybody else."""
    return [row for row in await from_above(db, tenant, PATH) if row["modality_id"] is not None]


async def _has_tickets(db: AsyncConnection, tenant: str, room: sa.Row[Any]) -> HubError | None:
    count = await store.tickets_of_room(db, tenant, room.id)
    return InUse(name=room.name, count=count, by_zh="排队记录", by_en="tickets") if count else None


async def _has_screens(db: AsyncConnection, tenant: str, room: sa.Row[Any]) -> HubError | None:
    shown = await screens.of_room(db, tenant, room.id)
    return RoomShown(room=room.name, screens="、".join(shown)) if shown else None


exam_room = Resource(
    __name__,
    "exam-room",
    "检查室",
    "exam room",
    fields=(
        Text("name", "检查室名称", "Room name", required=True),
        Reference("modality_id", "模态", "Modality", required=True, later=True, to="catalog/modality"),
        Text("campus", "院区", "Campus", required=True),
        Text("note", "备注", "Note", longest=300, lines=3, listed=False),
    ),
    filters=(Like("name"), Is("modality_id")),
    sort="-updated_at",
    unique=(("name",),),
    guards=(_has_tickets, _has_screens),
    source=Source(_above, match="name"),
    keepers=("admin", "head"),
    rows=tables.rooms,
    also=follow_rooms,
    under=BASE_DATA.id,
    order=50,
    imports=True,
    exports=True,
)
