"""The trigger for measured values: alone, against a model that is plainly right, and in the engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.levels import Level
from realtime_rules.armed import Armed, arm
from realtime_rules.cel import Condition
from realtime_rules.engine import Engine
from realtime_rules.readings import HEARD, Batch, Heard, Measured
from realtime_rules.readings import Reading as Measure
from realtime_rules.rule import Rule
from realtime_rules.triggers import Trigger
from realtime_rules.triggers.absent import Silent
from realtime_rules.triggers.counted import Counted
from realtime_rules.triggers.held import Held
from realtime_rules.triggers.reading import Reading
from realtime_rules.triggers.score import Band, Input, Score
from realtime_rules.triggers.step import Happening, Step
from realtime_rules.triggers.trend import Trend

ON, OFF, GAP = 10, 5, 30
FAST = Step(fact="reading.heart_rate", when="event.value >= 140.0")
HIGH = Reading(on=FAST, until="event.value < 130.0", seconds=ON, off_seconds=OFF, gap=GAP)
Came = tuple[int, bool]
"""(second, whether it came or went)"""
Heart = tuple[int, int]
"""(second, beats per minute)"""


def compiled(text: str, fact: str) -> Condition:
    return Condition.of(text, {"event": Heard if fact == HEARD else Measure, "actor": str, "at": datetime})


def armed(trigger: Trigger, *, lateness: float = 0, key: tuple[str, ...] = (), code: str = "R") -> Armed:
    fields: dict[str, Any] = {"level": Level.HIGH, "says_zh": "", "says_en": "", "lateness": lateness, "key": key}
    return arm("t", Rule(code=code, zh=code, en=code, trigger=trigger, **fields), compiled)


def engine(*rules: Armed) -> Engine:
    made = Engine(units={"heart_rate": "/min"})
    made.load(rules)
    return made


def batch(values: Iterable[tuple[int, float]], *, metric: str = "heart_rate", n: int = 1, **more: Any) -> Batch:
    """What one device sent together: (second, value)."""
    given_ = {"received_at": 0.0, "patient_id": "", "device_id": "d", **more}
    measured = tuple(Measured(at * 1000, metric, float(value)) for at, value in values)
    return Batch(lane=100, n=n, tenant="t", place="ICU-1", actor="a", values=measured, **given_)


def found(rules: Sequence[Armed], batches: Iterable[Batch]) -> list[Came]:
    return [(round(one.at), one.holds) for one in engine(*rules).measure(batches)]


def test_beyond_the_limit_for_ten_seconds_and_not_a_second_less() -> None:
    assert found([armed(HIGH)], [batch((at, 150) for at in range(10))]) == []
    assert found([armed(HIGH)], [batch((at, 150) for at in range(11))]) == [(10, True)]


def test_one_value_below_the_limit_begins_the_wait_anew() -> None:
    beats = [(at, 139 if at == 5 else 150) for at in range(17)]
    assert found([armed(HIGH)], [batch(beats)]) == [(16, True)]


def test_a_gap_is_no_stretch() -> None:
    assert found([armed(HIGH)], [batch([(0, 150), (40, 150)])]) == []
    assert found([armed(HIGH)], [batch([(0, 150), (30, 150)])]) == [(30, True)]


def test_it_goes_below_another_limit_and_after_a_delay_of_its_own() -> None:
    beats = [(at, 150) for at in range(11)] + [(at, 135) for at in range(11, 30)]
    assert found([armed(HIGH)], [batch(beats)]) == [(10, True)], "between the limits nothing changes"
    beats += [(at, 120) for at in range(30, 34)] + [(34, 135)] + [(at, 120) for at in range(35, 41)]
    assert found([armed(HIGH)], [batch(beats)]) == [(10, True), (40, False)]


def test_silence_is_no_recovery() -> None:
    made = engine(armed(HIGH))
    came = made.measure([batch((at, 150) for at in range(11))])
    assert [one.holds for one in came] == [True]
    assert made.tick(100_000) == []


def test_the_finding_tells_what_was_measured_and_bears_the_name_of_its_first_reading() -> None:
    (finding,) = engine(armed(HIGH, key=("device_id",))).measure([batch((at, 150) for at in range(11))])
    assert (finding.key, finding.window, finding.values) == ("d", "d.heart_rate.0", {"since": 0.0})
    told = {"type": "reading.heart_rate", "value": 150.0, "unit": "/min", "place": "ICU-1", "metric": "heart_rate"}
    assert told.items() <= finding.event.items()


def test_patients_keep_their_memory_when_the_device_is_another() -> None:
    first = batch([(at, 150) for at in range(6)], patient_id="p", device_id="d1")
    second = batch([(at, 150) for at in range(6, 11)], patient_id="p", device_id="d2")
    assert found([armed(HIGH)], [first, second]) == [(10, True)]
    assert found([armed(HIGH, key=("device_id",))], [first, second]) == []


def test_what_comes_twice_or_too_late_is_told_and_changes_nothing() -> None:
    made = engine(armed(HIGH), armed(Counted(on=FAST, at_least=3, seconds=60), code="C"))
    values = [(at, 150) for at in range(0, 11, 2)]
    findings = made.measure([batch(values), batch([(1, 60), (3, 60)])])
    assert [(one.rule, one.at) for one in findings] == [("C", 4.0), ("R", 10.0)]
    assert made.late == 2
    assert made.measure([batch(values)]) == []


def test_a_device_whose_clock_is_set_back_is_watched_all_the_same() -> None:
    hour = 3600
    pending = [(at, 150) for at in range(hour, hour + 9)] + [(at, 150) for at in range(11)]
    assert found([armed(HIGH)], [batch(pending)]) == [(10, True)]
    came = [(at, 150) for at in range(hour, hour + 11)] + [(at, 100) for at in range(6)]
    assert found([armed(HIGH)], [batch(came)]) == [(hour + 10, True), (5, False)]


def test_rules_on_any_reading_and_on_facts_side_by_side() -> None:
    every = armed(Counted(on=Step(fact="reading.any", when='event.unit == "/min"'), at_least=2, seconds=60))
    assert found([every], [batch([(0, 60)]), batch([(1, 90)], metric="spo2"), batch([(2, 61)])]) == [(2, True)]


def test_every_kind_of_trigger_works_on_readings() -> None:
    low = Step(fact="reading.heart_rate", when="event.value < 130.0")
    held = armed(Held(on=FAST, off=low, seconds=3))
    assert found([held], [batch([(0, 150), (2, 150), (4, 150), (6, 100)])]) == [(3, True), (6, False)]
    trend = armed(Trend(on=Step(fact="reading.heart_rate"), value="value", worse="up", points=3))
    assert found([trend], [batch([(0, 60), (1, 70), (2, 80), (3, 75)])]) == [(2, True), (3, False)]
    bands = (Band(points=3, low=131), Band(points=0, high=130))
    inputs = tuple(
        Input(fact=f"reading.{name}", name=name, value="value", seconds=60, bands=bands)
        for name in ("heart_rate", "respiration_rate")
    )
    score = armed(Score(inputs=inputs, total=6))
    both = [batch([(0, 150)]), batch([(1, 140)], metric="respiration_rate")]
    assert found([score], both) == [(1, True)]


def silent() -> Armed:
    over = (Step(fact="vitals.device_unbound"),)
    return armed(Silent(on=Step(fact=HEARD, when='event.patient_id != ""'), over=over, seconds=60))


def test_a_device_that_measures_somebody_is_missed_after_a_minute() -> None:
    made = engine(silent())
    assert made.measure([batch([(0, 60)], patient_id="p", received_at=1000.0)]) == []
    assert made.tick(1059) == []
    (finding,) = made.tick(1060)
    assert (finding.key, finding.holds, finding.event["place"]) == ("d", True, "ICU-1")
    (gone,) = made.measure([batch([(90, 60)], patient_id="p", received_at=1090.0, n=2)])
    assert not gone.holds
    assert engine(silent()).measure([batch([(0, 60)])]) == [], "nobody is measured"


def test_a_device_that_was_taken_off_is_not_missed() -> None:
    trigger: Any = silent().rule.trigger
    state, due, _ = trigger.take(None, 0, _at(0))
    assert due == 60
    state, due, gone = trigger.take(state, 1, _at(30))
    assert (due, gone) == (None, None)
    assert trigger.expire(state, 500)[2] is None
    state, due, _ = trigger.take(state, 0, _at(20))
    assert due is None, "what was sent before it was taken off and is read after that wakes nobody"
    state, due, _ = trigger.take(state, 0, _at(600))
    assert due == 660
    state, due, come = trigger.expire(state, 660)
    assert come.holds
    assert not trigger.take(state, 1, _at(700))[2].holds, "taken off, the open alert goes"


def _at(moment: float) -> Happening:
    return Happening(f"e{moment}", moment, {})


def model(beats: Sequence[Heart]) -> list[Came]:
    """What HIGH finds in readings in order, from the whole history each time."""
    results: list[Came] = []
    start = 0
    active = False
    for end in range(len(beats)):
        stretch = _last_stretch(beats[start : end + 1], range(130) if active else range(140, 400))
        if stretch and stretch[-1][0] - stretch[0][0] >= (OFF if active else ON):
            active = not active
            results.append((stretch[-1][0], active))
            start = end + 1 if not active else end
    return results


def _last_stretch(seen: Sequence[Heart], fits: range) -> list[Heart]:
    """The longest end of ``seen`` of which every reading fits and no two are too far apart."""
    stretch: list[Heart] = []
    for one in reversed(seen):
        if one[1] not in fits or (stretch and stretch[-1][0] - one[0] > GAP):
            break
        stretch.append(one)
    return stretch[::-1]


def test_the_model_knows_the_plain_cases() -> None:
    assert model([(at, 150) for at in range(12)]) == [(10, True)]
    assert model([(0, 150), (40, 150), (50, 150), (55, 120), (60, 120)]) == [(50, True), (60, False)]


BEATS = st.lists(
    st.tuples(st.integers(1, 200), st.sampled_from((100, 120, 135, 150, 150, 160))),
    max_size=60,
    unique_by=lambda one: one[0],
).map(sorted)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(BEATS)
def test_the_trigger_finds_what_the_model_finds(beats: list[Heart]) -> None:
    assert found([armed(HIGH)], [batch(beats)]) == model(beats)


LATENESS = 20


def shuffled(beats: Sequence[Heart], delays: Sequence[int], crashes: frozenset[int]) -> set[Came]:
    """Each reading arrives late by its delay; after some seconds the process dies and starts with what it kept."""
    made, results = engine(armed(HIGH, lateness=LATENESS)), set()
    kept: dict[tuple[str, str, str], bytes] = {}
    for second in range(240):
        arrived = [one for one, delay in zip(beats, delays, strict=True) if one[0] + delay == second]
        findings = [*made.measure([batch([one]) for one in reversed(arrived)]), *made.tick(second)]
        results |= {(round(one.at), one.holds) for one in findings}
        kept |= {memory[:3]: msgspec.msgpack.encode(memory) for memory in made.kept()}
        if second in crashes:
            made = engine(armed(HIGH, lateness=LATENESS))
            made.recall(memory for memory in map(msgspec.msgpack.decode, kept.values()) if memory[3] is not None)
    return results


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(BEATS, st.data())
def test_shuffled_late_readings_give_the_same_findings(beats: list[Heart], data: st.DataObject) -> None:
    delays = data.draw(st.lists(st.integers(0, LATENESS - 1), min_size=len(beats), max_size=len(beats)))
    crashes = data.draw(st.frozensets(st.integers(0, 239), max_size=4))
    assert shuffled(beats, delays, crashes) == set(model(beats))
    assert all(a != b for a, b in pairwise(model(beats)))
