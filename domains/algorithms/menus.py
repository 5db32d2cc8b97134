"""Where this room's pages stand in the navigation: the register is the platform's, the view every institution's."""

from __future__ import annotations

from typing import Final

from domains.access.public import CONFIGURATION
from domains.algorithms import permissions as p
from hub.menus import Menu

MENUS: Final = (
    Menu("algorithms", CONFIGURATION.id, "directory", "AI诊断应用", "AI diagnosis", 25, level="platform"),
    Menu("opened-algorithms", "institution", "menu", "已开通算法", "Opened algorithms", 15, "opened-algorithms"),
    Menu("opened-algorithms.view", "opened-algorithms", "button", p.VIEW.zh, p.VIEW.en, 10, permission=p.VIEW.name),
    Menu(
        "opened-algorithms.grant",
        "opened-algorithms",
        "button",
        p.GRANT.zh,
        p.GRANT.en,
        20,
        permission=p.GRANT.name,
        level="platform",
    ),
)
