"""The menu tree as it is now: what the house declares, with what the installation changed, added or removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from domains.access.model.roles import PATIENT
from domains.access.model.tree import Node
from hub.caller import Permission
from hub.menus import LEVELS, Kind, Level, Menu, Workstation

DEEPEST: Final = 5
"""Workstation, directory, menu, menu, button."""

_PARENTS: Final[Mapping[Kind, frozenset[Kind]]] = {
    "workstation": frozenset(),
    "directory": frozenset({"workstation"}),
    "menu": frozenset({"directory", "menu"}),
    "button": frozenset({"menu"}),
}


class Entry(msgspec.Struct, frozen=True):
    """A workstation, directory, menu or button; a button names its right, a menu the page that it opens."""

    id: str
    parent: str
    kind: Kind
    zh: str
    en: str
    order: int
    page: str = ""
    permission: str = ""
    level: Level = "ordinary"
    removed: bool = False


def declared(
    stations: Iterable[Workstation], menus: Iterable[Menu], permissions: Iterable[Permission], names: Mapping[str, str]
) -> list[Entry]:
    """What the house declares. A right without a button gets one, in a menu of its domain; ``names``: domain labels."""
    entries = [Entry(s.id, "", "workstation", s.zh, s.en, s.order, level=s.level) for s in stations]
    fields = ("id", "parent", "kind", "zh", "en", "order", "page", "permission", "level")
    entries += [Entry(**{name: getattr(m, name) for name in fields}) for m in menus]
    placed = {e.permission for e in entries}
    rest = [p for p in permissions if p.name not in placed and "*" not in p.roles and p.roles != (PATIENT,)]
    if rest:
        entries.append(Entry("more", "", "workstation", "其他", "More", 900))
        entries.append(Entry("more.functions", "more", "directory", "其他功能", "Further functions", 100))
    for domain in sorted({p.name.partition(".")[0] for p in rest}):
        label = names.get(domain, domain)
        entries.append(Entry(f"more.{domain}", "more.functions", "menu", label, domain, 100))
    for permission in rest:
        parent = f"more.{permission.name.partition('.')[0]}"
        text = (permission.zh, permission.en)
        entries.append(Entry(f"button.{permission.name}", parent, "button", *text, 100, permission=permission.name))
    return entries


def merged(base: Iterable[Entry], changes: Iterable[Entry]) -> dict[str, Entry]:
    """The entries that there are, by id: a change replaces the declared entry of its id, or adds one.

    What hangs below something that is not there is not there either.
    """
    entries = {e.id: e for e in base} | {e.id: e for e in changes}
    return {e.id: e for e in entries.values() if _stands(e, entries)}


def _stands(entry: Entry, entries: Mapping[str, Entry]) -> bool:
    for _ in range(DEEPEST):
        if entry.removed:
            return False
        if not entry.parent:
            return entry.kind == "workstation"
        above = entries.get(entry.parent)
        if above is None:
            return False
        entry = above
    return False


def line(entry: Entry, entries: Mapping[str, Entry]) -> list[Entry]:
    """The entry and all above it."""
    found = [entry]
    while found[-1].parent and len(found) < DEEPEST:
        found.append(entries[found[-1].parent])
    return found


def fits(kind: Kind, parent: Entry | None, entries: Mapping[str, Entry]) -> bool:
    """Whether something of this kind may hang there: directory, menu, menu, button below a workstation (AI-729)."""
    if parent is None:
        return kind == "workstation"
    if parent.kind not in _PARENTS[kind]:
        return False
    nested = parent.kind == "menu" and entries[parent.parent].kind == "menu"
    return not (kind == "menu" and nested)


def visible(level: Level, kind: Level) -> bool:
    """Whether institutions of ``kind`` see what is meant for ``level``."""
    return LEVELS.index(kind) <= LEVELS.index(level)


def seen_by(entries: Mapping[str, Entry], kind: Level) -> dict[str, Entry]:
    """The entries that institutions of this kind see."""
    return {e.id: e for e in entries.values() if all(visible(up.level, kind) for up in line(e, entries))}


def rights_in(entries: Mapping[str, Entry]) -> frozenset[str]:
    """The rights that buttons among these stand for."""
    return frozenset(e.permission for e in entries.values() if e.permission)


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """Siblings by number, ascending; equals by id."""
    return sorted(entries, key=lambda e: (e.order, e.id))


def nodes(entries: Mapping[str, Entry]) -> tuple[Node, ...]:
    """The same as a tree to tick, siblings in their order."""
    below: dict[str, list[Entry]] = {}
    for entry in ordered(entries.values()):
        below.setdefault(entry.parent, []).append(entry)
    return _branch("", below)


def _branch(parent: str, below: Mapping[str, Sequence[Entry]]) -> tuple[Node, ...]:
    return tuple(Node(e.id, e.permission, _branch(e.id, below)) for e in below.get(parent, ()))
