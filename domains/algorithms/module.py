"""The algorithm room's declaration."""

from channels.resources import provide
from domains.algorithms import applications, channel, commands, demo, events, menus, permissions, queries, resources
from hub.module import Module
from hub.openapi import Shape

MODULE = Module(
    "algorithms",
    provides=(
        permissions.VIEW,
        permissions.GRANT,
        commands.open_algorithm,
        commands.change_opening,
        commands.end_opening,
        queries.list_opened_algorithms,
        *events.OPENING_EVENTS,
        *provide(resources.algorithm),
        channel.opened,
        Shape(channel.OpeningMark),
        *menus.MENUS,
        applications.ASSISTED,
        demo.seed,
    ),
)
