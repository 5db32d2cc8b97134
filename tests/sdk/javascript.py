"""What the scenarios with the official JavaScript SDK need: its server, its names, Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hub.boot.layout import here
from hub.boot.node import find_node

SCRIPTS = Path(__file__).parent / "js"
WEB = here().web
SECRET = "a secret of the tests that is long enough"
KEY = "the key of the backends"

WAYS = ("websocket-json", "websocket-protobuf", "http_stream-json", "http_stream-protobuf", "sse-json")
SCENARIOS = (
    "connects_with_a_token",
    "a_wrong_token_is_the_end",
    "an_expired_token_is_replaced",
    "hears_what_it_publishes_itself",
    "publishes_without_subscribing_only_where_allowed",
    "sees_who_is_present",
    "hears_joins_and_leaves",
    "reads_history",
    "recovers_after_a_forced_reconnect",
    "is_told_when_it_cannot_recover",
    "applies_deltas",
    "filters_by_tags",
    "has_a_personal_channel_that_recovers",
    "is_subscribed_and_unsubscribed_by_the_server",
    "loses_a_subscription_by_the_server",
    "unsubscribes",
    "is_disconnected_by_the_server",
    "refreshes_its_token",
    "refreshes_a_subscription_token",
    "needs_a_subscription_token",
    "subscribes_to_many_channels_at_once",
    "takes_large_publications",
    "is_told_that_there_is_nobody_to_call",
    "answers_pings",
)

_KEPT = {"history_ttl": "60s", "force_recovery": True, "allow_subscribe_for_client": True}
_TOLD = {"presence": True, "join_leave": True, "force_push_join_leave": True}
_ALL = {f"allow_{act}_for_subscriber": True for act in ("publish", "presence", "history")}
CONFIG: dict[str, Any] = {
    "client": {
        "token": {"hmac_secret_key": SECRET},
        "subscribe_to_user_personal_channel": {"enabled": True, "personal_channel_namespace": "own"},
        "ping_interval": "3s",
        "pong_timeout": "2500ms",
        "expired_close_delay": "5s",
    },
    "http_stream": {"enabled": True},
    "sse": {"enabled": True},
    "http_api": {"key": KEY},
    "channel": {
        "namespaces": [
            {"name": "room", "history_size": 100, "allowed_delta_types": ["fossil"], "allow_tags_filter": True,
             **_KEPT, **_TOLD, **_ALL},
            {"name": "small", "history_size": 2, **_KEPT},
            {"name": "own", "history_size": 10, **_KEPT},
            {"name": "brief", "allow_subscribe_for_client": True, "allow_publish_for_client": True},
            {"name": "secret"},
        ]
    },
}  # fmt: skip

Verdicts = dict[tuple[str, str], str]
"""What went wrong, by way and scenario; an empty text means nothing."""


def node(script: str, *words: str) -> list[Any]:
    """What a script says, line by line of JSON."""
    surroundings = {**os.environ, **find_node(here()).extra}
    program = shutil.which("node", path=surroundings["PATH"])
    assert program is not None
    done = subprocess.run(
        [program, str(SCRIPTS / script), f"{WEB}/", *words],
        env=surroundings, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def verdicts(said: list[Any]) -> Verdicts:
    """By way and scenario."""
    return {(one["way"], one["scenario"]): one["problem"] for one in said}
