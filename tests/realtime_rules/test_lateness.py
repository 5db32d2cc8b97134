"""Facts that come late and mixed up within a rule's lateness give the same findings as in their order."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events import Fact
from hub.levels import Level
from realtime_rules.armed import arm
from realtime_rules.engine import Engine
from realtime_rules.rule import Rule
from realtime_rules.triggers import Trigger
from realtime_rules.triggers.absent import Absent, Silent
from realtime_rules.triggers.held import Held
from realtime_rules.triggers.sequence import Next, Sequence
from realtime_rules.triggers.stacked import Stacked
from tests.realtime_rules.test_reference import OFF, ON, START, Event, fact

LATENESS = 30
KINDS: tuple[tuple[str, Trigger], ...] = (
    ("held", Held(on=ON, off=OFF, seconds=10, off_seconds=5)),
    ("absent", Absent(after=ON, expected=(OFF,), seconds=12)),
    ("silent", Silent(on=ON, seconds=12)),
    ("stacked", Stacked(opens=ON, closes=OFF, item="item", at_least=2)),
    ("sequence", Sequence(stages=(Next(fact="t.on"), Next(fact="t.off"), Next(fact="t.on")), seconds=20)),
)


def engine() -> Engine:
    def compile_(text: str, kind: str) -> Any:
        raise AssertionError((text, kind))

    fields: dict[str, Any] = {"level": Level.LOW, "says_zh": "", "says_en": "", "lateness": LATENESS}
    rules = [Rule(code=code, zh=code, en=code, trigger=trigger, **fields) for code, trigger in KINDS]
    made = Engine()
    made.load(arm("t", rule, compile_) for rule in rules)
    return made


def found(arrivals: list[tuple[int, Fact]]) -> set[tuple[str, str, str, bool, int]]:
    """What is found when these facts arrive at these seconds; the clock is looked at each second."""
    made, findings = engine(), []
    for second in range(250):
        findings += made.take([one for at, one in arrivals if at == second])
        findings += made.tick(START.timestamp() + second)
    return {(f.rule, f.key, f.window, f.holds, round(f.at - START.timestamp())) for f in findings}


EVENTS = st.lists(
    st.tuples(st.integers(0, 80), st.sampled_from(("t.on", "t.off")), st.sampled_from("ab"), st.sampled_from("xy")),
    max_size=25,
    unique_by=lambda event: (event[0], event[2]),
)


@settings(max_examples=40, deadline=None)
@given(EVENTS, st.data())
def test_late_and_mixed_up_they_give_the_same_findings(events: list[Event], data: st.DataObject) -> None:
    facts = [fact(number, event) for number, event in enumerate(sorted(events))]
    moments = [sorted(events)[number][0] for number in range(len(facts))]
    delays = data.draw(st.lists(st.integers(0, LATENESS - 1), min_size=len(facts), max_size=len(facts)))
    in_order = list(zip(moments, facts, strict=True))
    mixed = [(at + delay, one) for (at, one), delay in zip(in_order, delays, strict=True)]
    assert found(mixed) == found(in_order)
