"""What a schema makes of annotations."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from typing import Annotated, Any, Literal

import msgspec
import pytest

from domains.queue.events import TicketCalled
from realtime_rules.cel import Condition, ConditionError, Schema, kinds


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Inner(msgspec.Struct, rename="camel"):
    long_name: int = 3


class Outer(msgspec.Struct):
    colour: Colour
    level: Literal["一级", "二级"] | None
    code: Annotated[str, msgspec.Meta(max_length=3)]
    id: uuid.UUID
    day: dt.date
    inner: Inner
    several: tuple[Inner, ...]
    either: int | str
    anything: Any
    numbered: dict[int, str]
    outer: Outer | None = None
    since: dt.datetime | None = None


SCHEMA = Schema.of({"event": Outer})


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("event.colour", kinds.Type("string", choices=("red", "blue"))),
        ("event.level", kinds.Type("string", choices=("一级", "二级"), nullable=True)),
        ("event.code", kinds.STRING),
        ("event.id", kinds.STRING),
        ("event.day", kinds.STRING),
        ("event.inner.longName", kinds.INT),
        ("event.either", kinds.DYN),
        ("event.anything", kinds.DYN),
        ("event.numbered", kinds.DYN),
        ("event.since", kinds.or_null(kinds.TIMESTAMP)),
        ("event.outer.outer.code", kinds.STRING),
    ],
)
def test_annotations_have_types(path: str, kind: kinds.Type) -> None:
    assert dict(SCHEMA.paths())[path] == kind


def test_an_absent_field_counts_as_its_default() -> None:
    condition = Condition.of("event.inner.longName == 3 && has(event.inner.longName)", SCHEMA)
    assert condition.holds({"event": {"inner": {}}})
    absent = Condition.of("event.since == null && !has(event.since) && event.level == null", SCHEMA)
    assert absent.holds({"event": {}}) is absent.holds({"event": {"since": None, "level": None}}) is True


def test_the_hubs_own_events_are_schemas() -> None:
    schema = Schema.of({"event": TicketCalled})
    event = {"type": "queue.ticket_called", "ticket_id": "t", "patient_id": "p", "room_id": "r", "calls": 3, "v": 1}
    assert Condition.of('event.type == "queue.ticket_called" && event.calls >= 3', schema).holds({"event": event})
    with pytest.raises(ConditionError, match="condition_invalid"):
        Condition.of('event.type == "queue.ticket_caled"', schema)
