"""What roles, institutions and the menu tree give: from rows of the database to the names of rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

import msgspec

from domains.access.model.menus import Entry, declared, merged, rights_in, seen_by
from domains.access.model.roles import EVERYBODY, PATIENT, Difference, held, preset_rights
from hub.applications import Application
from hub.caller import Extent, Permission
from hub.menus import Level, Menu, Workstation
from hub.module import discover

EXTENTS: Final[tuple[Extent, ...]] = ("own", "department", "institution", "descendants")
"""From the narrowest to the widest."""


class Role(msgspec.Struct, frozen=True):
    """A role as the rights are reckoned from it."""

    id: str
    preset: str | None = None
    extent: Extent = "institution"
    granted: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def rights(self) -> frozenset[str]:
        """What the role holds, before the institution's ceiling."""
        return held(_preset(self.preset), Difference(frozenset(self.granted), frozenset(self.withheld)))


@lru_cache(maxsize=1)
def known() -> tuple[Permission, ...]:
    """Every right of the house."""
    return tuple(discover().of(Permission))


@lru_cache(maxsize=1)
def everybodys() -> frozenset[str]:
    """The rights of everybody who works in an institution and is signed in."""
    return preset_rights(EVERYBODY, known())


@lru_cache(maxsize=1)
def patients() -> frozenset[str]:
    """The rights of patients, whatever their institution has."""
    return preset_rights(PATIENT, known())


@lru_cache(maxsize=64)
def _preset(preset: str | None) -> frozenset[str]:
    return preset_rights(preset, known())


@lru_cache(maxsize=1)
def _declared() -> tuple[Entry, ...]:
    registry = discover()
    return tuple(declared(registry.of(Workstation), registry.of(Menu), known(), {}))


def tree(changes: Iterable[Entry]) -> dict[str, Entry]:
    """The menu tree with what the installation changed in it."""
    return merged(_declared(), changes)


@lru_cache(maxsize=8)
def _tree_of(changes: str) -> Mapping[str, Entry]:
    rows: list[dict[str, Any]] = msgspec.json.decode(changes)
    fields = Entry.__struct_fields__
    return tree(Entry(**{name: row[name] for name in fields}) for row in rows)


@lru_cache(maxsize=64)
def _offered(changes: str, kind: Level) -> frozenset[str]:
    return rights_in(seen_by(_tree_of(changes), kind))


@lru_cache(maxsize=1)
def applications() -> dict[str, Application]:
    """Every application of the house by its code, in order; ``ValueError`` when two have the same."""
    found = sorted(discover().of(Application), key=lambda one: (one.order, one.code))
    if len({one.code for one in found}) != len(found):
        raise ValueError(f"two applications share a code: {[one.code for one in found]}")
    return {one.code: one for one in found}


def rights_in_application(code: str) -> frozenset[str]:
    """The rights of an application; none of one that is no more."""
    known_one = applications().get(code)
    return frozenset() if known_one is None else frozenset(p.name for p in known_one.permissions)


def closed(kind: Level, opened: Iterable[str]) -> frozenset[str]:
    """The rights of the applications that are not ``opened`` for an institution. The platform has all of them."""
    if kind == "platform":
        return frozenset()
    held = frozenset[str]().union(*(rights_in_application(code) for code in opened))
    return frozenset[str]().union(*(rights_in_application(code) for code in applications())) - held


def ceiling(kind: Level, withheld: Iterable[str], changes: str | None, opened: Iterable[str]) -> frozenset[str]:
    """All that anybody of an institution may be given.

    ``changes`` are those of the menus, as JSON; ``opened`` the codes of the applications that it has now.
    """
    return _offered(changes or "[]", kind) - frozenset(withheld) - closed(kind, opened)


def patients_in(kind: Level, withheld: Iterable[str], opened: Iterable[str]) -> frozenset[str]:
    """The rights of the patients of an institution: no menu stands for them, so only what it has bounds them."""
    return patients() - frozenset(withheld) - closed(kind, opened)


def rights_of(roles: Iterable[str]) -> frozenset[str]:
    """The rights of these presets as they come with the house, and everybody's. Who is a patient is nothing else."""
    if PATIENT in (roles := tuple(roles)):
        return patients()
    return everybodys().union(*(_preset(role) for role in roles))


def widest(roles: Iterable[Role]) -> Extent:
    """How far somebody with these roles sees: as far as the widest of them."""
    return EXTENTS[max((EXTENTS.index(r.extent) for r in roles), default=EXTENTS.index("institution"))]
