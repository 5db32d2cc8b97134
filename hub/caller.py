"""Who is asking, for which institution, with which rights. The first argument of everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hub.errors import Forbidden, Unauthenticated

Extent = Literal["own", "department", "institution", "descendants"]
"""How far somebody's view of records goes: his own, his department's, all of the institution, those below it too."""


@dataclass(frozen=True, slots=True)
class Permission:
    """A named right, ``<domain>.<verb>``, with its label in both languages and the default roles that hold it."""

    name: str
    zh: str = ""
    en: str = ""
    roles: tuple[str, ...] = ()


PUBLIC = Permission("public", "公开", "Public")
"""Needed by what must work before anybody is known: sign-in, pairing. A test pins who uses it."""


@dataclass(frozen=True, slots=True)
class Caller:
    """One person, device, rule or job at the door.

    ``tenant`` is the institution it acts in; ``reads`` are the institutions it may look into; ``scope`` limits a
    device to named things (rooms); ``session`` and ``address`` are where it came from. ``masked``: personal data is
    shown to it masked. ``extent`` says whose records it sees, ``department`` which one is its own.
    """

    tenant: str
    actor: str
    permissions: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    scope: frozenset[str] | None = None
    session: str | None = None
    address: str | None = None
    masked: bool = False
    department: str | None = None
    extent: Extent = "institution"

    def may(self, permission: Permission) -> bool:
        """Whether this right is held."""
        return permission is PUBLIC or permission.name in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise ``Unauthenticated`` or ``Forbidden`` unless this right is held."""
        if self.may(permission):
            return
        if not self.actor:
            raise Unauthenticated
        raise Forbidden(permission=permission.name)

    def covers(self, name: str) -> bool:
        """Whether ``name`` lies inside the scope of this device; people have no such limit."""
        return self.scope is None or name in self.scope


def nobody(address: str | None = None) -> Caller:
    """The caller of a request without credentials."""
    return Caller("", "", address=address)
