"""What a condition may speak of: variables and their fields, taken from the annotations of the events themselves.

An absent field that may be empty is ``null`` and ``has(event.x)`` is false; one that has another default counts as
that default. Texts stand for what JSON has no form for: timestamps are RFC 3339, durations ISO 8601.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import inspect

from realtime_rules.cel import kinds
from realtime_rules.cel.kinds import DYN, Field, Type

Declared: TypeAlias = "Mapping[str, Any]"
"""Names and what they are: a Struct, an annotation, or once more such a mapping."""

_SIMPLE: Final[dict[type[inspect.Type], Type]] = {
    inspect.BoolType: kinds.BOOL,
    inspect.IntType: kinds.INT,
    inspect.FloatType: kinds.DOUBLE,
    inspect.StrType: kinds.STRING,
    inspect.UUIDType: kinds.STRING,
    inspect.DateType: kinds.STRING,
    inspect.TimeType: kinds.STRING,
    inspect.DateTimeType: kinds.TIMESTAMP,
    inspect.TimeDeltaType: kinds.DURATION,
}
_LISTS: Final = (inspect.ListType, inspect.SetType, inspect.FrozenSetType, inspect.VarTupleType)
_MOST_LEVELS: Final = 8
"""A struct that holds itself ends here."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The variables of a condition and their types."""

    variables: Mapping[str, Type]

    @classmethod
    def of(cls, declared: Declared) -> Schema:
        """From ``{"event": SomeStruct, "now": datetime, "window": {"count": int}}``."""
        return cls({name: _declared(what) for name, what in declared.items()})

    def paths(self) -> Iterator[tuple[str, Type]]:
        """Every field that can be named with dots (``event.value``) and its type, in the order declared."""
        for name, kind in self.variables.items():
            yield from _paths(name, kind)


def _paths(name: str, kind: Type) -> Iterator[tuple[str, Type]]:
    if kind.name != "struct" or kind.nullable:
        yield name, kind
    for below, what in kind.fields.items():
        yield from _paths(f"{name}.{below}", what.type)


def _declared(what: Any) -> Type:
    if isinstance(what, Mapping):
        return Type("struct", fields={name: Field(_declared(below)) for name, below in what.items()})
    return _from_annotation(what)


@cache
def _from_annotation(annotation: Any) -> Type:
    return _type(inspect.type_info(annotation), 0)


def _type(info: inspect.Type, level: int) -> Type:
    if isinstance(info, inspect.Metadata):
        return _type(info.type, level)
    if type(info) in _SIMPLE:
        return _SIMPLE[type(info)]
    if isinstance(info, inspect.LiteralType | inspect.EnumType):
        return _choices(info)
    if isinstance(info, inspect.UnionType):
        return _union(info, level)
    if isinstance(info, inspect.StructType) and level < _MOST_LEVELS:
        return Type("struct", fields=dict(_fields(info, level + 1)))
    return _container(info, level)


def _container(info: inspect.Type, level: int) -> Type:
    if isinstance(info, _LISTS):
        return kinds.list_of(_type(info.item_type, level))
    if isinstance(info, inspect.DictType) and _type(info.key_type, level).name == "string":
        return kinds.map_of(kinds.STRING, _type(info.value_type, level))
    return DYN


def _choices(info: inspect.LiteralType | inspect.EnumType) -> Type:
    values = info.values if isinstance(info, inspect.LiteralType) else tuple(member.value for member in info.cls)
    if all(isinstance(value, str) for value in values):
        return Type("string", choices=tuple(str(value) for value in values))
    return kinds.INT if all(isinstance(value, int) for value in values) else DYN


def _union(info: inspect.UnionType, level: int) -> Type:
    members = [_type(member, level) for member in info.types if not isinstance(member, inspect.NoneType)]
    whole = members[0]
    for member in members[1:]:
        whole = kinds.joined(whole, member) or DYN
    return kinds.or_null(whole) if len(members) < len(info.types) else whole


def _fields(info: inspect.StructType, level: int) -> Iterator[tuple[str, Field]]:
    for one in info.fields:
        kind = _type(one.type, level)
        required = one.required and not kind.nullable
        yield one.encode_name, Field(kind, required, None if required else _default(one))
    if info.tag_field is not None:
        tag = info.tag
        yield info.tag_field, Field(kinds.INT if isinstance(tag, int) else Type("string", choices=(str(tag),)))


def _default(one: inspect.Field) -> object:
    """The default as JSON has it; null if there is none."""
    if one.default_factory is not msgspec.NODEFAULT:
        return msgspec.to_builtins(one.default_factory())
    if one.default is msgspec.NODEFAULT:
        return None
    return msgspec.to_builtins(one.default)


def in_json(value: object) -> object:
    """A moment or a time span as the text that stands for it in JSON; anything else as it is."""
    if isinstance(value, dt.datetime | dt.timedelta):
        return msgspec.to_builtins(value)
    return value
