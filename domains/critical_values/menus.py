"""Where this room's pages stand in the navigation."""

from __future__ import annotations

from typing import Final

from domains.access.public import BUSINESS
from domains.critical_values import permissions as p
from domains.critical_values.resources import value
from hub.menus import Menu

_RIGHTS: Final = (p.VIEW, p.HANDLE, p.REPORT, *value.rights.values())

MENUS: Final = (
    Menu("critical", BUSINESS.id, "directory", "危急值", "Critical values", 30),
    Menu("critical-values", "critical", "menu", "危急值管理", "Critical values", 10, "critical-values"),
    *(
        Menu(f"critical-values.{r.name}", "critical-values", "button", r.zh, r.en, 10 * place, permission=r.name)
        for place, r in enumerate(_RIGHTS, 1)
    ),
)
