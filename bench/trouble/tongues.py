"""The two encodings of the client protocol, as much of them as a listener needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import msgspec
from google.protobuf.internal.decoder import _DecodeVarint32  # type: ignore[attr-defined]
from google.protobuf.internal.encoder import _VarintBytes  # type: ignore[attr-defined]

from bench.trouble.witness import Place
from channels.protocol.schema import MESSAGES


class Payload(msgspec.Struct):
    """A publication's data; what fills it up is not read."""

    n: int = -1


class Publication(msgspec.Struct):
    """A publication."""

    offset: int = 0
    data: Payload = msgspec.field(default_factory=Payload)


class Connected(msgspec.Struct):
    """The answer to a connect."""

    session: str = ""
    node: str = ""


class Subscribed(msgspec.Struct):
    """The answer to a subscribe."""

    epoch: str = ""
    offset: int = 0
    recovered: bool = False
    publications: list[Publication] = []


class Coded(msgspec.Struct):
    """An error, or the end of a subscription."""

    code: int = 0


class Push(msgspec.Struct):
    """A push."""

    pub: Publication | None = None
    unsubscribe: Coded | None = None


class Reply(msgspec.Struct):
    """Anything that a server says; all empty: a ping."""

    id: int = 0
    error: Coded | None = None
    connect: Connected | None = None
    subscribe: Subscribed | None = None
    push: Push | None = None

    @property
    def ping(self) -> bool:
        """Whether it asks for a pong."""
        return not (self.id or self.error or self.push)


class Tongue(Protocol):
    """An encoding. Each command comes out as a whole frame."""

    name: str
    binary: bool

    def connect(self) -> bytes:
        """The first command."""
        ...

    def subscribe(self, command: int, channel: str, since: Place | None) -> bytes:
        """Subscribe, and recover from a place where there is one."""
        ...

    def pong(self) -> bytes:
        """The answer to a ping."""
        ...

    def replies(self, frame: bytes) -> Iterator[Reply]:
        """What a frame says."""
        ...


_reply = msgspec.json.Decoder(Reply).decode
_payload = msgspec.json.Decoder(Payload).decode


class Json:
    """One JSON object a line."""

    name, binary = "json", False

    def connect(self) -> bytes:
        """See `Tongue.connect`."""
        return b'{"id":1,"connect":{}}'

    def subscribe(self, command: int, channel: str, since: Place | None) -> bytes:
        """See `Tongue.subscribe`."""
        recover = {} if since is None else {"recover": True, "epoch": since.epoch, "offset": since.offset}
        return msgspec.json.encode({"id": command, "subscribe": {"channel": channel, **recover}})

    def pong(self) -> bytes:
        """See `Tongue.pong`."""
        return b"{}"

    def replies(self, frame: bytes) -> Iterator[Reply]:
        """See `Tongue.replies`."""
        for line in frame.split(b"\n"):
            if line:
                yield _reply(line)


class Protobuf:
    """Messages, each after its length."""

    name, binary = "protobuf", True

    def connect(self) -> bytes:
        """See `Tongue.connect`."""
        return _framed(MESSAGES["Command"](id=1, connect=MESSAGES["ConnectRequest"]()))

    def subscribe(self, command: int, channel: str, since: Place | None) -> bytes:
        """See `Tongue.subscribe`."""
        recover = {} if since is None else {"recover": True, "epoch": since.epoch, "offset": since.offset}
        wish = MESSAGES["SubscribeRequest"](channel=channel, **recover)
        return _framed(MESSAGES["Command"](id=command, subscribe=wish))

    def pong(self) -> bytes:
        """See `Tongue.pong`."""
        return b"\0"

    def replies(self, frame: bytes) -> Iterator[Reply]:
        """See `Tongue.replies`."""
        place = 0
        while place < len(frame):
            size, place = _DecodeVarint32(frame, place)
            yield _translated(MESSAGES["Reply"].FromString(frame[place : place + size]))
            place += size


def _framed(message: Any) -> bytes:
    said: bytes = message.SerializeToString()
    return bytes(_VarintBytes(len(said))) + said


def _translated(said: Any) -> Reply:
    reply = Reply(said.id)
    if said.HasField("error"):
        reply.error = Coded(said.error.code)
    elif said.HasField("connect"):
        reply.connect = Connected(said.connect.session, said.connect.node)
    elif said.HasField("subscribe"):
        told = said.subscribe
        kept = [_publication(one) for one in told.publications]
        reply.subscribe = Subscribed(told.epoch, told.offset, told.recovered, kept)
    elif said.HasField("push"):
        reply.push = Push()
        if said.push.HasField("pub"):
            reply.push.pub = _publication(said.push.pub)
        elif said.push.HasField("unsubscribe"):
            reply.push.unsubscribe = Coded(said.push.unsubscribe.code)
    return reply


def _publication(said: Any) -> Publication:
    return Publication(said.offset, _payload(said.data))
