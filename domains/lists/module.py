"""The list pages room's declaration."""

from domains.access.public import names
from domains.lists import commands, permissions, queries
from hub.module import Module
from hub.resources.known import People

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
    ),
)
