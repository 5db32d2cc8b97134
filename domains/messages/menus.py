"""Where this room's pages stand in the navigation; the message centre is everybody's, the bell leads there."""

from __future__ import annotations

from typing import Final

from domains.access.public import CONFIGURATION
from domains.messages import permissions as p
from hub.caller import Permission
from hub.menus import Menu


def _page(page: str, names: tuple[str, str], order: int, *rights: Permission) -> tuple[Menu, ...]:
    buttons = (
        Menu(f"{page}.{right.name}", page, "button", right.zh, right.en, 10 * place, permission=right.name)
        for place, right in enumerate(rights, 1)
    )
    return Menu(page, "messaging", "menu", *names, order, page), *buttons


MENUS: Final = (
    Menu("messaging", CONFIGURATION.id, "directory", "消息管理", "Messaging", 50),
    *_page("message-channels", ("消息通道", "Message channels"), 10, p.SETTINGS),
    *_page("message-templates", ("消息模板", "Message templates"), 20),
    *_page("deliveries", ("发送记录", "Delivery log"), 30, p.DELIVERIES, p.ANNOUNCE),
)
