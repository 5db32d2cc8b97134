"""The bench of bulk downloads runs: a real worker is killed with SIGKILL, another one goes on, the archive is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import exports
from hub.exports.archive import PART

PATIENTS, PHOTOS, BYTES = 24, 5, 1_000_000


@pytest.mark.slow
@pytest.mark.soak
def test_a_killed_worker_costs_at_most_a_part_and_memory_does_not_grow_with_the_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figures.json"
    sizes = ["--patients", str(PATIENTS), "--photos", str(PHOTOS), "--bytes", str(BYTES), "--kill", "0.3"]
    assert exports.main([*sizes, "--json", str(file)]) == 0
    figures = json.loads(file.read_text("utf-8"))["figures"]
    assert figures["job"]["files"] == PATIENTS * PHOTOS
    assert figures["job"]["patients"] == PATIENTS
    assert 0.3 * PATIENTS <= figures["job"]["kept"] < PATIENTS
    # The whole is 120 MB: what a worker grows by has nothing to do with it.
    assert figures["from there to the end"]["grown_mb"] < PATIENTS * PHOTOS * BYTES / 1e6 / 2
    assert PART < PATIENTS * PHOTOS * BYTES
    assert "| from there to the end |" in capsys.readouterr().out
