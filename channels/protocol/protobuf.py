"""The Protobuf encoding: each message stands behind its length (section 3.2 and 4 of the protocol).

Between the structs of this package and the message classes lie plain dictionaries, which both sides build quickly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError

from channels.protocol.codec import FrameError
from channels.protocol.commands import Command
from channels.protocol.replies import Push, Reply
from channels.protocol.schema import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from google.protobuf.message import Message

_COMMAND: Final = MESSAGES["Command"]
_REPLY: Final = MESSAGES["Reply"]
_LENGTH_BYTES: Final = 5  # 35 bits: more than any limit of a frame
_ONE_BYTE: Final = 0x80
_PONG: Final = Command()


class ProtobufCodec:
    """Messages are Protobuf, each with its length (a varint) before it. Application data is any bytes."""

    name = "protobuf"
    binary = True
    ping = b"\x00"

    def commands(self, frame: bytes) -> Iterator[Command]:
        """See `Codec.commands`."""
        if not frame:
            raise FrameError("an empty frame")
        at = 0
        while at < len(frame):
            start, at = _span(frame, at)
            try:
                yield _command(frame[start:at]) if start < at else _PONG
            except (DecodeError, msgspec.ValidationError) as problem:
                raise FrameError("not a command") from problem

    def value(self, data: bytes) -> msgspec.Raw:
        """See `Codec.value`: the bytes as they are."""
        return msgspec.Raw(data)

    def text(self, data: bytes) -> msgspec.Raw:
        """See `Codec.text`: the bytes as they are."""
        return msgspec.Raw(data)

    def reply(self, reply: Reply) -> bytes:
        """See `Codec.reply`."""
        fields = msgspec.to_builtins(reply, builtin_types=(bytes,), enc_hook=bytes)
        return _delimited(_REPLY(**fields).SerializeToString())

    def push(self, push: Push) -> bytes:
        """See `Codec.push`."""
        return self.reply(Reply(push=push))

    def join(self, messages: Sequence[bytes]) -> bytes:
        """See `Codec.join`."""
        return b"".join(messages)


def _span(frame: bytes, at: int) -> tuple[int, int]:
    """Where the message that begins with its length at `at` starts and ends."""
    length = 0
    for place, byte in enumerate(frame[at : at + _LENGTH_BYTES]):
        length |= (byte & 0x7F) << 7 * place
        if byte < _ONE_BYTE:
            start = at + place + 1
            if length > len(frame) - start:
                raise FrameError("a message is longer than its frame")
            return start, start + length
    raise FrameError("a length without an end")


def _delimited(message: bytes) -> bytes:
    length = len(message)
    if length < _ONE_BYTE:
        return bytes((length,)) + message
    prefix = bytearray()
    while length >= _ONE_BYTE:
        prefix.append(length & 0x7F | _ONE_BYTE)
        length >>= 7
    prefix.append(length)
    return bytes(prefix) + message


def _command(message: bytes) -> Command:
    return msgspec.convert(_plain(_COMMAND.FromString(message)), Command)


def _plain(message: Message) -> dict[str, Any]:
    """The fields that are present, as `msgspec.convert` wants them."""
    return {field.name: _READERS[field](value) for field, value in message.ListFields()}


def _same(value: Any) -> Any:
    return value


def _plain_list(values: Any) -> list[dict[str, Any]]:
    return [_plain(value) for value in values]


def _plain_map(values: Any) -> dict[str, dict[str, Any]]:
    return {key: _plain(values[key]) for key in values}


def _reader(field: Any) -> Callable[[Any], Any]:
    """How a value of this field (a FieldDescriptor, whichever library made it) becomes plain."""
    entry = field.message_type if field.message_type and field.message_type.GetOptions().map_entry else None
    if entry is not None:
        return dict if entry.fields_by_name["value"].message_type is None else _plain_map
    if field.message_type is not None:
        return _plain_list if field.is_repeated else _plain
    if field.is_repeated:
        return list
    return msgspec.Raw if field.type == FieldDescriptor.TYPE_BYTES else _same


_READERS: Final = {field: _reader(field) for kind in MESSAGES.values() for field in kind.DESCRIPTOR.fields}
