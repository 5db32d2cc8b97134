"""The live door's figures for Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

HELP = {
    "connections": "Open live connections.",
    "users": "Different people and devices with a live connection.",
    "channels": "Channels with members on this node.",
    "subscriptions": "Memberships in channels over all connections.",
    "queued_bytes": "Bytes that wait for slow readers.",
    "healthy": "1 while publications reach this node, 0 while they do not.",
    "memory_bytes": "Resident memory of the node's process.",
    "cpu_seconds": "Processor time of the node's process, user and system.",
    "opened": "Connections that were opened.",
    "heard": "Publications taken from the broker for channels of this node.",
    "delivered": "Publications put on the way to a socket, once per member.",
    "repaired": "Publications that were lost on the way and brought back from the log.",
    "insufficient": "Subscriptions cut because a loss could not be repaired (2500); clients start afresh.",
    "slow_closes": "Connections closed because their reader was too slow (3008).",
    "skipped": "Rows that a slow connection did not get because a newer one of the same key came first.",
    "recovered": "Subscriptions that continued from their position.",
    "not_recovered": "Subscriptions that asked to continue and got a fresh snapshot.",
    "closes": "Connections that the node closed, by code.",
}


class Gauges(Collector):
    """The live door's figures, read when somebody asks for ``/metrics``."""

    def __init__(self, counts: Callable[[], Mapping[str, float]]) -> None:
        """``counts`` gives values by series: a name, and labels in braces where there are any (``a_total{code=1}``)."""
        self._counts = counts

    def describe(self) -> Iterator[Metric]:
        """Nothing beforehand: the live door is asked only when somebody looks."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """A counter for each name that ends in ``_total``, a gauge for each other one."""
        families: dict[str, CounterMetricFamily | GaugeMetricFamily] = {}
        for series, value in self._counts().items():
            name, labels = _parted(series)
            if name not in families:
                families[name] = _family(name, list(labels))
            # A family is announced once, with all labels that its first sample has.
            families[name].add_metric(list(labels.values()), value)
        yield from families.values()


def _parted(series: str) -> tuple[str, dict[str, str]]:
    name, _, rest = series.partition("{")
    pairs = (pair.partition("=") for pair in rest.removesuffix("}").split(",") if pair)
    return name, {label: value for label, _, value in pairs}


def _family(name: str, labels: list[str]) -> CounterMetricFamily | GaugeMetricFamily:
    bare = name.removesuffix("_total")
    kind = GaugeMetricFamily if bare == name else CounterMetricFamily
    return kind(f"carewire_live_{bare}", HELP.get(bare, f"Live delivery: {bare.replace('_', ' ')}."), labels=labels)
