"""Where this room's pages stand in the navigation."""

from __future__ import annotations

from typing import Final

from domains.access.public import BUSINESS
from domains.samples import permissions as p
from domains.samples.resources import sample
from hub.menus import Menu

_RIGHTS: Final = (*sample.rights.values(), p.VIEW, p.RECEIVING, p.REVIEW, p.EDIT, p.RETURN, p.CONFIGURE, p.EXPORT)

MENUS: Final = (
    Menu("samples", BUSINESS.id, "directory", "送检", "Samples", 40),
    Menu("sample-patients", "samples", "menu", "患者管理", "Patients", 10, "sample-patients"),
    *(
        Menu(f"sample-patients.{r.name}", "sample-patients", "button", r.zh, r.en, 10 * place, permission=r.name)
        for place, r in enumerate(_RIGHTS, 1)
    ),
)
