"""The menu tree, rearranged by the platform for everybody."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from domains.access import permissions
from domains.access.commands.checks import refuse
from domains.access.errors import Kept, KindRefused, MenuMisplaced, StillUsed
from domains.access.events import MenusChanged
from domains.access.model.menus import Entry, fits
from domains.access.rights import known, tree
from domains.access.store import institutions, roles
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import NotFound
from hub.ids import new_id
from hub.menus import Kind, Level

Label = Annotated[str, Meta(min_length=1, max_length=30)]
Order = Annotated[int, Meta(ge=0, le=100_000)]


class AddMenu(Command, frozen=True):
    """Add a workstation (no parent), directory, menu or button; siblings stand by ``order``, ascending (AI-729)."""

    needs: ClassVar[Permission] = permissions.EDIT_MENUS
    kind: Kind
    zh: Label
    en: Label
    parent: str = ""
    order: Order = 100
    page: str = ""
    permission: str = ""
    level: Level = "ordinary"


class EditMenu(Command, frozen=True):
    """Change a menu; None leaves a field as it is. It keeps its kind (AI-730)."""

    needs: ClassVar[Permission] = permissions.EDIT_MENUS
    menu_id: str
    zh: Label | None = None
    en: Label | None = None
    parent: str | None = None
    order: Order | None = None
    page: str | None = None
    permission: str | None = None
    level: Level | None = None


class DeleteMenu(Command, frozen=True):
    """Take a menu away below which nothing hangs any more (AI-732)."""

    needs: ClassVar[Permission] = permissions.EDIT_MENUS
    menu_id: str


@handles(AddMenu)
async def add_menu(cmd: AddMenu, tx: Tx) -> str:
    """Gives the new menu's id."""
    entries = await _entries(tx)
    entry = Entry(id=new_id(), **msgspec.structs.asdict(cmd))
    _check(entry, entries)
    await _save(tx, entry)
    return entry.id


@handles(EditMenu)
async def edit_menu(cmd: EditMenu, tx: Tx) -> None:
    """It may move to where its kind fits, but not below itself."""
    entries = await _entries(tx)
    entry = _one(entries, cmd.menu_id)
    given = {k: v for k, v in msgspec.structs.asdict(cmd).items() if v is not None and k != "menu_id"}
    changed = msgspec.structs.replace(entry, **given)
    _check(changed, {k: e for k, e in entries.items() if k != entry.id})
    await _save(tx, changed)


@handles(DeleteMenu)
async def delete_menu(cmd: DeleteMenu, tx: Tx) -> None:
    """The way back to this page stays."""
    entries = await _entries(tx)
    entry = _one(entries, cmd.menu_id)
    below = sum(e.parent == entry.id for e in entries.values())
    if below:
        raise StillUsed(count=below, what="下级菜单", what_en="menus below it")
    if entry.permission == permissions.EDIT_MENUS.name:
        raise Kept(what="菜单管理功能", what_en="The menu management")
    await _save(tx, msgspec.structs.replace(entry, removed=True))


async def _entries(tx: Tx) -> dict[str, Any]:
    """The tree, for the platform's own people only: it is everybody's."""
    own = await institutions.find(tx.db, [tx.caller.tenant], tx.caller.tenant)
    if own is None or own.kind != "platform":
        raise KindRefused(permission=permissions.EDIT_MENUS.name)
    return tree(await roles.changed_menus(tx.db))


def _one(entries: dict[str, Entry], menu_id: str) -> Entry:
    entry = entries.get(menu_id)
    if entry is None:
        raise NotFound
    return entry


def _check(entry: Entry, others: dict[str, Entry]) -> None:
    parent = others.get(entry.parent)
    if (entry.parent and parent is None) or not fits(entry.kind, parent, others):
        raise MenuMisplaced("层级 (level)")
    if (entry.kind == "button") != bool(entry.permission):
        refuse(
            "permission",
            "按钮必须对应一个功能权限，其他菜单不能",
            "a button stands for one right, other menus for none",
        )
    if entry.permission and entry.permission not in {p.name for p in known()}:
        refuse("permission", "没有这个功能权限", "there is no such right")


async def _save(tx: Tx, entry: Entry) -> None:
    tx.record(MenusChanged(menu_id=entry.id, v=await roles.save_menu(tx.db, entry)))
