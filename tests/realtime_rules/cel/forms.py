"""All forms that a well-typed condition over the samples can have, by the type they give."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from tests.realtime_rules.cel.samples import DECIMAL, MOMENTS, WHOLE, WORDS


class Form(NamedTuple):
    """A template and the types that go in; ``theirs`` if the reference is to be asked in other words."""

    ours: str
    of: tuple[str, ...] = ()
    theirs: str = ""


class Macro(NamedTuple):
    """A macro over a source, whose elements its body sees."""

    name: str
    source: str
    element: str
    body: str


FIELDS = {
    "double": ["event.value", "event.low", "window.mean"],
    "int": ["event.calls", "event.count", "event.rank", "window.count", "event.part.x"],
    "string": ["event.item", "event.note", "event.part.y"],
    "bool": ["event.flag", "event.sure"],
    "timestamp": ["event.at", "event.seen", "now"],
    "duration": ["event.wait", "event.pause"],
    "list<int>": ["event.numbers"],
    "list<string>": ["event.tags"],
    "list<double>": ["event.values"],
    "list<timestamp>": ["event.times"],
    "list<item>": ["event.items"],
    "map": ["event.labels"],
}
OF_ITEM = {"double": ["value", "low"], "string": ["code"], "timestamp": ["at"]}
"""The fields of an element of ``event.items``."""

_NULLABLE = ["low", "rank", "note", "sure", "seen", "pause", "part", "part.y"]
_ZONES = ["", '"UTC"', '"Asia/Shanghai"', '"+08:00"', '"-03:30"', '"America/New_York"']
_CLOCK = ["Hours", "Minutes", "Seconds", "Milliseconds"]
_DATE = ["FullYear", "Month", "DayOfYear", "DayOfMonth", "Date", "DayOfWeek"]
_LISTS = ["list<int>", "list<string>", "list<double>"]
_SCALARS = ["int", "double", "string", "bool", "timestamp", "duration"]
_NUMBERS = [("int", "double"), ("double", "int"), ("int", "int"), ("double", "double")]


def _between(operators: str, *of: str) -> list[Form]:
    return [Form(f"({{}} {op} {{}})", of) for op in operators.split()]


def _pairs(kinds: list[str]) -> list[tuple[str, str]]:
    return [(kind, kind) for kind in kinds]


FORMS: dict[str, list[Form]] = {
    "int": [
        *_between("+ - * / %", "int", "int"),
        Form("-({})", ("int",)),
        *(Form("size({})", (kind,)) for kind in ("string", "list<int>", "map", "list<item>")),
        *(Form("int({})", (kind,)) for kind in ("double", "timestamp", "int")),
        *(Form(f"{{}}.get{part}({zone})", ("timestamp",)) for part, zone in product(_DATE + _CLOCK, _ZONES)),
        *(Form(f"{{}}.get{part}()", ("duration",)) for part in _CLOCK * 3),
        *[Form("{}[{}]", ("list<int>", "int"))] * 5,
    ],
    "double": [
        *_between("+ - * /", "double", "double"),
        Form("-({})", ("double",)),
        Form("double({})", ("int",)),
        Form("event.labels.a"),
        Form("event.labels[{}]", ("string",)),
        Form("{}[{}]", ("list<double>", "int")),
    ],
    "string": [Form("({} + {})", ("string", "string")), Form("{}[{}]", ("list<string>", "int"))],
    "timestamp": [*_between("+ -", "timestamp", "duration"), Form("({} + {})", ("duration", "timestamp"))],
    "duration": [*_between("-", "timestamp", "timestamp"), *_between("+ -", "duration", "duration")],
    "list<int>": [Form("[{}, {}]", ("int", "int")), *_between("+", "list<int>", "list<int>")],
    "bool": [
        *(form for of in [*_pairs(_SCALARS), *_NUMBERS] for form in _between("< <= > >= == !=", *of)),
        *(form for of in _pairs(_LISTS) for form in _between("== !=", *of)),
        *[Form("!({})", ("bool",))] * 8,
        *(Form(f"{{}}.{name}({{}})", ("string", "string")) for name in ("contains", "startsWith", "endsWith")),
        *(Form("({} in {})", (kind, f"list<{kind}>")) for kind in ("int", "string", "double")),
        *(Form("({} in [1, 2, 9007199254740993])", (kind,)) for kind in ("int", "double")),
        Form('({} in ["K", "Na", ""])', ("string",)),
        Form("({} in event.labels)", ("string",)),
        Form("has(event.labels.a)"),
        *(Form(f"has(event.{name})", (), f"(event.{name} != null)") for name in _NULLABLE),
        *(Form(form) for name in _NULLABLE for form in (f"(event.{name} == null)", f"(null != event.{name})")),
        *[Form(f"({{}} {op} {{}})", ("bool", "bool")) for op in ("&&", "||")] * 15,
        *[Form(f"({{}} {op} {{}} {op} {{}})", ("bool",) * 3) for op in ("&&", "||")] * 5,
    ],
}

MACROS: dict[str, list[Macro]] = {
    "bool": [
        Macro(name, f"list<{element}>", element, "bool")
        for name, element in product(("all", "exists", "exists_one"), ("int", "string", "double", "item", "timestamp"))
    ]
    + [Macro(name, "map", "string", "bool") for name in ("all", "exists", "exists_one")],
    "list<int>": [
        Macro("filter", "list<int>", "int", "bool"),
        *(Macro("map", f"list<{source}>", source, "int") for source in ("int", "string", "double", "item")),
    ],
    "list<string>": [
        Macro("map", "list<string>", "string", "string"),
        Macro("filter", "list<string>", "string", "bool"),
    ],
    "list<double>": [Macro("map", "list<item>", "item", "double"), Macro("filter", "list<double>", "double", "bool")],
    "list<item>": [Macro("filter", "list<item>", "item", "bool")],
}


def _quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


CONSTANTS: dict[str, list[str]] = {
    "int": [str(number) for number in WHOLE],
    "double": [repr(number) for number in DECIMAL],
    "string": [_quoted(word) for word in WORDS],
    "bool": ["true", "false"],
    "timestamp": [f'timestamp("{text}")' for text in MOMENTS],
    "duration": [f'duration("{text}")' for text in ("0s", "90s", "1h30m", "-1.5s", "1us", "10000h")],
}
