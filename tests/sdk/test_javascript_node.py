"""The official JavaScript SDKs in Node: centrifuge-js over every transport and encoding, and cent.js."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.channels.standalone.process import Served, serving
from tests.sdk.javascript import CONFIG, KEY, SCENARIOS, SECRET, WAYS, Verdicts, node, verdicts

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """One node."""
    with serving(CONFIG) as one:
        yield one


@pytest.fixture(scope="module")
def outcome(server: Served) -> Verdicts:
    """All scenarios over all ways, side by side."""
    return verdicts(node("node.mjs", server.base, SECRET, KEY))


def test_every_scenario_ran_over_every_way(outcome: Verdicts) -> None:
    assert set(outcome) == {(way, scenario) for way in WAYS for scenario in SCENARIOS}


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("way", WAYS)
def test_the_sdk(outcome: Verdicts, way: str, scenario: str) -> None:
    assert outcome[way, scenario] == ""


@pytest.fixture(scope="module")
def answers(server: Served) -> dict[str, Any]:
    """What each method of cent.js answered."""
    return {one["method"]: one["answer"] for one in node("cent.mjs", server.base, KEY)}


@pytest.mark.parametrize("method", ["subscribe", "unsubscribe", "refresh", "disconnect", "removeHistory"])
def test_cent_orders(answers: dict[str, Any], method: str) -> None:
    assert answers[method] == {}


def test_cent_publishes_and_reads(answers: dict[str, Any]) -> None:
    assert answers["publish"]["offset"] == 1
    assert [response["result"].get("offset") for response in answers["broadcast"]["responses"]] == [2, None]
    assert [item["data"] for item in answers["getHistory"]["publications"]] == [{"text": "行"}, 2]
    assert answers["getPresence"] == {"presence": {}}
    assert answers["getPresenceStats"] == {"num_clients": 0, "num_users": 0}
    assert "room:cent" not in answers["getChannels"]["channels"]
    assert len(answers["getInfo"]["nodes"]) == 1


def test_cent_pipelines(answers: dict[str, Any]) -> None:
    published, history = answers["pipeline"]
    assert published["offset"] == 3
    assert [item["data"] for item in history["publications"]] == [3]


def test_cent_is_refused(answers: dict[str, Any]) -> None:
    assert answers["refusal"] == "CentException"
