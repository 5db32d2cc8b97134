"""The delivery room's declaration."""

from domains.delivery import commands, events, menus, permissions, queries
from hub.module import Module

MODULE = Module(
    "delivery",
    provides=(
        permissions.OPERATE,
        commands.disconnect_user,
        commands.orders,
        queries.overview,
        queries.list_connections,
        events.UserDisconnected,
        *menus.MENUS,
    ),
)
