"""What the navigation is made of: a domain declares its workstations and menus, installations may rearrange them.

Four levels below a workstation: directory, menu, menu, button. A button stands for one right; a right that no
declared button names is offered all the same, under its domain's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["workstation", "directory", "menu", "button"]
Level = Literal["platform", "regional", "ordinary"]
"""Which institutions see a menu: those of this kind and of the kinds above it."""

LEVELS: Final[tuple[Level, ...]] = ("platform", "regional", "ordinary")


@dataclass(frozen=True, slots=True)
class Workstation:
    """A part of the navigation's first level; ``order``: lower first."""

    id: str
    zh: str
    en: str
    order: int = 100
    level: Level = "ordinary"


@dataclass(frozen=True, slots=True)
class Menu:
    """A directory, menu or button below ``parent`` (the id of a workstation or menu).

    ``page`` is the id of the page that a menu opens. ``permission`` is the right that a button stands for.
    """

    id: str
    parent: str
    kind: Literal["directory", "menu", "button"]
    zh: str
    en: str
    order: int = 100
    page: str = ""
    permission: str = ""
    level: Level = "ordinary"
