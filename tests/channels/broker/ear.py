"""A listener that writes down what it hears."""

from __future__ import annotations

from channels.broker.base import Publication, Signal


class Ear:
    """See the module's text."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Publication]] = []
        self.signals: list[tuple[str, Signal]] = []
        self.gaps: list[str | None] = []
        self.orders: list[bytes] = []

    def hear(self, channel: str, publication: Publication) -> None:
        self.heard.append((channel, publication))

    def signal(self, channel: str, signal: Signal) -> None:
        self.signals.append((channel, signal))

    def gap(self, channel: str | None) -> None:
        self.gaps.append(channel)

    def told(self, message: bytes) -> None:
        self.orders.append(message)

    def offsets(self, channel: str) -> list[int]:
        return [publication.offset for name, publication in self.heard if name == channel]

    def data(self, channel: str) -> list[bytes]:
        return [publication.data for name, publication in self.heard if name == channel]
