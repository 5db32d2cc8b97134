"""Where this room's pages stand in the navigation."""

from __future__ import annotations

from typing import Final

from domains.access.public import BUSINESS
from domains.reports import permissions as p
from hub.menus import Menu

MENUS: Final = (
    Menu("reading", BUSINESS.id, "directory", "诊断", "Reading", 30),
    Menu("reports", "reading", "menu", "诊断工作站", "Reading workstation", 10, "reports"),
    *(
        Menu(f"reports.{right.name}", "reports", "button", right.zh, right.en, 10 * place, permission=right.name)
        for place, right in enumerate(p.ALL, 1)
    ),
)
