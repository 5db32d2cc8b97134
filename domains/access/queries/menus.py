"""The menu tree: to tick for a role or an institution, to navigate by, and to rearrange."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import ClassVar

import msgspec

from domains.access import permissions
from domains.access.granted import shut
from domains.access.model.menus import Entry, nodes, ordered, rights_in, seen_by
from domains.access.model.policy import Policy
from domains.access.model.tree import Node, State, states
from domains.access.queries.people import within
from domains.access.rights import Role, known, tree
from domains.access.standing import policy_of
from domains.access.store import institutions, roles
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.errors import NotFound
from hub.menus import Kind, Level
from hub.pinyin import syllables


class MenuNode(msgspec.Struct, frozen=True):
    """A node of the tree with its state: white box, dash or tick. ``spelled``: its name in pinyin, whole and short."""

    id: str
    kind: Kind
    zh: str
    en: str
    spelled: str
    page: str
    permission: str
    state: State
    children: tuple[MenuNode, ...]


class MenuTree(msgspec.Struct, frozen=True):
    """The whole tree, and the rights that are ticked in it."""

    nodes: tuple[MenuNode, ...]
    ticked: tuple[str, ...]


class MenuRow(msgspec.Struct, frozen=True):
    """A menu to rearrange."""

    id: str
    parent: str
    kind: Kind
    zh: str
    en: str
    order: int
    page: str
    permission: str
    level: Level


class MenuList(msgspec.Struct, frozen=True):
    """All menus, siblings in their order, and the rights that buttons can stand for."""

    rows: tuple[MenuRow, ...]
    permissions: tuple[str, ...]


class RoleMenus(Query, frozen=True):
    """What a role holds of what its institution may use (AI-725); without a role nothing is ticked."""

    needs: ClassVar[Permission] = permissions.ROLES
    role: str = ""
    institution: str = ""


class TenantMenus(Query, frozen=True):
    """What an institution may use of what the caller's own may (AI-711)."""

    needs: ClassVar[Permission] = permissions.TENANTS
    institution_id: str


class MyMenus(Query, frozen=True):
    """What the caller may use: the navigation's tree, nodes without any right of his left out."""

    needs: ClassVar[Permission] = permissions.STAFF


class ListMenus(Query, frozen=True):
    """The menus to rearrange; ``workstation`` and ``menu`` find parts of names (ID-718)."""

    needs: ClassVar[Permission] = permissions.EDIT_MENUS
    workstation: str = ""
    menu: str = ""


class ShowPolicy(Query, frozen=True):
    """The institution's security policy."""

    needs: ClassVar[Permission] = permissions.SECURITY


@answers(RoleMenus)
async def role_menus(caller: Caller, query: RoleMenus, look: Look) -> MenuTree:
    """The institution's ceiling bounds what is shown."""
    tenant = next(iter(within(caller, query.institution)), None)
    institution = None if tenant is None else await institutions.find(look.db, [tenant], tenant)
    if institution is None:
        raise NotFound
    entries = _without(seen_by(tree(await roles.changed_menus(look.db)), institution.kind), institution.withheld)
    entries = _without(entries, await shut(look.db, institution, look.now))
    held: frozenset[str] = frozenset()
    if query.role:
        found = roles.listing().where(roles.is_(institution.id, query.role))
        row = (await look.db.execute(found)).first()
        if row is None:
            raise NotFound
        held = Role(row.id, row.preset, row.extent, tuple(row.granted), tuple(row.withheld)).rights
    return _shown(entries, held)


@answers(TenantMenus)
async def tenant_menus(caller: Caller, query: TenantMenus, look: Look) -> MenuTree:
    """Of what its kind sees, within what the caller's own institution has."""
    there = await institutions.find(look.db, caller.reads, query.institution_id)
    own = await institutions.find(look.db, [caller.tenant], caller.tenant)
    if there is None or own is None:
        raise NotFound
    entries = _without(seen_by(tree(await roles.changed_menus(look.db)), there.kind), own.withheld)
    hidden = await shut(look.db, own, look.now) | await shut(look.db, there, look.now)
    entries = _without(entries, hidden)
    return _shown(entries, rights_in(entries) - frozenset(there.withheld))


@answers(MyMenus)
async def my_menus(caller: Caller, _: MyMenus, look: Look) -> MenuTree:
    """By the rights of the moment."""
    entries = tree(await roles.changed_menus(look.db))
    others = rights_in(entries) - caller.permissions
    return _shown(_without(entries, others), caller.permissions)


@answers(ListMenus)
async def list_menus(_: Caller, query: ListMenus, look: Look) -> MenuList:
    """Of a workstation that is found, everything below it; of a menu that is found, the line to it."""
    entries = tree(await roles.changed_menus(look.db))
    kept = {e.id for e in entries.values() if _finds(e, entries, query)}
    for entry_id in list(kept):
        while (entry_id := entries[entry_id].parent) and entry_id not in kept:
            kept.add(entry_id)
    rows = (
        MenuRow(**{n: getattr(e, n) for n in MenuRow.__struct_fields__})
        for e in ordered(entries.values())
        if e.id in kept
    )
    return MenuList(tuple(rows), tuple(sorted(p.name for p in known())))


@answers(ShowPolicy)
async def show_policy(caller: Caller, _: ShowPolicy, look: Look) -> Policy:
    """The default one when none was saved yet."""
    return policy_of((await institutions.policy(look.db, caller.tenant))[0])


def _finds(entry: Entry, entries: Mapping[str, Entry], query: ListMenus) -> bool:
    top = entry
    while top.parent:
        top = entries[top.parent]
    in_station = query.workstation.lower() in f"{top.zh} {top.en}".lower()
    return in_station and query.menu.lower() in f"{entry.zh} {entry.en}".lower()


def _without(entries: Mapping[str, Entry], rights: Iterable[str]) -> dict[str, Entry]:
    gone = frozenset(rights)
    return {e.id: e for e in entries.values() if e.permission not in gone or not e.permission}


def _shown(entries: Mapping[str, Entry], ticked: frozenset[str]) -> MenuTree:
    roots = nodes(entries)
    found = states(roots, ticked)
    shown = tuple(child for child in (_node(n, entries, found) for n in roots) if child is not None)
    return MenuTree(shown, tuple(sorted(ticked & rights_in(entries))))


def _node(node: Node, entries: Mapping[str, Entry], found: Mapping[str, State]) -> MenuNode | None:
    entry = entries[node.id]
    children = tuple(child for child in (_node(n, entries, found) for n in node.children) if child is not None)
    if not children and not entry.permission:
        return None
    return MenuNode(
        id=entry.id,
        kind=entry.kind,
        zh=entry.zh,
        en=entry.en,
        spelled=spelled(entry.zh),
        page=entry.page,
        permission=entry.permission,
        state=found[entry.id],
        children=children,
    )


@lru_cache(maxsize=4096)
def spelled(text: str) -> str:
    """How one types a Chinese name on a keyboard: ``zhanghaoguanli zhgl``."""
    spoken = syllables(text)
    return f"{''.join(spoken)} {''.join(s[:1] for s in spoken)}".lower()
