"""Where this room's pages stand in the navigation."""

from __future__ import annotations

from typing import Final

from domains.access import permissions as p
from hub.caller import Permission
from hub.menus import Level, Menu, Workstation

ASSETS: Final = Workstation("assets", "资产", "Assets", 100)
DATA: Final = Workstation("data", "数据", "Data", 200)
MONITORING: Final = Workstation("monitoring", "监控", "Monitoring", 300)
BUSINESS: Final = Workstation("business", "业务", "Business", 400)
CONFIGURATION: Final = Workstation("configuration", "配置", "Configuration", 500)
WORKSTATIONS: Final = (ASSETS, DATA, MONITORING, BUSINESS, CONFIGURATION)
"""The five modules of the first level (ID-801); other rooms hang their directories below them."""


def _page(page: str, parent: str, names: tuple[str, str], order: int, *rights: Permission) -> list[Menu]:
    menu = Menu(page, parent, "menu", *names, order, page)
    return [menu, *_buttons(page, *rights)]


def _buttons(menu: str, *rights: Permission, level: Level = "ordinary") -> list[Menu]:
    return [
        Menu(f"{menu}.{right.name}", menu, "button", right.zh, right.en, 10 * place, permission=right.name, level=level)
        for place, right in enumerate(rights, 1)
    ]


MENUS: Final = (
    Menu("people", CONFIGURATION.id, "directory", "权限管理", "People and rights", 10),
    Menu("tenants", "people", "menu", "租户管理", "Tenants", 10, "tenants", level="regional"),
    *_buttons("tenants", p.TENANTS, p.EDIT_TENANTS, p.MANAGE),
    *_page("accounts", "people", ("账号管理", "Accounts"), 20, p.ACCOUNTS, p.EDIT_ACCOUNTS),
    *_page("roles", "people", ("角色管理", "Roles"), 30, p.ROLES, p.EDIT_ROLES),
    Menu("implementing", CONFIGURATION.id, "directory", "实施", "Implementation", 15, level="regional"),
    *_page("implementations", "implementing", ("实施管理", "Implementations"), 10, p.IMPLEMENTATIONS),
    Menu("menus", CONFIGURATION.id, "directory", "菜单管理", "Menus", 20, level="platform"),
    Menu("menu-tree", "menus", "menu", "菜单与工作站", "Menus and workstations", 10, "menu-tree"),
    *_buttons("menu-tree", p.EDIT_MENUS),
    Menu("institution", CONFIGURATION.id, "directory", "机构设置", "Institution", 30),
    *_page(
        "institution-info",
        "institution",
        ("机构信息", "Institution information"),
        10,
        p.INSTITUTION,
        p.EDIT_INSTITUTION,
    ),
    *_page("departments", "institution", ("科室管理", "Departments"), 20, p.DEPARTMENTS, p.EDIT_DEPARTMENTS),
    Menu("platform", "institution", "menu", "平台设置", "Platform settings", 30, "platform", level="platform"),
    *_buttons("platform", p.PLATFORM, level="platform"),
    *_page("security", "institution", ("安全策略", "Security"), 40, p.SECURITY),
)
