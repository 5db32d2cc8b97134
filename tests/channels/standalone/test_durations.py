"""Lengths of time as people write them."""

from __future__ import annotations

import pytest

from channels.standalone.durations import Seconds, seconds


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("25s", 25),
        ("1h30m", 5400),
        ("500ms", 0.5),
        ("1.5s", 1.5),
        (".5m", 30),
        ("720h", 30 * 86400),
        ("10us", 1e-5),
        ("10µs", 1e-5),
        ("0", 0),
        ("0s", 0),
        (25, 25),
        (0.5, 0.5),
        (0, 0),
        (2_592_000, 30 * 86400),
        (25_000_000_000, 25),
    ],
)
def test_what_is_understood(said: object, expected: float) -> None:
    assert seconds(said) == pytest.approx(expected)
    assert isinstance(seconds(said), Seconds)


@pytest.mark.parametrize(
    "said", ["", "25", "s", "25 s", "-25s", "25s ", "1d", "1h30", -1, True, None, [], float("nan"), float("inf")]
)
def test_what_is_not(said: object) -> None:
    with pytest.raises(ValueError, match="length of time"):
        seconds(said)
