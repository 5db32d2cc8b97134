"""How commands and replies become bytes, and the JSON framing. Another encoding is another `Codec`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from channels.protocol.commands import Command
from channels.protocol.replies import Error, Push, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from channels.protocol.codes import ErrorCode


Decoded = TypeVar("Decoded")


class FrameError(Exception):
    """A frame, or the rest of one, that cannot be decoded: the connection is closed with 3501."""


class UnspeakableError(Exception):
    """Bytes that this encoding cannot carry: the connection is closed with 3506."""


_NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_LINE_ENDS_TO_SPACES = bytes.maketrans(b"\r\n", b"  ")
_SPARE_DEPTH = 200
"""What one client may say is nested so much less than can be read here that it can be said to others anywhere: the
interpreter counts the levels of JSON and its own calls together."""
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F]..)|.)")


class Codec(Protocol):
    """One encoding of the protocol. All methods are pure."""

    name: str
    binary: bool
    ping: bytes

    def commands(self, frame: bytes) -> Iterator[Command]:
        """The commands of a frame, one by one; raises FrameError where it cannot go on."""
        ...

    def value(self, data: bytes) -> msgspec.Raw:
        """Application data as it stands in a message. Raises UnspeakableError."""
        ...

    def text(self, data: bytes) -> msgspec.Raw:
        """Data or a patch of a subscription with delta compression. Raises UnspeakableError."""
        ...

    def reply(self, reply: Reply) -> bytes:
        """One message with a reply."""
        ...

    def push(self, push: Push) -> bytes:
        """One message with a push."""
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
        self._any = msgspec.json.Decoder(msgspec.Raw)

    def commands(self, frame: bytes) -> Iterator[Command]:
        """See `Codec.commands`; one trailing line feed is tolerated."""
        for text in frame.removesuffix(b"\n").split(b"\n"):
            try:
                if text.count(b"[") + text.count(b"{") > _SPARE_DEPTH:
                    _decoded(self._any, b"[" * _SPARE_DEPTH + text + b"]" * _SPARE_DEPTH)
                command = _decoded(self._decoder, text)
            except _NO_JSON as problem:
                raise FrameError("not a command") from problem
            yield command

    def value(self, data: bytes) -> msgspec.Raw:
        """See `Codec.value`: one JSON value, without the line ends that would break the framing (SSE knows CR too)."""
        try:
            value = _decoded(self._any, data)
        except _NO_JSON as problem:
            raise UnspeakableError("not a JSON value") from problem
        if b"\n" in data or b"\r" in data:
            return msgspec.Raw(bytes(value).translate(_LINE_ENDS_TO_SPACES))
        return value

    def text(self, data: bytes) -> msgspec.Raw:
        """See `Codec.text`: a JSON string."""
        try:
            return msgspec.Raw(self._encoder.encode(data.decode()))
        except UnicodeDecodeError as problem:
            raise UnspeakableError("not a text") from problem

    def reply(self, reply: Reply) -> bytes:
        """See `Codec.reply`."""
        return self._encoder.encode(reply)

    def push(self, push: Push) -> bytes:
        """See `Codec.push`."""
        return self._encoder.encode(Reply(push=push))

    def join(self, messages: Sequence[bytes]) -> bytes:
        """See `Codec.join`."""
        return b"\n".join(messages)


class OneWayCodec(JsonCodec):
    """What clients of unidirectional transports get: pushes without a wrapper (section 20)."""

    name = "json"

    def push(self, push: Push) -> bytes:
        """See `Codec.push`."""
        return self._encoder.encode(push)


def _decoded(decoder: msgspec.json.Decoder[Decoded], text: bytes) -> Decoded:
    """What the text says. Text, because the decoder does not look for UTF-8 inside of what it passes on unread."""
    said = text.decode()
    try:
        return decoder.decode(said)
    except msgspec.DecodeError:
        # JavaScript writes the halves of an emoji that was cut in two as escapes of their own, and reads them
        mended = _ESCAPE.sub(lambda found: "\\ufffd" if found[1] else found[0], said)
        if mended == said:
            raise
        return decoder.decode(mended)


def error(code: ErrorCode) -> Error:
    """The reply form of an error."""
    return Error(code.code, code.message, code.temporary)
