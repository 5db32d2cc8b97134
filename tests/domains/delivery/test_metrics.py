"""What Prometheus reads: names, types and labels; and that the dashboard asks for nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from channels.fleet.fleet import Fleet
from channels.fleet.life import figures
from channels.protocol.codes import CLOSE_FORCED, CLOSE_SLOW
from hub.gauges import HELP, Gauges
from hub.house import House
from tests.channels.standalone.process import serving
from tests.kit.live import connected, live_door

DASHBOARD = Path(__file__).parents[3] / "docs" / "operators" / "grafana-dashboard.json"
MONITORING = DASHBOARD.with_name("monitoring.md")
PREFIX = "carewire_live_"
GAUGES = {"connections", "users", "channels", "subscriptions", "queued_bytes", "healthy", "memory_bytes"}
COUNTERS = {
    "cpu_seconds", "opened", "heard", "delivered", "repaired", "insufficient", "slow_closes", "skipped", "recovered",
    "not_recovered", "closes",
}  # fmt: skip

Families = Mapping[str, Metric]


def read(text: str) -> Families:
    """The families of an answer, by name without the prefix; only ours."""
    families = text_string_to_metric_families(text)
    return {f.name.removeprefix(PREFIX): f for f in families if f.name.startswith(PREFIX)}


@pytest.fixture
async def fleet(house: House) -> AsyncIterator[Fleet]:
    async with live_door(house) as opened:
        yield opened


@pytest.fixture
def families(fleet: Fleet) -> Families:
    """After two connections were closed, for two reasons."""
    for why in (CLOSE_SLOW, CLOSE_FORCED, CLOSE_FORCED):
        fleet.node.counters.closes[why.code] = fleet.node.counters.closes.get(why.code, 0) + 1
    registry = CollectorRegistry()
    registry.register(Gauges(lambda: figures(fleet.node)))
    return read(generate_latest(registry).decode())


def test_counters_are_counters_and_the_rest_are_gauges(families: Families) -> None:
    kinds = {name: family.type for name, family in families.items()}
    assert kinds == {**dict.fromkeys(GAUGES, "gauge"), **dict.fromkeys(COUNTERS, "counter")}
    for name, family in families.items():
        ending = "_total" if name in COUNTERS else ""
        assert {sample.name for sample in family.samples} == {f"{PREFIX}{name}{ending}"}


def test_every_figure_is_explained(families: Families) -> None:
    assert {name: family.documentation for name, family in families.items()} == HELP


def test_every_figure_names_its_node_and_closes_their_code(fleet: Fleet, families: Families) -> None:
    for name, family in families.items():
        assert {sample.labels["node"] for sample in family.samples} == {fleet.node.id}, name
    codes = {sample.labels["code"]: sample.value for sample in families["closes"].samples}
    assert codes == {"3008": 1.0, "3503": 2.0}


async def test_the_figures_are_those_of_the_moment(house: House, fleet: Fleet) -> None:
    registry = CollectorRegistry()
    registry.register(Gauges(lambda: figures(fleet.node)))
    label = {"node": fleet.node.id}
    assert registry.get_sample_value(f"{PREFIX}connections", label) == 0
    await connected(house, fleet, "technician")
    assert registry.get_sample_value(f"{PREFIX}connections", label) == 1
    assert registry.get_sample_value(f"{PREFIX}opened_total", label) == 1
    assert registry.get_sample_value(f"{PREFIX}healthy", label) == 1


@pytest.mark.slow
def test_the_stand_alone_server_shows_the_same() -> None:
    with serving({"client": {"insecure": True}, "prometheus": {"enabled": True}}) as server:
        shown = read(httpx.get(f"{server.base}/metrics", timeout=10).text)
    # Nothing was closed yet.
    assert {name: family.type for name, family in shown.items()} == {
        **dict.fromkeys(GAUGES, "gauge"),
        **dict.fromkeys(COUNTERS - {"closes"}, "counter"),
    }


def expressions(dashboard: Mapping[str, Any]) -> list[str]:
    return [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]


@pytest.mark.parametrize("file", [DASHBOARD, MONITORING], ids=lambda file: file.name)
def test_whatever_is_asked_for_exists(file: Path, families: Families) -> None:
    asked = set(re.findall(rf"{PREFIX}\w+", file.read_text("utf-8")))
    assert len(asked) > 5
    assert asked <= {sample.name for family in families.values() for sample in family.samples}


def test_the_dashboard_can_be_imported_anywhere() -> None:
    dashboard = json.loads(DASHBOARD.read_text("utf-8"))
    (source,) = (v for v in dashboard["templating"]["list"] if v["type"] == "datasource")
    assert source["query"] == "prometheus"
    assert "id" not in dashboard
    panels = [panel for panel in dashboard["panels"] if panel["type"] != "row"]
    assert len({panel["id"] for panel in panels}) == len(panels) >= 12
    for panel in panels:
        assert panel["datasource"] == {"type": "prometheus", "uid": f"${{{source['name']}}}"}, panel["title"]
        assert panel["targets"], panel["title"]


def test_the_dashboard_takes_rates_of_counters_only() -> None:
    """A counter as it is, or the rate of a gauge, would draw nonsense."""
    for expression in expressions(json.loads(DASHBOARD.read_text("utf-8"))):
        for metric in re.findall(rf"{PREFIX}\w+", expression):
            counted = re.search(rf"(rate|increase)\({metric}\b", expression) is not None
            assert counted == metric.endswith("_total"), expression
