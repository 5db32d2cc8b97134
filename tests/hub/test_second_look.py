"""The whole suite looks twice at a few failed tests; decision 0010."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hub.verbs.test import CACHE, FEW, failures, worth_a_second_look

RED = "def test_always_red():\n    assert False\n"


def test_pytests_own_note_of_failures_stands_where_we_read_it(tmp_path: Path) -> None:
    (tmp_path / "test_red.py").write_text(RED, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "--rootdir", str(tmp_path), "test_red.py"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1, ended.stdout
    assert failures(tmp_path / CACHE) == ["test_red.py::test_always_red"]


def test_no_note_means_no_failures(tmp_path: Path) -> None:
    assert failures(tmp_path / CACHE) == []


def test_only_a_few_failed_tests_are_looked_at_again() -> None:
    names = [f"test_{number}" for number in range(FEW + 1)]
    assert worth_a_second_look(1, names[:FEW])
    assert not worth_a_second_look(1, names)
    assert not worth_a_second_look(1, [])
    assert not worth_a_second_look(2, names[:1])  # interrupted, or not even collected
