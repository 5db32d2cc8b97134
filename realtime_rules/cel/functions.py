"""The standard functions: which arguments they take and what they give.

Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#list-of-standard-definitions
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from realtime_rules.cel.kinds import BOOL, BYTES, DOUBLE, DURATION, DYN, INT, STRING, TIMESTAMP, TYPE, UINT, Type


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function: the names of the types it takes, and the type it gives. ``*`` is any type."""

    takes: tuple[str, ...]
    gives: Type


@dataclass(frozen=True, slots=True)
class Function:
    """A function; ``member`` ones are called on their first argument. ``usage`` shows an example."""

    usage: str
    overloads: tuple[Overload, ...]
    member: bool = False


def _one(gives: Type, *takes: str) -> tuple[Overload, ...]:
    """An overload for each single argument."""
    return tuple(Overload((name,), gives) for name in takes)


_SIZE: Final = _one(INT, "string", "bytes", "list", "map")
_TEXT: Final = (Overload(("string", "string"), BOOL),)

PLAIN: Final[dict[str, Function]] = {
    "size": Function("size(event.list)", _SIZE),
    "matches": Function('matches(event.text, "^A[0-9]+$")', _TEXT),
    "int": Function("int(event.value)", _one(INT, "int", "uint", "double", "string", "timestamp")),
    "uint": Function("uint(1)", _one(UINT, "int", "uint", "double", "string")),
    "double": Function("double(event.count)", _one(DOUBLE, "int", "uint", "double", "string")),
    "string": Function(
        "string(event.count)",
        _one(STRING, "int", "uint", "double", "string", "bool", "bytes", "timestamp", "duration"),
    ),
    "bool": Function('bool("true")', _one(BOOL, "bool", "string")),
    "bytes": Function('bytes("abc")', _one(BYTES, "bytes", "string")),
    "timestamp": Function('timestamp("2026-01-31T08:00:00+08:00")', _one(TIMESTAMP, "timestamp", "string", "int")),
    "duration": Function('duration("1h30m")', _one(DURATION, "duration", "string")),
    "type": Function("type(event.value)", _one(TYPE, "*")),
    "dyn": Function("dyn(event.value)", _one(DYN, "*")),
}
"""Called as ``size(x)``."""

DATE_PARTS: Final = (
    "getFullYear",
    "getMonth",
    "getDayOfYear",
    "getDayOfMonth",
    "getDate",
    "getDayOfWeek",
)
CLOCK_PARTS: Final = ("getHours", "getMinutes", "getSeconds", "getMilliseconds")

_ZONED: Final = (Overload(("timestamp",), INT), Overload(("timestamp", "string"), INT))

MEMBERS: Final[dict[str, Function]] = {
    "size": Function("event.list.size()", _SIZE, member=True),
    "matches": Function('event.text.matches("^A[0-9]+$")', _TEXT, member=True),
    "contains": Function('event.text.contains("A")', _TEXT, member=True),
    "startsWith": Function('event.text.startsWith("A")', _TEXT, member=True),
    "endsWith": Function('event.text.endsWith("A")', _TEXT, member=True),
    **{name: Function(f'now.{name}("Asia/Shanghai")', _ZONED, member=True) for name in DATE_PARTS},
    **{
        name: Function(f'now.{name}("Asia/Shanghai")', (*_ZONED, Overload(("duration",), INT)), member=True)
        for name in CLOCK_PARTS
    },
}
"""Called as ``x.size()``."""
