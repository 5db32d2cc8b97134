"""Where this room's pages stand in the navigation."""

from __future__ import annotations

from typing import Final

from domains.access.public import MONITORING
from domains.rules import permissions as p
from hub.menus import Menu

MENUS: Final = (
    Menu("watch", MONITORING.id, "directory", "预警", "Alerts", 10),
    Menu("rules", "watch", "menu", "预警规则", "Rules", 30, "rules"),
    *(
        Menu(f"rules.{right.name}", "rules", "button", right.zh, right.en, 10 * place, permission=right.name)
        for place, right in enumerate((p.VIEW, p.EDIT), 1)
    ),
)
