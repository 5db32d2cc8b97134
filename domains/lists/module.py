"""The list pages room's declaration."""

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import institution, names
from domains.lists import commands, permissions, queries
from hub.module import Module
from hub.resources.known import People, Zones


async def _zone(db: AsyncConnection, tenant: str) -> str:
    return (await institution(db, tenant)).time_zone


MODULE = Module(
    "lists",
    provides=(
        permissions.USE,
        commands.save_view,
        commands.drop_view,
        commands.keep_columns,
        queries.describe_page,
        queries.list_pages,
        People(names),
        Zones(_zone),
    ),
)
