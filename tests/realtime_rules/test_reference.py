"""The engine against a model so simple that it is plainly right: second by second, from the whole history.

Facts come in random batches; the clock is looked at now and then; the process dies now and then and starts with what
it had kept. What is found, and when, must be what the model says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events import Envelope, Fact
from hub.levels import Level
from realtime_rules.armed import Armed, arm
from realtime_rules.engine import Engine
from realtime_rules.findings import Finding
from realtime_rules.rule import Rule
from realtime_rules.triggers import Trigger
from realtime_rules.triggers.absent import Absent, Silent
from realtime_rules.triggers.counted import Counted
from realtime_rules.triggers.held import Held
from realtime_rules.triggers.stacked import Stacked
from realtime_rules.triggers.step import Step

START = datetime(2026, 3, 2, tzinfo=UTC)
ON, OFF = Step(fact="t.on"), Step(fact="t.off")
LAST = 120
Event = tuple[int, str, str, str]
"""(second, kind, key, item)"""
Came = tuple[int, str, bool]
"""(second, key, whether it came or went)"""


def held(events: list[Event], key: str) -> list[Came]:
    found, since, active, leaving = [], None, False, None
    for now in range(LAST):
        for at, kind, k, _ in events:
            if at != now or k != key:
                continue
            if kind == "t.on":
                leaving = None
                since = now if since is None else since
            elif active:
                leaving = now if leaving is None else leaving
            else:
                since = None
        if not active and since is not None and now - since >= 10:
            active = True
            found.append((since + 10, key, True))
        if active and leaving is not None and now - leaving >= 5:
            active, since = False, None
            found.append((leaving + 5, key, False))
            leaving = None
    return found


def counted(events: list[Event], key: str) -> list[Came]:
    """Half a second before the next fact the window may already have emptied."""
    found, come = [], False
    moments = [at for at, kind, k, _ in events if k == key and kind == "t.on"]
    for place, now in enumerate(moments):
        before = [at for at in moments[:place] if now - 0.5 - at <= 15]
        come = come and len(before) >= 3
        seen = [at for at in moments[: place + 1] if now - at <= 15]
        if len(seen) >= 3 and not come:
            come = True
            found.append((now, key, True))
    return found


def absent(events: list[Event], key: str) -> list[Came]:
    found, since, come = [], None, False
    for now in range(LAST):
        for at, kind, k, _ in events:
            if at != now or k != key:
                continue
            if kind == "t.on":
                since = now if since is None else since
            else:
                if come:
                    found.append((now, key, False))
                since, come = None, False
        if since is not None and not come and now - since >= 12:
            come = True
            found.append((now, key, True))
    return found


def silent(events: list[Event], key: str) -> list[Came]:
    found, heard, come = [], None, False
    for now in range(LAST):
        for at, kind, k, _ in events:
            if at == now and k == key and kind == "t.on":
                if come:
                    found.append((now, key, False))
                heard, come = now, False
        if heard is not None and not come and now - heard >= 12:
            come = True
            found.append((now, key, True))
    return found


def stacked(events: list[Event], key: str) -> list[Came]:
    found: list[Came] = []
    unfinished: set[str] = set()
    for at, kind, k, item in events:
        if k != key:
            continue
        before = len(unfinished)
        if kind == "t.on":
            unfinished.add(item)
            if len(unfinished) > before and len(unfinished) >= 2:
                found.append((at, key, True))
        else:
            unfinished.discard(item)
            if before >= 2 > len(unfinished):
                found.append((at, key, False))
    return found


Model = Callable[[list[Event], str], list[Came]]
KINDS: tuple[tuple[str, Trigger, Model], ...] = (
    ("held", Held(on=ON, off=OFF, seconds=10, off_seconds=5), held),
    ("counted", Counted(on=ON, at_least=3, seconds=15), counted),
    ("absent", Absent(after=ON, expected=(OFF,), seconds=12), absent),
    ("silent", Silent(on=ON, seconds=12), silent),
    ("stacked", Stacked(opens=ON, closes=OFF, item="item", at_least=2), stacked),
)


def armed() -> list[Armed]:
    def compile_(text: str, fact: str) -> Any:
        raise AssertionError((text, fact))

    return [
        arm("t", Rule(code=code, zh=code, en=code, trigger=trigger, level=Level.LOW, says_zh="", says_en=""), compile_)
        for code, trigger, _ in KINDS
    ]


def fact(number: int, event: Event) -> Fact:
    at, kind, key, item = event
    body = msgspec.Raw(msgspec.json.encode({"type": kind, "item": item}))
    moment = START + timedelta(seconds=at)
    envelope = Envelope(
        id=f"{number:04}",
        tenant="t",
        type=kind,
        key=key,
        aggregate=key,
        v=1,
        schema=1,
        actor="a",
        occurred_at=moment,
        cause=None,
        trace="",
        body=body,
    )
    return Fact(0, number, envelope)


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 80), st.sampled_from(("t.on", "t.on", "t.off")), st.sampled_from("ab"), st.sampled_from("xyz")
    ),
    max_size=40,
).map(lambda events: sorted(events, key=lambda event: event[0]))
"""In the order in which they happened, as the log has them."""


class Process:
    """The engine as a process runs it: what it kept outlives it."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, str], bytes] = {}
        self.found: dict[str, list[Came]] = {code: [] for code, _, _ in KINDS}
        self.start()

    def start(self) -> None:
        self.engine = Engine()
        self.engine.load(armed())
        self.engine.recall(m for m in map(msgspec.msgpack.decode, self.kept.values()) if m[3] is not None)

    def note(self, findings: list[Finding]) -> None:
        for one in findings:
            self.found[one.rule].append((round(one.at - START.timestamp()), one.key, one.holds))
        for memory in self.engine.kept():
            self.kept[memory[:3]] = msgspec.msgpack.encode(memory)


Turns = st.lists(st.tuples(st.integers(1, 20), st.booleans()), min_size=50, max_size=50)
"""How many facts come together, and whether the process dies afterwards."""


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(EVENTS, Turns)
def test_the_engine_finds_what_the_model_finds(events: list[Event], turns: list[tuple[int, bool]]) -> None:
    process = Process()
    rest = [fact(number, event) for number, event in enumerate(events)]
    for size, dies in turns:
        batch, rest = rest[:size], rest[size:]
        process.note(process.engine.take(batch))
        if batch and size % 2:
            process.note(process.engine.tick(batch[-1].envelope.occurred_at.timestamp() - 0.5))
        if dies:
            process.start()
    for second in range(LAST):
        process.note(process.engine.tick((START + timedelta(seconds=second)).timestamp()))
    for code, _, model in KINDS:
        for key in "ab":
            # When exactly a window empties, the model does not say.
            actual = [one for one in process.found[code] if one[1] == key and (one[2] or code != "counted")]
            assert actual == model(events, key), code
