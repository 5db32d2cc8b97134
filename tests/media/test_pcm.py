"""Pieces of speech of any rate become one WAV."""

from __future__ import annotations

import pytest

from media.ports import NoVoice, Sound
from media.speech.pcm import joined, pause, samples
from tests.media.waves import seconds, tone


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100])
@pytest.mark.parametrize("channels", [1, 2])
def test_any_rate_keeps_its_length(rate: int, channels: int) -> None:
    piece = samples(Sound("audio/wav", tone(0.2, rate, channels)))
    assert seconds(joined([piece]).data) == pytest.approx(0.2, abs=0.002)
    assert max(piece.values) > 10_000


def test_pieces_follow_each_other() -> None:
    piece = samples(Sound("audio/wav", tone(0.1)))
    assert seconds(joined([piece, pause(0.25), piece]).data) == pytest.approx(0.45, abs=0.002)


def test_silence_around_is_cut_off() -> None:
    padded = joined([pause(0.3), samples(Sound("audio/wav", tone(0.1))), pause(0.5)])
    assert len(samples(padded).trimmed().values) == pytest.approx(2205, abs=10)
    assert len(pause(0.1).trimmed().values) <= 2205


def test_what_is_no_wav_is_told() -> None:
    with pytest.raises(NoVoice, match="not a WAV"):
        samples(Sound("audio/wav", b"RIFF but not really"))
