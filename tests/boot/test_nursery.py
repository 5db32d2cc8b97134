"""Children forked from the supervisor: nothing of it is left in them but what was imported."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from typing import Any

import psutil
import pytest

from tests.boot.test_supervisor import all_gone, wait_for

pytestmark = pytest.mark.slow
COMMAND = (sys.executable, "-m", "tests.boot.forking")


def test_a_forked_child_has_its_own_random_numbers_signals_and_environment() -> None:
    done = subprocess.run([*COMMAND, "go"], capture_output=True, check=True, text=True)
    first, second, codes = map(json.loads, done.stdout.splitlines())
    assert codes == [3, 3]
    assert first["words"] == ["go", "on"]
    assert first["random"] != second["random"]
    for child in (first, second):
        assert child["environment"] == {"MINE": "1"}
        assert child["kept"] == 1
        assert child["handled"] == child["blocked"] == []


def test_forked_children_end_with_a_supervisor_that_is_killed() -> None:
    parent = subprocess.Popen([*COMMAND, "stay"], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    told: list[dict[str, Any]] = [json.loads(parent.stdout.readline()) for _ in range(2)]
    children = [psutil.Process(child["pid"]) for child in told]
    assert all("python3 -m hub stay on" in " ".join(child.cmdline()) for child in children)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    try:
        assert wait_for(lambda: all_gone(children))
    finally:
        for child in children:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
