"""Where this room's pages stand in the navigation."""

from __future__ import annotations

from typing import Final

from domains.access.public import BUSINESS
from domains.queue import permissions as p
from hub.menus import Menu

MENUS: Final = (
    Menu("calling", BUSINESS.id, "directory", "叫号", "Calling", 20),
    Menu("queue", "calling", "menu", "叫号工作站", "Calling workstation", 10, "queue"),
    *(
        Menu(f"queue.{right.name}", "queue", "button", right.zh, right.en, 10 * place, permission=right.name)
        for place, right in enumerate((p.VIEW, p.CALL, p.SIGN_IN, p.ADMIT), 1)
    ),
    Menu("screens", "calling", "menu", "叫号屏管理", "Call screens", 20, "screens"),
    Menu(f"screens.{p.MANAGE.name}", "screens", "button", p.MANAGE.zh, p.MANAGE.en, 10, permission=p.MANAGE.name),
)
