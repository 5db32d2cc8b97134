"""The bench of conditions measures what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import conditions


def test_the_bench_has_a_row_for_each_condition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "figures.json"
    assert conditions.main(["--rounds", "1", "--calls", "5", "--json", str(file)]) == 0
    table = capsys.readouterr().out
    figures = json.loads(file.read_text("utf-8"))["figures"]
    assert set(figures) == set(conditions.CONDITIONS)
    assert all(set(row) == {"compiled_ns", "reference_ns", "times_faster"} for row in figures.values())
    assert all(text.replace("|", "\\|") in table for text in conditions.CONDITIONS.values())
