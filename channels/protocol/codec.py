"""How commands and replies become bytes. JSON framing here; another encoding is another `Codec`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from channels.protocol.commands import Command
from channels.protocol.replies import Error, Publication, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from channels.protocol.codes import CutCode, ErrorCode


class FrameError(Exception):
    """A frame, or the rest of one, that cannot be decoded: the connection is closed with 3501."""


class Codec(Protocol):
    """One encoding of the protocol. All methods are pure."""

    name: str
    binary: bool
    ping: bytes

    def commands(self, frame: bytes) -> Iterator[Command]:
        """The commands of a frame, one by one; raises FrameError where it cannot go on."""
        ...

    def reply(self, reply: Reply) -> bytes:
        """One message with a reply."""
        ...

    def publication(self, channel: str, offset: int, epoch: str, data: bytes) -> bytes:
        """One message with a publication push; `data` is one JSON value without line feeds."""
        ...

    def cut(self, channel: str, cut: CutCode) -> bytes:
        """One message with an unsubscribe push."""
        ...

    def join(self, messages: Sequence[bytes]) -> bytes:
        """One frame of several messages."""
        ...


class JsonCodec:
    """Messages are JSON texts, several in a frame are separated by one line feed."""

    name = "json"
    binary = False
    ping = b"{}"

    def __init__(self) -> None:
        self._decoder = msgspec.json.Decoder(Command)
        self._encoder = msgspec.json.Encoder()

    def commands(self, frame: bytes) -> Iterator[Command]:
        """See `Codec.commands`; one trailing line feed is tolerated."""
        for text in frame.removesuffix(b"\n").split(b"\n"):
            try:
                yield self._decoder.decode(text)
            except (msgspec.DecodeError, UnicodeDecodeError) as problem:
                raise FrameError("not a command") from problem

    def reply(self, reply: Reply) -> bytes:
        """See `Codec.reply`."""
        return self._encoder.encode(reply)

    def publication(self, channel: str, offset: int, epoch: str, data: bytes) -> bytes:
        """See `Codec.publication`."""
        epoch_field = b',"epoch":%b' % self._encoder.encode(epoch) if offset == 1 else b""
        name = self._encoder.encode(channel)
        return b'{"push":{"channel":%b,"pub":{"data":%b,"offset":%d%b}}}' % (name, data, offset, epoch_field)

    def cut(self, channel: str, cut: CutCode) -> bytes:
        """See `Codec.cut`."""
        push = {"push": {"channel": channel, "unsubscribe": {"code": cut.code, "reason": cut.reason}}}
        return self._encoder.encode(push)

    def join(self, messages: Sequence[bytes]) -> bytes:
        """See `Codec.join`."""
        return b"\n".join(messages)


def embedded(data: bytes) -> msgspec.Raw:
    """A JSON value to stand inside a message as it is, without the line feeds that would break the framing."""
    return msgspec.Raw(data if b"\n" not in data else data.replace(b"\n", b" "))


def listed(offset: int, epoch: str, data: bytes) -> Publication:
    """A publication as it stands in the list of a subscribe reply."""
    return Publication(embedded(data), offset, epoch if offset == 1 else "")


def error(code: ErrorCode) -> Error:
    """The reply form of an error."""
    return Error(code.code, code.message, code.temporary)
