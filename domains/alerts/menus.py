"""Where this room's pages stand in the navigation."""

from __future__ import annotations

from typing import Final

from domains.alerts import permissions as p
from domains.alerts.exporting import EXPORT
from domains.alerts.resources import record
from hub.caller import Permission
from hub.menus import Menu

_WATCH: Final = "watch"
"""The directory of the rules' room: alerts and rules stand together."""


def _page(page: str, zh: str, en: str, order: int, *rights: Permission) -> list[Menu]:
    buttons = [
        Menu(f"{page}.{right.name}", page, "button", right.zh, right.en, 10 * place, permission=right.name)
        for place, right in enumerate(rights, 1)
    ]
    return [Menu(page, _WATCH, "menu", zh, en, order, page), *buttons]


MENUS: Final = (
    *_page("alerts", "预警中心", "Alert centre", 10, record.rights["view"], p.VIEW, p.HANDLE, EXPORT),
    *_page("alert-statistics", "预警统计", "Alert statistics", 20, p.REVIEW),
    *_page("silences", "静默与停用", "Silences", 40, p.SILENCE),
    *_page("rosters", "值班表", "Duty rosters", 50, p.ROSTERS),
)
