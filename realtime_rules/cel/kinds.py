"""CEL's types as the checker sees them.

Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#values
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from realtime_rules.cel.words import TYPES


@dataclass(frozen=True, slots=True)
class Type:
    """A type. ``nullable`` values may be ``null``; ``choices`` are all values a text can have, if they are known."""

    name: str
    of: tuple[Type, ...] = ()
    nullable: bool = False
    choices: tuple[str, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict, hash=False)

    @property
    def zh(self) -> str:
        """The type in Chinese, for a message."""
        return TYPES[self.name][0]

    @property
    def en(self) -> str:
        """The type in English, for a message."""
        return TYPES[self.name][1]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a struct. What is absent and not ``required`` counts as ``default``."""

    type: Type
    required: bool = True
    default: object = None


BOOL: Final = Type("bool")
INT: Final = Type("int")
UINT: Final = Type("uint")
DOUBLE: Final = Type("double")
STRING: Final = Type("string")
BYTES: Final = Type("bytes")
NULL: Final = Type("null_type", nullable=True)
TIMESTAMP: Final = Type("timestamp")
DURATION: Final = Type("duration")
TYPE: Final = Type("type")
DYN: Final = Type("dyn")
"""Known only when it is there."""

NUMBERS: Final = frozenset({"int", "uint", "double"})
ORDERED: Final = NUMBERS | {"bool", "string", "bytes", "timestamp", "duration"}
TEMPORAL: Final = frozenset({"timestamp", "duration"})


def list_of(element: Type) -> Type:
    """A list."""
    return Type("list", (element,))


def map_of(key: Type, value: Type) -> Type:
    """A map."""
    return Type("map", (key, value))


def or_null(kind: Type) -> Type:
    """The same, or null."""
    return kind if kind.nullable or kind == DYN else replace(kind, nullable=True)


def joined(left: Type, right: Type) -> Type | None:
    """The type of a value that is one or the other; nothing if they have none in common."""
    if left == right:
        return left
    if DYN in (left, right):
        return DYN
    if left.name != right.name or left.name == "struct":
        return None  # equal ones were the same above
    parts = [joined(a, b) for a, b in zip(left.of, right.of, strict=True)]
    if None in parts:
        return None
    choices = tuple(dict.fromkeys(left.choices + right.choices)) if left.choices and right.choices else ()
    return Type(left.name, tuple(part for part in parts if part), left.nullable or right.nullable, choices)


def comparable(left: Type, right: Type) -> bool:
    """Whether ``==`` can ever mean something: same types, two kinds of number, or null where null can be."""
    if DYN in (left, right):
        return True
    if NULL in (left, right):
        return left.nullable and right.nullable
    if left.name in NUMBERS and right.name in NUMBERS:
        return True
    if left.name != right.name or left.name == "struct":
        return False
    return all(same(a, b) for a, b in zip(left.of, right.of, strict=True))


def same(left: Type, right: Type) -> bool:
    """Whether two types are one, apart from null and choices; the elements of compared lists must be that."""
    if DYN in (left, right):
        return True
    return left.name == right.name != "struct" and joined(left, right) is not None


def orderable(left: Type, right: Type) -> bool:
    """Whether ``<`` works: two values of one ordered type, or two kinds of number."""
    if DYN in (left, right):
        return {left.name, right.name} <= ORDERED | {"dyn"}
    if left.name in NUMBERS and right.name in NUMBERS:
        return True
    return left.name == right.name and left.name in ORDERED


def plain(kind: Type) -> bool:
    """Whether the value decoded from JSON is the value itself."""
    if kind.name in ("list", "map"):
        return plain(kind.of[-1])
    return kind.name in ("bool", "int", "string", "struct")
