"""The Protobuf codec beside the classes that protoc generated for the Python SDK."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from centrifuge.protocol import client_pb2
from google.protobuf.message import Message
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from channels.protocol import codes
from channels.protocol.codec import FrameError, error
from channels.protocol.commands import Command
from channels.protocol.protobuf import ProtobufCodec
from channels.protocol.replies import EmptyResult, Publication, Push, Reply, SubscribeResult
from channels.protocol.schema import MESSAGES
from tests.channels.protocol.words import plain, words

CODEC = ProtobufCodec()
peer: Any = client_pb2


def framed(message: bytes) -> bytes:
    """The message behind its length, written by hand."""
    length, prefix = len(message), b""
    while length > 127:
        prefix += bytes([length % 128 + 128])
        length //= 128
    return prefix + bytes([length]) + message


def body(frame: bytes) -> bytes:
    """The one message of a frame."""
    end = next(place for place, byte in enumerate(frame) if byte < 128) + 1
    assert framed(frame[end:]) == frame
    return frame[end:]


def commands(text: str) -> list[Command]:
    return list(CODEC.commands(bytes.fromhex(text)))


def test_golden_commands() -> None:
    connect, subscribe = commands("0b 08 01 22 07 0a 01 74 22 02 6a 73 09 08 02 2a 05 0a 01 61 70 01")
    assert connect.connect is not None
    assert (connect.id, connect.connect.token, connect.connect.name) == (1, "t", "js")
    assert subscribe.subscribe is not None
    assert (subscribe.id, subscribe.subscribe.channel, subscribe.subscribe.flag) == (2, "a", 1)
    (unsubscribe,) = commands("07 08 03 32 03 0a 01 61")
    assert unsubscribe.unsubscribe is not None
    assert (unsubscribe.id, unsubscribe.unsubscribe.channel) == (3, "a")
    assert commands("00")[0].is_pong
    assert CODEC.ping == b"\x00"


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (Reply(3, unsubscribe=EmptyResult()), "04 08 03 3a 00"),
        (
            Reply(2, subscribe=SubscribeResult(recoverable=True, positioned=True, epoch="AbCdEfGh", offset=5)),
            "14 08 02 32 10 18 01 32 08 41 62 43 64 45 66 47 68 48 05 50 01",
        ),
        (
            Reply(push=Push("a", pub=Publication(Raw(b'{"x":1}'), offset=1))),
            "12 22 10 12 01 61 22 0b 22 07 7b 22 78 22 3a 31 7d 30 01",
        ),
        (
            Reply(2, error=error(codes.PERMISSION_DENIED)),
            "19 08 02 12 15 08 67 12 11" + b"permission denied".hex(),
        ),
    ],
)
def test_golden_replies(reply: Reply, text: str) -> None:
    assert CODEC.reply(reply) == bytes.fromhex(text)


@pytest.mark.parametrize("name", [field.name for field in MESSAGES["Reply"].DESCRIPTOR.fields if field.name != "id"])
def test_an_empty_result_is_present(name: str) -> None:
    if name not in Reply.__struct_fields__:
        assert name == "ping"  # the one reply that is never given
        return
    reply = peer.Reply.FromString(body(CODEC.reply(_emptily(name))))
    assert [field.name for field, _ in reply.ListFields()] == ["id", name]


def _emptily(name: str) -> Reply:
    empty: Any = EmptyResult()
    return Reply(1, **{name: empty})


def test_an_empty_request_is_present() -> None:
    (command,) = CODEC.commands(framed(peer.Command(id=1, connect=peer.ConnectRequest()).SerializeToString()))
    assert command.connect is not None
    assert command.subscribe is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "80",
        "01",
        "ff ff ff ff ff ff ff ff ff 01",
        "80 80 80 80 80 00",
        "ff ff ff ff 7f 00",
        "02 08",
        "02 ff ff",
        "03 0a 01 61 ff",
        "05 22 03 0a 01 ff",  # a token that is not UTF-8
        "0d 2a 0b 38 ff ff ff ff ff ff ff ff ff 01",  # an offset of 2**64 - 1
    ],
)
def test_what_is_no_frame(text: str) -> None:
    with pytest.raises(FrameError):
        commands(text)


def test_commands_before_the_broken_one_are_processed() -> None:
    found = CODEC.commands(bytes.fromhex("02 08 01 00 02 08 03 02 ff ff 02 08 04"))
    assert [next(found).id for _ in range(3)] == [1, 0, 3]
    with pytest.raises(FrameError):
        next(found)
    assert list(found) == []


def test_unknown_fields_are_ignored() -> None:
    (command,) = commands("0c 08 07 9a 06 03 61 62 63 a0 06 80 01")
    assert plain(command) == plain(Command(7))


def test_a_filter_too_deep_is_no_frame() -> None:
    node = b""
    for _ in range(200):
        node = b"\x32" + framed(node)
    subscribe = b"\x2a" + framed(b"\x6a" + framed(node))
    with pytest.raises(FrameError):
        list(CODEC.commands(framed(subscribe)))
    node = b"\x32" + framed(b"\x32" + framed(b""))
    (command,) = CODEC.commands(framed(b"\x2a" + framed(b"\x6a" + framed(node))))
    assert command.subscribe is not None
    assert command.subscribe.tf is not None
    assert len(command.subscribe.tf.nodes[0].nodes) == 1


def test_values_are_any_bytes() -> None:
    assert bytes(CODEC.value(b"\x00\xff")) == b"\x00\xff"
    assert bytes(CODEC.text(b"\x00\xff")) == b"\x00\xff"


@pytest.mark.parametrize("size", [0, 127, 128, 16_383, 16_384, 70_000])
def test_lengths(size: int) -> None:
    frame = CODEC.push(Push("a", pub=Publication(Raw(b"x" * size))))
    assert peer.Reply.FromString(body(frame)).push.pub.data == b"x" * size
    (command,) = CODEC.commands(framed(peer.Command(rpc=peer.RPCRequest(data=b"x" * size)).SerializeToString()))
    assert command.rpc is not None
    assert bytes(command.rpc.data) == b"x" * size


def test_messages_are_joined_as_they_are() -> None:
    assert CODEC.join([b"\x00", b"\x02\x08\x01"]) == b"\x00\x02\x08\x01"


def test_the_schema_knows_what_the_peer_knows() -> None:
    for name, kind in peer.DESCRIPTOR.message_types_by_name.items():
        ours = {field.name: field for field in MESSAGES[name].DESCRIPTOR.fields}
        for field in kind.fields:
            twin = ours[field.name]
            assert (twin.number, twin.type, twin.is_repeated) == (field.number, field.type, field.is_repeated)


def test_every_word_of_ours_has_a_field() -> None:
    for struct, kind in ((Command, MESSAGES["Command"]), (Reply, MESSAGES["Reply"])):
        _compare_names(msgspec.inspect.type_info(struct), kind.DESCRIPTOR, set())


def _compare_names(info: Any, descriptor: Any, seen: set[Any]) -> None:
    for part in getattr(info, "types", (info,)):
        part = getattr(part, "item_type", getattr(part, "value_type", part))  # noqa: PLW2901 - a list's or map's own
        if not isinstance(part, msgspec.inspect.StructType) or (part.cls, descriptor.name) in seen:
            continue
        seen.add((part.cls, descriptor.name))
        if descriptor.GetOptions().map_entry:
            descriptor = descriptor.fields_by_name["value"].message_type
        for field in part.fields:
            assert field.name in descriptor.fields_by_name, f"{part.cls.__name__}.{field.name} in {descriptor.name}"
            inner = descriptor.fields_by_name[field.name].message_type
            if inner is not None:
                _compare_names(field.type, inner, seen)


@given(st.lists(words(Command, st.binary(max_size=200)), min_size=1, max_size=4))
def test_any_commands_of_the_peer_come_through(said: list[Command]) -> None:
    frame = b"".join(framed(_peers(peer.Command, plain(command)).SerializeToString()) for command in said)
    assert [_known(plain(command)) for command in CODEC.commands(frame)] == [_known(plain(word)) for word in said]


@given(words(Reply, st.binary(max_size=200)))
def test_any_reply_is_read_by_the_peer(said: Reply) -> None:
    assert _heard(CODEC.reply(said)) == _peers(peer.Reply, plain(said))


@given(words(Push, st.binary(max_size=200)))
def test_any_push_is_read_by_the_peer(said: Push) -> None:
    assert _heard(CODEC.push(said)).push == _peers(peer.Push, plain(said))


def _heard(frame: bytes) -> Any:
    reply = peer.Reply.FromString(body(frame))
    reply.DiscardUnknownFields()  # the SDK's schema is older than ours
    return reply


def _known(word: Any) -> Any:
    """All but `type`, the one word of ours that the SDK's schema is too old for."""
    if isinstance(word, dict):
        return {name: _known(value) for name, value in word.items() if name != "type"}
    return word


def _peers(kind: type[Message], fields: dict[str, Any]) -> Message:
    """The peer's message with these fields, as far as it has them."""
    message = kind()
    for name, value in fields.items():
        if name in kind.DESCRIPTOR.fields_by_name and value is not None:
            _put(message, name, value)
    return message


def _put(message: Message, name: str, value: Any) -> None:
    place, field = getattr(message, name), message.DESCRIPTOR.fields_by_name[name]
    if field.message_type is None:
        place.extend(value) if field.is_repeated else setattr(message, name, value)
    elif field.message_type.GetOptions().map_entry:
        inner = field.message_type.fields_by_name["value"].message_type
        for key, item in value.items():
            if inner is None:
                place[key] = item
            else:
                place[key].CopyFrom(_peers(getattr(peer, inner.name), item))
    elif field.is_repeated:
        kind = getattr(peer, field.message_type.name)
        place.extend(_peers(kind, item) for item in value)
    else:
        place.CopyFrom(_peers(getattr(peer, field.message_type.name), value))
        place.SetInParent()
