"""Where this room's page stands in the navigation."""

from __future__ import annotations

from typing import Final

from domains.access.public import MONITORING
from domains.delivery.permissions import OPERATE
from hub.menus import Menu

MENUS: Final = (
    Menu("channels", MONITORING.id, "directory", "实时监控", "Live monitoring", 10),
    Menu("delivery", "channels", "menu", "实时通道", "Live delivery", 10, "delivery"),
    Menu(f"delivery.{OPERATE.name}", "delivery", "button", OPERATE.zh, OPERATE.en, 10, permission=OPERATE.name),
)
