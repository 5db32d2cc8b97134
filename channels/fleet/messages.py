"""What nodes tell each other over the broker's control channel."""

from __future__ import annotations

from msgspec import Struct, field, msgpack


class NodeInfo(Struct, frozen=True):
    """One node as it describes itself. `uptime` in seconds, `rss` and `queued` in bytes, `cpu` in percent of a core."""

    uid: str
    name: str = ""
    version: str = ""
    clients: int = 0
    users: int = 0
    channels: int = 0
    subscriptions: int = 0
    uptime: int = 0
    queued: int = 0
    rss: int = 0
    cpu: float = 0.0
    delivered_per_second: float = 0.0
    heard_per_second: float = 0.0
    opened: int = 0
    slow_closes: int = 0
    insufficient: int = 0
    repaired: int = 0
    healthy: bool = True
    detail: str = ""
    closes: dict[int, int] = field(default_factory=dict)


class Here(Struct, frozen=True, tag="here"):
    """A node is there; `new`: it has just come and wants to know the others."""

    info: NodeInfo
    new: bool = False


class Goodbye(Struct, frozen=True, tag="goodbye"):
    """A node leaves."""

    uid: str


class Whom(Struct, frozen=True):
    """The connections that an order concerns; see `channels.wire.node.Whose`."""

    user: str
    client: str = ""
    session: str = ""
    spared: tuple[str, ...] = ()


class Disconnect(Struct, frozen=True, tag="disconnect"):
    """Close connections."""

    whom: Whom
    code: int
    reason: str


class Unsubscribe(Struct, frozen=True, tag="unsubscribe"):
    """End subscriptions; an empty channel means all."""

    whom: Whom
    channel: str
    code: int
    reason: str


class Subscribe(Struct, frozen=True, tag="subscribe"):
    """Begin server-side subscriptions, after `offset` of `epoch` if that is not empty.

    `changes` are options that differ from the channel's own.
    """

    whom: Whom
    channel: str
    offset: int = 0
    epoch: str = ""
    info: bytes | None = None
    data: bytes | None = None
    changes: dict[str, bool] = field(default_factory=dict)


class Refresh(Struct, frozen=True, tag="refresh"):
    """Let connections live until `expires_at` (unix seconds); None: for good, 0: end them."""

    whom: Whom
    expires_at: float | None = None


class Recheck(Struct, frozen=True, tag="recheck"):
    """Rights have changed: look at once whether these users, and those of these groups, may still hear what they hear.

    Neither named: everybody.
    """

    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class Frame(Struct, frozen=True, tag="frame"):
    """A frame of an emulated connection that reached another node."""

    session: str
    frame: bytes


class Question(Struct, frozen=True, tag="question"):
    """To all nodes; answers go to `asker`."""

    id: str
    asker: str
    kind: str
    words: bytes = b""


class Answer(Struct, frozen=True, tag="answer"):
    """To the node that asked."""

    id: str
    uid: str
    words: bytes


Order = Disconnect | Unsubscribe | Subscribe | Refresh | Recheck
Message = Here | Goodbye | Order | Frame | Question | Answer


class Sealed(Struct, frozen=True):
    """A message with its sender, who has acted on it already."""

    sender: str
    message: Message


_encoder = msgpack.Encoder()
_decoder = msgpack.Decoder(Sealed)


def pack(sender: str, message: Message) -> bytes:
    """As it travels."""
    return _encoder.encode(Sealed(sender, message))


def unpack(data: bytes) -> Sealed:
    """Raises msgspec.MsgspecError for what is none of these."""
    return _decoder.decode(data)
