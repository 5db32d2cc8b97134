"""Where a declared list page stands in the navigation: one menu of its own, and below it a button for each right."""

from __future__ import annotations

from typing import Final

from hub.menus import Menu
from hub.resources.resource import EVERYBODY, Resource

PAGE: Final = "base"
"""The page of the staff app that draws any declared list; the list's path follows."""


def menus_of(resource: Resource) -> tuple[Menu, ...]:
    """The page's menu and buttons, to be granted and taken away like all others; none when it stands nowhere.

    A right of everybody has no button: there is nothing to grant.
    """
    if not resource.under:
        return ()
    menu = f"list.{resource.domain}.{resource.snake}"
    named = (resource.zh, resource.en.capitalize())
    rights = [(verb, right) for verb, right in resource.rights.items() if not set(EVERYBODY) & set(right.roles)]
    return (
        Menu(menu, resource.under, "menu", *named, resource.order, f"{PAGE}/{resource.path}"),
        *(
            Menu(f"{menu}.{verb}", menu, "button", right.zh, right.en, 10 * place, permission=right.name)
            for place, (verb, right) in enumerate(rights, 1)
        ),
    )
