"""The load's own WebSocket frames, against the `websockets` library."""

from __future__ import annotations

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from bench.load import frames


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_our_text_is_read_by_others(size: int) -> None:
    reader = StreamReader()
    reader.feed_data(frames.text(b"x" * size))
    reading = Frame.parse(reader.read_exact, mask=True)
    with pytest.raises(StopIteration) as read:
        next(reading)
    assert read.value.value == Frame(Opcode.TEXT, b"x" * size)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_the_text_of_others_is_taken_whole(size: int) -> None:
    sent = Frame(Opcode.TEXT, b"x" * size).serialize(mask=False)
    buffer = bytearray(sent + sent[:-1])
    assert frames.take(buffer) == [(1, b"x" * size)]
    assert frames.take(buffer) == []
    buffer += sent[-1:]
    assert frames.take(buffer) == [(1, b"x" * size)]
    assert not buffer


def test_a_short_text_as_a_server_sends_it() -> None:
    assert frames.from_server(b"{}") == Frame(Opcode.TEXT, b"{}").serialize(mask=False)
    with pytest.raises(ValueError, match="short"):
        frames.from_server(b"x" * 126)
