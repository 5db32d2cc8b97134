"""What a broker is: a log of numbered publications per channel, and their delivery to subscribed nodes.

Words:

* *offset*: 1, 2, 3 ... inside an *epoch*. An offset is never used twice in one epoch.
* *position*: (offset, epoch). A new epoch tells everyone that the numbering began again and that what was missed
  cannot be counted any more: the reader needs a fresh snapshot.
* *row version*: with `key` and `version` a publication states the version of one row. What is not newer than the last
  version of that key in that channel is refused, so late or repeated feeds never turn a screen back.

Delivery to the listener is at most once and in offset order per channel; `History` repairs what was missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


class BrokerUnavailableError(Exception):
    """The broker cannot be asked now. Nothing may be concluded about the outcome of a publish that raised it."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a channel's log: everything up to and including `offset` of `epoch` has been seen."""

    offset: int
    epoch: str


@dataclass(frozen=True, slots=True)
class Publication:
    """One numbered publication; `data` is the text of one JSON value without line feeds."""

    offset: int
    epoch: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a channel's log is kept.

    `size` is the number of newest publications kept, `ttl` the seconds after the last publication until the
    publications go, `meta_ttl` the seconds after the last use until the numbering and the row versions are forgotten
    (must not be below `ttl`).
    """

    size: int = 300
    ttl: float = 600.0
    meta_ttl: float = 30 * 86400.0


@dataclass(frozen=True, slots=True)
class Published:
    """The answer to a publish: the channel's top afterwards.

    `applied` is False when nothing was sent and no offset was used, because the row version was not newer or the
    idempotency key was known (then `position` is that of the first time).
    """

    position: Position
    applied: bool


@dataclass(frozen=True, slots=True)
class History:
    """A consistent cut: the channel's top, and the publications asked for in offset order (oldest first)."""

    position: Position
    publications: tuple[Publication, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """Whether publications flow now, with one sentence for the operator."""

    healthy: bool
    detail: str


class Broker(Protocol):
    """What the wire and the feed ask of a broker. One object per process and event loop."""

    @property
    def health(self) -> Health:
        """The present state; unhealthy while the delivery connection is lost or its probe went unanswered."""
        ...

    async def start(self) -> None:
        """Open the connections and begin to deliver.

        Raises `BrokerUnavailableError` when the broker does not answer.
        """
        ...

    async def stop(self) -> None:
        """Close everything. Harmless when not started or stopped already."""
        ...

    def listen(self, on_publication: Callable[[str, Publication], None], on_gap: Callable[[str | None], None]) -> None:
        """Say who hears the publications of the subscribed channels. Call once, before `start`.

        `on_gap(channel)` says that publications of that channel (None: of any channel) may have been missed and that
        positions must be compared with `history` at once.
        """
        ...

    async def subscribe(self, channel: str) -> None:
        """Begin to hear a channel; returns once the broker has acknowledged it.

        Everything published after the return reaches the listener. Raises `BrokerUnavailableError`.
        """
        ...

    async def unsubscribe(self, channel: str) -> None:
        """Hear a channel no more. The broker may go on delivering it for a few seconds."""
        ...

    async def publish(
        self,
        channel: str,
        data: bytes,
        retention: Retention,
        *,
        key: str | None = None,
        version: int | None = None,
        idempotency_key: str | None = None,
    ) -> Published:
        """Number `data` (one JSON value), keep it and deliver it.

        `key` and `version` (0 .. 2**53, both or neither) refuse what is not newer than the last of that key. The same
        `idempotency_key` within five minutes changes nothing and returns the first position. Raises
        `BrokerUnavailableError` (the outcome is unknown: repeat with the same version or key) and `ValueError` for
        data with a line feed, too large, or a half-given version.
        """
        ...

    async def wanted(self, channels: Collection[str]) -> frozenset[str]:
        """Those of `channels` that anybody has ever subscribed to or published in, as far as is remembered.

        Who subscribes takes a position first and reads a snapshot then; so what was written before this question
        needs no publication in a channel that is not wanted. Raises `BrokerUnavailableError`.
        """
        ...

    async def history(self, channel: str, since: Position | None, limit: int) -> History:
        """The top of a channel, and up to `limit` publications after `since` (None: the newest `limit`).

        `limit` 0 reads the top alone. A `since` of another epoch returns the top and no publications. A channel never
        seen gets its epoch here. Raises `BrokerUnavailableError`.
        """
        ...
