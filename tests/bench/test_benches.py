"""Every bench runs, with Carewire alone and small numbers, and its table and JSON have the promised shape."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import fanout

ROOT = Path(__file__).parents[2]
RUNS: dict[str, tuple[list[str], set[str]]] = {
    "fanout": (
        ["--subscribers", "20", "--seconds", "0.3", "--rounds", "1"],
        {"cpu_us", "cpu_us_by_round", "ratio", "ratio_to", "deliveries_per_s", "p50_ms", "p99_ms", "lost", "wrong"},
    ),
    "latency": (
        ["--channels", "5", "--subscribers", "2", "--seconds", "0.3", "--rounds", "1"],
        {"p50_ms", "p99_ms", "max_ms", "ratio_p50", "ratio_p99", "ratio_to", "deliveries", "lost", "wrong"},
    ),
    "idle": (
        ["--connections", "30", "--channels", "3", "--settle", "0.1"],
        {"bytes_per_connection", "ratio", "ratio_to", "base_bytes", "full_bytes", "connections"},
    ),
}


def run(name: str, options: list[str], tmp_path: Path) -> tuple[str, dict[str, Any]]:
    file = tmp_path / "figures.json"
    words = ["bench", name, "--only", "carewire", "--cache", str(tmp_path / "cache"), "--json", str(file), *options]
    program = f"import sys; from hub.cli import main; sys.exit(main({words!r}))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    plain: dict[str, Any] = json.loads(file.read_text("utf-8"))
    assert set(plain) == {
        "bench", "command", "conditions", "machine", "load_average", "versions", "not_measured", "figures"
    }  # fmt: skip
    assert plain["command"].startswith(f"python3 -m hub bench {name} ")
    assert plain["not_measured"] == {}
    assert "picows" in plain["versions"]["carewire"]
    return done.stdout, plain["figures"]["carewire"]


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_a_bench_runs(name: str, tmp_path: Path) -> None:
    options, promised = RUNS[name]
    table, figures = run(name, options, tmp_path)
    assert set(figures) == promised
    assert figures["ratio_to"] == "carewire"
    assert figures.get("lost", 0) == figures.get("wrong", 0) == 0
    lines = table.splitlines()
    head = next(line for line in lines if line.startswith("| server |"))
    row = next(line for line in lines if line.startswith("| carewire |"))
    assert head.count("|") == row.count("|")
    assert any(line.startswith("Machine: ") for line in lines)


@pytest.mark.slow
def test_the_storm_runs(tmp_path: Path) -> None:
    table, figures = run("storm", ["--clients", "40", "--channels", "8", "--rate", "40", "--calm", "0.5"], tmp_path)
    (outcome,) = figures.values()
    assert outcome["lost"] == outcome["doubled"] == outcome["unrecovered"] == 0
    assert outcome["published_meanwhile"] > 0, "the storm has to be worth something"
    assert 0 <= outcome["caught_up"] <= outcome["since_kill"]
    assert "| carewire | 0.2–1 s |" in table


def test_an_unknown_peer_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        fanout.main(["--only", "nginx"])
    assert "there is no peer nginx" in capsys.readouterr().err
