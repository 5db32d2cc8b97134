"""Builds an instance of any command or query: values by field name where the test knows better, else by type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

T = TypeVar("T", bound=msgspec.Struct)


def sample(kind: type[T], known: Mapping[str, Any] | None = None) -> T:
    """A valid instance of ``kind``; required fields only, unless ``known`` names one."""
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    known = known or {}
    wanted = [f for f in info.fields if f.required or f.name in known]
    fields = {f.name: known[f.name] if f.name in known else _value(f.type) for f in wanted}
    return msgspec.convert(fields, kind)


def _value(info: inspect.Type) -> Any:  # noqa: C901, PLR0911 - one kind of type, one answer
    match info:
        case inspect.Metadata():
            return _value(info.type)
        case inspect.LiteralType():
            return info.values[0]
        case inspect.StrType():
            return "x1" if info.pattern else "x" * max(1, info.min_length or 0)
        case inspect.VarTupleType() | inspect.ListType():
            return [_value(info.item_type)] * (info.min_length or 0)
        case inspect.IntType():
            return info.ge or 1
        case inspect.BoolType():
            return False
        case inspect.StructType():
            return {field.encode_name: _value(field.type) for field in info.fields if field.required}
        case inspect.DateType():
            return "2000-01-02"
        case inspect.DateTimeType():
            return "2026-03-02T01:00:00Z"
        case _:
            raise NotImplementedError(f"teach tests/kit/samples.py about {info}")
