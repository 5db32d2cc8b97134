"""Where this room's pages stand in the navigation."""

from __future__ import annotations

from typing import Final

from domains.access.public import CONFIGURATION
from domains.audit import permissions as p
from hub.menus import Menu

MENUS: Final = (
    Menu("logs", CONFIGURATION.id, "directory", "日志管理", "Logs", 50),
    *(
        menu
        for order, (page, right) in enumerate(
            (("sign-ins", p.SIGN_INS), ("operations", p.OPERATIONS), ("visits", p.VISITS)), 1
        )
        for menu in (
            Menu(page, "logs", "menu", right.zh, right.en, 10 * order, page),
            Menu(f"{page}.{right.name}", page, "button", right.zh, right.en, 10, permission=right.name),
        )
    ),
)
