"""What the JSON codec takes and what it refuses."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.protocol.codec import FrameError, JsonCodec, UnspeakableError
from channels.protocol.commands import Command
from tests.channels.protocol.words import json_values, plain, words

CODEC = JsonCodec()
CUT_EMOJI = rb'{"id":3,"rpc":{"method":"m","data":"\ud83d"}}'


def commands(frame: bytes) -> list[Command]:
    return list(CODEC.commands(frame))


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\n",
        b"x",
        b"[]",
        b"1",
        b"null",
        b'"x"',
        b'{"id":"1"}',
        b'{"id":-1}',
        b'{"id":4294967296}',
        b'{"id":1.5}',
        b'{"connect":[]}',
        b'{"subscribe":{"channel":1}}',
        b"{}\n\n{}",
        b"{} {}",
        b"{}\n{}\n\n",
        b"{",
        b'{"id":1,',
        b'{"id":1}}',
        b'{"id":1,"rpc":{"method":"\xff"}}',
        b'{"id":1,"rpc":{"data":"\xff"}}',
        b'{"id":1,"unknown":"\xff"}',
        b'{"id":1,"rpc":{"data":nul}}',
        b'{"id":1,"rpc":{"data":01}}',
        b'{"id":1,"rpc":{"data":"\x01"}}',
        b'{"id":1,"subscribe":{"offset":-1}}',
        b'{"id":1,"subscribe":{"offset":18446744073709551616}}',
        b'{"id":1,"subscribe":{"offset":%s}}' % (b"9" * 5000),
        b'{"id":1,"history":{"limit":2147483648}}',
        b'{"id":1,"rpc":{"data":%s}}' % (b"[" * 30_000),
        b'{"id":1,"rpc":{"data":%s%s}}' % (b"[" * 15_000, b"]" * 15_000),
        b'{"id":1,"unknown":%s%s}' % (b'{"a":' * 8_000 + b"1", b"}" * 8_000),
        b'{"id":1,"subscribe":{"tf":%s{}%s}}' % (b'{"nodes":[' * 5_000, b"]}" * 5_000),
    ],
)
def test_what_is_no_frame(frame: bytes) -> None:
    with pytest.raises(FrameError):
        commands(frame)


def test_commands_before_the_broken_one_are_processed() -> None:
    found = CODEC.commands(b'{"id":1,"rpc":{}}\n{"id":2,"rpc":{}}\n{"id":\n{"id":4}')
    assert [next(found).id, next(found).id] == [1, 2]
    with pytest.raises(FrameError):
        next(found)
    assert list(found) == []


def test_what_was_taken_can_be_said_from_deeper_calls() -> None:
    def value_from(depth: int, data: bytes) -> bytes:
        return value_from(depth - 1, data) if depth else bytes(CODEC.value(data))

    taken = 0
    for depth in range(1, 1000):
        data = b"[" * depth + b"]" * depth
        try:
            (command,) = commands(b'{"id":1,"publish":{"channel":"a","data":%s}}' % data)
        except FrameError:
            continue
        assert command.publish is not None
        assert value_from(100, bytes(command.publish.data)) == data
        taken = depth
    assert 200 < taken < 900


def test_one_trailing_line_feed_is_tolerated() -> None:
    assert [command.id for command in commands(b'{"id":1}\n{"id":2}\r\n')] == [1, 2]


def test_unknown_fields_are_ignored() -> None:
    (command,) = commands(b'{"id":1,"new":{"x":[1,{}]},"subscribe":{"channel":"a","phase":2,"deep":[[[[]]]]},"t":null}')
    assert command.subscribe is not None
    assert command.subscribe.channel == "a"


def test_the_last_of_doubled_keys_counts() -> None:
    assert commands(b'{"id":1,"id":2}')[0].id == 2


def test_big_numbers_in_application_data_stay() -> None:
    (command,) = commands(b'{"id":3,"rpc":{"data":[18446744073709551616,1e999]}}')
    assert command.rpc is not None
    assert bytes(command.rpc.data) == b"[18446744073709551616,1e999]"


def test_raw_values_keep_their_bytes() -> None:
    (command,) = commands(b'{"id":3,"rpc":{"method":"m","data":{"b": 1.0,  "a":"\\u4e2d","c":"\xe4\xb8\xad"}}}')
    assert command.rpc is not None
    assert bytes(command.rpc.data) == b'{"b": 1.0,  "a":"\\u4e2d","c":"\xe4\xb8\xad"}'


def test_null_is_data() -> None:
    (command,) = commands(b'{"id":3,"rpc":{"data":null}}')
    assert command.rpc is not None
    assert bytes(command.rpc.data) == b"null"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (rb'"\ud83d"', rb'"\ufffd"'),
        (rb'"\udc00 \uD83D"', rb'"\ufffd \ufffd"'),
        (rb'"\ud83d\ud83d\ude00\ude00"', rb'"\ufffd\ud83d\ude00\ufffd"'),
        (rb'"\ud83d\u0041"', rb'"\ufffd\u0041"'),
        (rb'"\\ud83d \ud83d"', rb'"\\ud83d \ufffd"'),
    ],
)
def test_halves_of_a_character_close_no_connection(text: bytes, mended: bytes) -> None:
    """JavaScript writes a text that was cut inside an emoji like this."""
    (command,) = commands(b'{"id":3,"rpc":{"data":%s}}' % text)
    assert command.rpc is not None
    assert bytes(command.rpc.data) == mended
    assert bytes(CODEC.value(text)) == mended


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" ",
        b"x",
        b"{",
        b"1 2",
        b"nan",
        b'"\xff"',
        b'{"\xff":1}',
        b'{"a":[{"b":"\xe5\x8c"}]}',
        b'"\xed\xa0\x80"',
        b'"a\nb"',
        b'"a\tb"',
        b'"\\x"',
        b'"\\u12"',
        b"\xef\xbb\xbf1",
        b"[" * 100_000,
        b"[" * 5_000 + b"]" * 5_000,
    ],
)
def test_what_is_no_value(data: bytes) -> None:
    with pytest.raises(UnspeakableError):
        CODEC.value(data)


@given(json_values)
def test_values_keep_their_bytes(data: bytes) -> None:
    assert bytes(CODEC.value(data)) == data


@given(json_values, st.sampled_from(["\n", "\r", "\r\n", "\r\n\r\n"]))
def test_line_ends_inside_a_value_do_not_break_the_framing(data: bytes, line_end: str) -> None:
    pretty = json.dumps(json.loads(data), indent=1).replace("\n", line_end).encode()
    value = bytes(CODEC.value(b"\n" + pretty + b"\r\n"))
    assert b"\n" not in value
    assert b"\r" not in value
    assert json.loads(value) == json.loads(data)


@given(st.lists(words(Command, json_values), min_size=1, max_size=4))
def test_any_commands_come_through(said: list[Command]) -> None:
    encoder = msgspec.json.Encoder(enc_hook=bytes)
    frame = b"\n".join(encoder.encode(_without_absent_data(command)) for command in said)
    assert [plain(command) for command in commands(frame)] == [plain(command) for command in said]


def _without_absent_data(word: object) -> object:
    """`Raw()` stands for an absent field, which JSON can only leave out."""
    if isinstance(word, msgspec.Struct):
        pairs = ((name, getattr(word, name)) for name in word.__struct_fields__)
        return {
            name: _without_absent_data(value)
            for name, value in pairs
            if not (isinstance(value, msgspec.Raw) and not bytes(value))
        }
    if isinstance(word, dict):
        return {key: _without_absent_data(value) for key, value in word.items()}
    return word
