"""Frames from hostile hands: a decoder answers with commands or FrameError, and with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.frames import SEEDS, survive


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Valid frames with bytes changed, dropped, doubled and mixed."""
    frame = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(frame)))
        match draw(st.sampled_from(["change", "drop", "insert", "double", "mix"])):
            case "change":
                frame[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "drop":
                del frame[at : at + draw(st.integers(1, 8))]
            case "insert":
                frame[at:at] = draw(st.binary(max_size=8) | st.sampled_from([b'"', b"{", b"[", b"\\", b"\n", b"\xff"]))
            case "double":
                frame[at:at] = frame[:at]
            case _:
                frame[at:] = draw(st.sampled_from(SEEDS))[at:]
    return bytes(frame)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_seeds_are_frames(seed: bytes) -> None:
    assert survive(seed) > 0


@given(st.binary(max_size=300))
def test_any_bytes(frame: bytes) -> None:
    assert survive(frame) >= 0


@given(mutated())
def test_mutated_frames(frame: bytes) -> None:
    assert survive(frame) >= 0


@given(st.text(max_size=200))
def test_any_text(frame: str) -> None:
    assert survive(frame.encode(errors="surrogatepass")) >= 0
