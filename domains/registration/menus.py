"""Where this room's pages stand in the navigation."""

from __future__ import annotations

from typing import Final

from domains.access.public import BUSINESS
from domains.registration import permissions as p
from domains.registration.exporting import EXPORT
from hub.caller import Permission
from hub.menus import Menu


def _page(page: str, zh: str, en: str, order: int, *rights: Permission) -> tuple[Menu, ...]:
    buttons = (
        Menu(f"{page}.{right.name}", page, "button", right.zh, right.en, 10 * place, permission=right.name)
        for place, right in enumerate(rights, 1)
    )
    return Menu(page, "reception", "menu", zh, en, order, page), *buttons


MENUS: Final = (
    Menu("reception", BUSINESS.id, "directory", "登记", "Reception", 10),
    *_page("registration", "预约登记", "Registration", 10, p.VIEW, p.REGISTER, p.CANCEL),
    *_page("referral", "转诊登记", "Referral", 20, p.REFER, p.MANAGE),
    *_page("registrations", "登记管理", "Registration management", 30, EXPORT),
)
