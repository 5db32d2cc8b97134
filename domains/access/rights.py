"""Roles and what they may do: each permission names the default roles that hold it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hub.caller import Permission
from hub.module import discover

EVERYBODY: Final = "*"


def rights_of(roles: Iterable[str]) -> frozenset[str]:
    """The names of all permissions that these roles hold."""
    held = {EVERYBODY, *roles}
    return frozenset(p.name for p in discover().of(Permission) if held.intersection(p.roles))
