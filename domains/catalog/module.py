"""The base data room's declaration."""

from channels.resources import provide
from domains.catalog import demo, menus, resources
from hub.module import Module

MODULE = Module(
    "catalog",
    provides=(
        *(part for resource in resources.ALL for part in provide(resource)),
        menus.BASE_DATA,
        demo.seed,
    ),
)
