"""What a configuration may hold, as its structs tell it."""

from __future__ import annotations

import types
from typing import Any, get_args, get_type_hints

from msgspec import Struct


def members(kind: type[Struct]) -> dict[str, Any]:
    """The types of a struct's members by their names."""
    return {name: hint for name, hint in get_type_hints(kind).items() if name in kind.__struct_fields__}


def struct_in(kind: Any) -> type[Struct] | None:
    """The struct that a value of this type may be."""
    for one in get_args(kind) if isinstance(kind, types.UnionType) else (kind,):
        if isinstance(one, type) and issubclass(one, Struct):
            return one
    return None


def struct_in_list(kind: Any) -> type[Struct] | None:
    """The struct that the items of a list of this type are."""
    return struct_in(next(iter(get_args(kind)), None))
