"""Any words of the protocol: strategies drawn from the structs' own types, and what to compare them by."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

Word = TypeVar("Word")

texts = st.text(max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
).map(msgspec.json.encode)


def words(kind: type[Word], raw: st.SearchStrategy[bytes]) -> st.SearchStrategy[Word]:
    """Any instance of a struct; `raw` are the application's values in it."""
    found: st.SearchStrategy[Word] = _Walk(raw).strategy(inspect.type_info(kind))
    return found


def plain(word: object) -> Any:
    """A struct as dictionaries that can be compared, with the application's values as bytes."""
    return msgspec.to_builtins(word, builtin_types=(bytes,), enc_hook=bytes)


class _Walk:
    def __init__(self, raw: st.SearchStrategy[bytes]) -> None:
        self._plain: dict[type[inspect.Type], st.SearchStrategy[Any]] = {
            inspect.NoneType: st.none(),
            inspect.BoolType: st.booleans(),
            inspect.StrType: texts,
            inspect.RawType: raw.map(msgspec.Raw),
        }
        self._structs: dict[type, st.SearchStrategy[Any]] = {}

    def strategy(self, info: inspect.Type) -> st.SearchStrategy[Any]:
        match info:
            case inspect.StructType():
                return self._struct(info)
            case inspect.UnionType(types):
                return st.one_of(*(self.strategy(one) for one in reversed(types)))
            case inspect.VarTupleType(item):
                return st.lists(self.strategy(item), max_size=3).map(tuple)
            case inspect.DictType(value_type=value):
                return st.dictionaries(texts, self.strategy(value), max_size=3)
            case inspect.IntType(ge=low, le=high):
                return st.integers(0 if low is None else low, 2**31 - 1 if high is None else high)
            case _:
                return self._plain[type(info)]

    def _struct(self, info: inspect.StructType) -> st.SearchStrategy[Any]:
        if info.cls not in self._structs:
            self._structs[info.cls] = st.deferred(lambda: self._structs[info.cls])
            fields = {
                field.name: self.strategy(field.type)
                if field.required
                else st.one_of(st.just(_default(field)), self.strategy(field.type))
                for field in info.fields
            }
            self._structs[info.cls] = st.builds(info.cls, **fields)
        return self._structs[info.cls]


def _default(field: inspect.Field) -> Any:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
