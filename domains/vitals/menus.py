"""Where this room's pages stand in the navigation."""

from __future__ import annotations

from typing import Final

from domains.access.public import BUSINESS
from domains.vitals import permissions as p
from domains.vitals.resources import MENU
from hub.menus import Menu

MENUS: Final = (
    Menu(MENU, BUSINESS.id, "directory", "生命体征", "Vital signs", 50),
    Menu("vitals-wall", MENU, "menu", "监护", "Monitoring wall", 10, "vitals-wall"),
    *(
        Menu(f"vitals.{right.name}", "vitals-wall", "button", right.zh, right.en, 10 * place, permission=right.name)
        for place, right in enumerate((p.VIEW, p.BIND, p.RECORD), 1)
    ),
)
