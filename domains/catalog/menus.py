"""Where base data stands in the navigation: a directory, in which each list has its own menu."""

from __future__ import annotations

from typing import Final

from domains.access.public import CONFIGURATION
from hub.menus import Menu

BASE_DATA: Final = Menu("base-data", CONFIGURATION.id, "directory", "数据维护", "Base data", 40)
