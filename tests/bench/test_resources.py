"""The bench of list pages runs, and its table and figures have the promised shape."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = {"rows", "seconds", "peak_mb", "at_rest_mb", "counts", "versions"}


@pytest.mark.slow
@pytest.mark.soak
def test_it_asks_exports_and_imports(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    words = ["bench", "resources", "--rows", "3000", "--sheet", "300", "--times", "3", "--json", str(file)]
    program = f"import sys; from hub.cli import main; sys.exit(main({words!r}))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(file.read_text("utf-8"))["figures"]
    assert set(figures["search in the name"]) == {"p50_ms", "p99_ms", "max_ms"}
    assert set(figures["export"]) == set(figures["import"]) == SHEETS
    assert figures["export"]["rows"] == figures["import"]["rows"] == 300
    assert figures["import"]["counts"] == {"added": 297, "kept": 0, "wrong": 3}
    assert "| list, newest change first | 3 |" in done.stdout
