"""An event with a field of every kind, and values for it as JSON brings them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec
from hypothesis import strategies as st

from realtime_rules.cel import Schema


class Part(msgspec.Struct):
    x: int
    y: str | None = None


class Item(msgspec.Struct):
    code: str
    value: float
    low: float | None = None
    at: dt.datetime | None = None


class Reported(msgspec.Struct, tag_field="type", tag="lab.reported"):
    value: float
    item: str
    calls: int
    flag: bool
    at: dt.datetime
    wait: dt.timedelta
    state: Literal["new", "done"]
    count: int = 5
    note: str | None = None
    low: float | None = None
    rank: int | None = None
    sure: bool | None = None
    seen: dt.datetime | None = None
    pause: dt.timedelta | None = None
    tags: list[str] = []
    numbers: list[int] = []
    values: list[float] = []
    times: list[dt.datetime] = []
    items: list[Item] = []
    labels: dict[str, float] = {}
    part: Part | None = None
    extra: Any = None


SCHEMA = Schema.of({"event": Reported, "now": dt.datetime, "window": {"count": int, "mean": float}})

WORDS = ["", "K", "Na", "医生", "😀", 'a"b', "\\", "K1", "é", "\n"]
WHOLE = [0, 1, 2, 3, -1, -7, 100, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63)]
DECIMAL = [0.0, -0.0, 1.5, 6.5, -2.25, 3.0, 1e308, -1e308, 5e-324, 2.0**53, 2.0**63, -(2.0**63)]
MOMENTS = [
    "2026-03-01T20:30:00Z",
    "2026-03-01T20:30:00.123456Z",
    "2026-03-02T04:30:00+08:00",
    "1986-06-01T12:00:00Z",
    "1969-12-31T23:59:59.999Z",
    "2024-02-29T00:00:00Z",
    "2100-12-31T15:59:59Z",
    "0001-01-01T12:00:00Z",
    "9998-12-31T12:00:00Z",
]
SPANS = ["PT0S", "PT90S", "P1DT2H", "-PT1.5S", "PT0.000001S", "P100000D"]

whole = st.sampled_from(WHOLE)
decimal = st.sampled_from([*DECIMAL, 7, -3])  # a decimal field may come as a whole number
word = st.sampled_from(WORDS)
moment = st.sampled_from(MOMENTS)
span = st.sampled_from(SPANS)
items = st.fixed_dictionaries({"code": word, "value": decimal}, optional={"low": st.none() | decimal, "at": moment})

EVENTS = st.fixed_dictionaries(
    {
        "type": st.just("lab.reported"),
        "value": decimal,
        "item": word,
        "calls": whole,
        "flag": st.booleans(),
        "at": moment,
        "wait": span,
        "state": st.sampled_from(["new", "done"]),
    },
    optional={
        "count": whole,
        "note": st.none() | word,
        "low": st.none() | decimal,
        "rank": st.none() | whole,
        "sure": st.none() | st.booleans(),
        "seen": st.none() | moment,
        "pause": st.none() | span,
        "tags": st.lists(word, max_size=3),
        "numbers": st.lists(whole, max_size=3),
        "values": st.lists(decimal, max_size=3),
        "times": st.lists(moment, max_size=2),
        "items": st.lists(items, max_size=3),
        "labels": st.dictionaries(st.sampled_from(["a", "K", "医生"]), decimal, max_size=2),
        "part": st.none() | st.fixed_dictionaries({"x": whole}, optional={"y": st.none() | word}),
        "extra": st.none() | whole | word,
    },
)

VARIABLES = st.fixed_dictionaries(
    {"event": EVENTS, "now": moment, "window": st.fixed_dictionaries({"count": whole, "mean": decimal})}
)
