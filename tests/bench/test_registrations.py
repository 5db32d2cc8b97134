"""The bench of registration management runs, and its figures have the promised shape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import registrations


@pytest.mark.slow
@pytest.mark.soak
def test_it_asks_every_question_and_keeps_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "figures.json"
    assert registrations.main(["--rows", "2000", "--times", "3", "--json", str(file)]) == 0
    figures = json.loads(file.read_text("utf-8"))["figures"]
    assert {"today (default)", "all days by surname", "HIS order number"} <= set(figures)
    assert all(set(one) == {"p50_ms", "p99_ms", "max_ms"} and one["max_ms"] > 0 for one in figures.values())
    assert "| HIS order number | 3 |" in capsys.readouterr().out
