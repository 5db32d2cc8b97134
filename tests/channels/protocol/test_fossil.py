"""Patches, applied by the Python SDK's own decoder."""

from __future__ import annotations

import pytest
from centrifuge.fossil import apply_delta
from hypothesis import example, given
from hypothesis import strategies as st

from channels.protocol.fossil import patch

GOLDEN_BEFORE = b'{"v":1,"name":"monitor","bed":"ward 3 bed 12","hr":72,"spo2":98,"rr":14}'
GOLDEN_AFTER = b'{"v":2,"name":"monitor","bed":"ward 3 bed 12","hr":73,"spo2":98,"rr":14}'
ROWS = [b'{"id":%03d,"state":"waiting in front of the room","since":"08:15"}' % number for number in range(12)]
SCRIPTS = st.sampled_from(
    ["вмещение ", "医生在三号房等候。", "😀😃🫀🩺", "plain text, ", '{"bed":"', "é", "0123456789abcdef"]
)
scribbles = st.lists(SCRIPTS | st.text(max_size=9), max_size=40).map("".join)


@st.composite
def edits(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A text and what became of it after some cuts, insertions and moves between characters."""
    before = after = draw(scribbles)
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(after)))
        end = draw(st.integers(start, min(len(after), start + 20)))
        change = draw(st.sampled_from(["cut", "insert", "move"]))
        piece, after = after[start:end], after[:start] + after[end:]
        if change != "cut":
            at = draw(st.integers(0, len(after)))
            after = after[:at] + (piece if change == "move" else draw(scribbles)) + after[at:]
    return before.encode(), after.encode()


def applied(before: bytes, delta: bytes) -> bytes:
    result: bytes = apply_delta(before, delta)  # type: ignore[no-untyped-call]
    return result


def test_the_golden_patch() -> None:
    delta = patch(GOLDEN_BEFORE, GOLDEN_AFTER)
    assert delta is not None
    assert len(delta) <= 43
    assert applied(GOLDEN_BEFORE, delta) == GOLDEN_AFTER


@given(edits())
@example(("中".encode() * 30, ("中" * 15 + "丮" + "中" * 15).encode()))
@example(("😀".encode() * 20, ("😀" * 10 + "😁" + "😀" * 10).encode()))
def test_patches_of_texts_are_texts(texts: tuple[bytes, bytes]) -> None:
    before, after = texts
    delta = patch(before, after)
    if delta is not None:
        assert len(delta) < len(after)
        assert applied(before, delta.decode().encode()) == after


@given(st.lists(st.binary(max_size=30), max_size=8), st.data())
def test_patches_of_any_bytes(pieces: list[bytes], data: st.DataObject) -> None:
    before = b"".join(piece * 3 for piece in pieces)
    after = b"".join(data.draw(st.permutations(pieces)) if pieces else []) + before
    delta = patch(before, after)
    if delta is not None:
        assert applied(before, delta) == after


@pytest.mark.parametrize(
    ("before", "after", "most"),
    [
        (b"x" * 500, b"x" * 500, 20),
        (b"x" * 500, b"x" * 800, 30),
        (b"ab" * 300, b"ba" * 300, 30),
        (bytes(range(256)) * 4, bytes(range(128, 256)) + bytes(range(128)) * 7, 60),
        (GOLDEN_BEFORE * 20, GOLDEN_BEFORE * 7 + GOLDEN_AFTER + GOLDEN_BEFORE * 12, 50),
        (GOLDEN_BEFORE + b"-" * 100, b"-" * 100 + GOLDEN_BEFORE, 40),
        (b"\x80" * 400, b"\x80" * 399 + b"a", 30),
        (b"".join(ROWS), b"".join([*ROWS[:3], b"new", *ROWS[3:9], b"newer", *ROWS[9:]]), 45),
        (b"x" + bytes(range(100, 147)) + b"y" * 50, b"y" * 50 + bytes(range(100, 147)) + b"x", 21),
    ],
)
def test_what_stayed_is_not_sent_again(before: bytes, after: bytes, most: int) -> None:
    delta = patch(before, after)
    assert delta is not None
    assert len(delta) <= most
    assert applied(before, delta) == after


def test_a_text_in_too_many_pieces_still_comes_through() -> None:
    rows = [b"the same words in row %04d" % number for number in range(2000)]
    before, after = b"".join(rows), b"|".join(reversed(rows))
    delta = patch(before, after)
    assert delta is not None
    assert delta.count(b"@") < 300
    assert applied(before, delta) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"", b""), (b"abc", b""), (b"", b"abc"), (b"abc", b"abd"), (bytes(range(200)), bytes(range(200, 256)) * 3)],
)
def test_no_patch_where_the_payload_is_no_longer(before: bytes, after: bytes) -> None:
    assert patch(before, after) is None
