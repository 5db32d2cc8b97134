"""What a broker is: a log of numbered publications per channel, and their delivery to subscribed nodes.

Words:

* *offset*: 1, 2, 3 ... inside an *epoch*. An offset is never used twice in one epoch.
* *position*: (offset, epoch). A new epoch tells everyone that the numbering began again and that what was missed
  cannot be counted any more: the reader needs a fresh snapshot.
* *row version*: with `key` and `version` a publication states the version of one row. What is not newer than the last
  version of that key in that channel is refused, so late or repeated feeds never turn a screen back.

* *kept* channels have a log (a `Retention`); without one a publication is delivered and forgotten, has offset 0 and no
  epoch, and nothing of it can be repaired.
* *signals*: joins and leaves of a channel's members. They are never numbered or kept, and may be lost.
* *present*: who is in a channel now, entered by the nodes and forgotten after a time to live when a node dies.
* *control*: words between nodes, to one of them or to all.

Delivery to the listener is at most once and in offset order per channel; `History` repairs what was missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from channels.protocol.people import ClientInfo


class BrokerUnavailableError(Exception):
    """The broker cannot be asked now. Nothing may be concluded about the outcome of a publish that raised it."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a channel's log: everything up to and including `offset` of `epoch` has been seen."""

    offset: int
    epoch: str


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication; `offset` is 0 and `epoch` empty where the channel keeps no log.

    `data` is what was published: the text of one JSON value, or any bytes where all readers speak
    Protobuf. `key` names the row that it carries (a newer one of the same key makes it worthless to a slow reader),
    `tags` are for filters, `info` is the client who published.
    """

    offset: int
    epoch: str
    data: bytes
    key: str | None = None
    tags: Mapping[str, str] | None = None
    info: ClientInfo | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """A client has joined (`joined`) or left a channel."""

    joined: bool
    info: ClientInfo


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
class Extras:
    """What may go with a publication.

    `key` and `version` (0 .. 2**53, a version never without a key) refuse what is not newer than the last of that key;
    a key alone only names the row. The same `idempotency_key` within `idempotency_ttl` seconds changes nothing and
    returns the first position.
    """

    key: str | None = None
    version: int | None = None
    idempotency_key: str | None = None
    idempotency_ttl: float = 300.0
    tags: Mapping[str, str] | None = None
    info: ClientInfo | None = None


NO_EXTRAS = Extras()


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
class Crowd:
    """How many are present: connections, and different users among them."""

    clients: int
    users: int


@dataclass(frozen=True, slots=True)
class Health:
    """Whether publications flow now, with one sentence for the operator."""

    healthy: bool
    detail: str


class Listener(Protocol):
    """Who hears what a broker delivers. Called in the broker's event loop; nothing here may wait or raise."""

    def hear(self, channel: str, publication: Publication) -> None:
        """A publication in a subscribed channel."""
        ...

    def signal(self, channel: str, signal: Signal) -> None:
        """A join or leave in a subscribed channel."""
        ...

    def gap(self, channel: str | None) -> None:
        """Publications of this channel (None: of any) may have been missed: compare with `history` at once."""
        ...

    def told(self, message: bytes) -> None:
        """A control message of another node, or of this one."""
        ...


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

    def listen(self, listener: Listener, node: str = "") -> None:
        """Say who hears. Call once, before `start`. `node` is the name under which `tell` reaches this one.

        Without a name only what is told to all nodes is heard, and without a listener nothing at all.
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
        self, channel: str, data: bytes, retention: Retention | None, extras: Extras = NO_EXTRAS
    ) -> Published:
        """Number `data`, keep it as `retention` says (None: not at all) and deliver it.

        Raises `BrokerUnavailableError` (the outcome is unknown: repeat with the same version or idempotency key) and
        `ValueError` for data that is empty or too large, or a half-given version.
        """
        ...

    async def announce(self, channel: str, signal: Signal) -> None:
        """Deliver a join or leave. Raises `BrokerUnavailableError`."""
        ...

    async def enter(self, channel: str, info: ClientInfo, ttl: float) -> None:
        """Say that a client is present for `ttl` seconds from now; say it again before they are over."""
        ...

    async def leave(self, channel: str, client: str) -> None:
        """Say that a client is not present any more. Harmless when it was not."""
        ...

    async def present(self, channel: str) -> Mapping[str, ClientInfo]:
        """Who is present, by client id. Raises `BrokerUnavailableError`."""
        ...

    async def crowd(self, channel: str) -> Crowd:
        """How many are present, without naming them. Raises `BrokerUnavailableError`."""
        ...

    async def tell(self, message: bytes, node: str | None = None) -> int:
        """Send a control message to one node, or to all (this one too). Raises `BrokerUnavailableError`.

        Returns how many were listening; 0 means that nobody got it.
        """
        ...

    async def wanted(self, channels: Collection[str]) -> frozenset[str]:
        """Those of `channels` that anybody has ever subscribed to or published in, as far as is remembered.

        Who subscribes takes a position first and reads a snapshot then; so what was written before this question
        needs no publication in a channel that is not wanted. Raises `BrokerUnavailableError`.
        """
        ...

    async def history(
        self, channel: str, since: Position | None, limit: int, *, reverse: bool = False, meta_ttl: float | None = None
    ) -> History:
        """The top of a channel, and up to `limit` publications in offset order after `since` (None: the newest).

        With `reverse` they come newest first, and lie before `since`. `limit` 0 reads the top alone. A `since` of
        another epoch returns the top and no publications. A channel never seen gets its epoch here; `meta_ttl` seconds
        is how long that is remembered (None: as the last publish said, or the default). Raises
        `BrokerUnavailableError`.
        """
        ...

    async def forget(self, channel: str) -> None:
        """Remove a channel's kept publications; the numbering goes on. Raises `BrokerUnavailableError`."""
        ...
