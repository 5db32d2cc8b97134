"""Which values count: units, numbers, sizes, clocks."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest

from domains.vitals.metrics import BY_CODE, VITALS
from domains.vitals.model import KEPT, Good, judged, newest

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MS = round(NOW.timestamp() * 1000)


@pytest.mark.parametrize(
    ("metric", "value", "unit", "kept"),
    [
        ("heart_rate", 72, "/min", ("heart_rate", 72)),
        ("147842", 72, "264864", ("heart_rate", 72)),
        ("MDC_ECG_HEART_RATE", 72.4, "{beat}/min", ("heart_rate", 72.4)),
        ("MDC_PULS_OXIM_SAT_O2", 97, "%", ("spo2", 97)),
        ("temperature", 98.6, "[degF]", ("temperature", 37)),
        ("MDC_PRESS_BLD_NONINV_SYS", 16, "kPa", ("nibp_systolic", 120.0099)),
        ("glucose", 90.08, "mg/dL", ("glucose", 5)),
    ],
)
def test_values_are_kept_in_the_unit_of_the_house(
    metric: str, value: float, unit: str, kept: tuple[str, float]
) -> None:
    good = judged(metric, value, unit, NOW, NOW)
    assert isinstance(good, Good)
    assert (good.metric, good.at) == (kept[0], MS)
    assert good.value == pytest.approx(kept[1], abs=1e-4)


@pytest.mark.parametrize(
    ("metric", "value", "unit", "after", "why"),
    [
        ("mood", 1, "/min", 0, "metric"),
        ("heart_rate", 72, "", 0, "unit"),
        ("heart_rate", 72, "%", 0, "unit"),
        ("heart_rate", math.nan, "/min", 0, "value"),
        ("heart_rate", math.inf, "/min", 0, "value"),
        ("heart_rate", -1, "/min", 0, "value"),
        ("spo2", 101, "%", 0, "value"),
        ("heart_rate", 72, "/min", 301, "clock"),
        ("heart_rate", 72, "/min", -KEPT.total_seconds(), "clock"),
    ],
)
def test_what_no_rule_may_rely_on_is_left_out(metric: str, value: float, unit: str, after: float, why: str) -> None:
    assert judged(metric, value, unit, NOW + timedelta(seconds=after), NOW) == why


def test_the_newest_value_stays_whatever_comes_late() -> None:
    known = newest({}, [Good("spo2", 2, 97), Good("spo2", 1, 90), Good("heart_rate", 1, 60)])
    assert known == {"spo2": [2, 97], "heart_rate": [1, 60]}
    assert newest(known, [Good("heart_rate", 0, 10)]) == known


def test_every_name_stands_for_one_metric() -> None:
    names = [name for one in VITALS for name in (one.code, *one.names)]
    assert len(names) == len(set(names))
    assert all(one.unit.lower() in one.units for one in BY_CODE.values())
