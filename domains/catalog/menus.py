"""Where the lists stand in the navigation."""

from __future__ import annotations

from typing import Final

from channels.resources import provide
from domains.access.public import CONFIGURATION
from domains.catalog import resources
from hub.caller import Permission
from hub.menus import Menu

_RIGHTS: Final = [
    part
    for resource in resources.ALL
    for part in provide(resource)
    if isinstance(part, Permission) and "*" not in part.roles
]

MENUS: Final = (
    Menu("base-data", CONFIGURATION.id, "directory", "数据维护", "Base data", 40),
    Menu("base", "base-data", "menu", "数据维护", "Base data", 10, "base"),
    *(
        Menu(f"base.{right.name}", "base", "button", right.zh, right.en, 10 * place, permission=right.name)
        for place, right in enumerate(_RIGHTS, 1)
    ),
)
