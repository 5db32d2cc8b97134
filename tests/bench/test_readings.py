"""What the bench of readings measures is what it says: fifty rules at work, and something to be found."""

from __future__ import annotations

from bench.readings import METRICS, RULES, START, batches, rules
from realtime_rules.engine import Engine


def test_fifty_rules_watch_every_metric_and_find_something() -> None:
    engine = Engine()
    engine.load(rules())
    assert len(engine.rules) == RULES
    watched = {fact for _, fact in engine.watchers}
    assert {f"reading.{name}" for name in METRICS} <= watched
    found = 0
    for number, second in enumerate(batches(devices=10, seconds=60)):
        assert {len(one.values) for one in second} == {len(METRICS)}
        found += len(engine.measure(second)) + len(engine.tick(START + number))
    assert found > 0
    assert engine.late == 0
