"""The command line: the same commands under the same names, and clear sentences."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from hub.settings import Settings

pytestmark = pytest.mark.slow


def _hub(settings: Settings | None, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CAREWIRE_")}
    environment["CAREWIRE_PREPARED"] = "1"
    if settings is not None:
        environment |= {
            "CAREWIRE_DATABASE_URL": settings.database_url,
            "CAREWIRE_REDIS_URL": settings.redis_url,
            "CAREWIRE_SECRET": settings.secret,
        }
    command = [sys.executable, "-m", "hub", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_do_carries_out_a_query_and_a_command(settings: Settings) -> None:
    listed = _hub(settings, "do", "queue/list-rooms", "--tenant", "demo")
    assert {r["id"] for r in json.loads(listed.stdout)["rooms"]} >= {"ct1", "ct2", "mr1"}
    room = '{"id": "us1", "name": "US1 室", "campus": "本部", "exam_types": ["US"]}'
    assert json.loads(_hub(settings, "do", "queue/open-room", room, "--tenant", "demo").stdout)["id"] == "us1"


def test_do_tells_a_refusal_in_words(settings: Settings) -> None:
    refused = _hub(settings, "do", "queue/call-first", '{"room_id": "nowhere"}', "--tenant", "demo")
    assert refused.returncode == 1
    assert "was not found" in refused.stderr


def test_a_missing_setting_is_one_sentence() -> None:
    started = _hub(None, "serve")
    assert started.returncode == 2
    assert started.stderr.strip().splitlines() == [
        "CAREWIRE_DATABASE_URL is not set; use `up`, which starts the embedded part, or give a URL."
    ]


@pytest.mark.parametrize("words", [("modules",), ("parked", "--help"), ("--help",)])
def test_verbs_answer_without_servers(words: tuple[str, ...]) -> None:
    assert _hub(None, *words).returncode == 0


def test_parked_lists_nothing_at_first(settings: Settings) -> None:
    listed = _hub(settings, "parked", "list")
    assert (listed.returncode, listed.stdout) == (0, "")
