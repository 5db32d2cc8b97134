"""Where this room's page stands in the navigation."""

from __future__ import annotations

from typing import Final

from domains.access.public import MONITORING
from domains.gateway import permissions as p
from domains.gateway import resources
from hub.menus import Menu

_RIGHTS: Final = (*(r.rights["view"] for r in resources.ALL), p.READ, p.OPERATE)

MENUS: Final = (
    Menu("interfaces-group", MONITORING.id, "directory", "接口监控", "Interfaces", 20),
    Menu("interfaces", "interfaces-group", "menu", "接口消息", "Interface messages", 10, "interfaces"),
    *(
        Menu(f"interfaces.{right.name}", "interfaces", "button", right.zh, right.en, 10 * place, permission=right.name)
        for place, right in enumerate(_RIGHTS, 1)
    ),
)
