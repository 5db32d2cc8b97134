"""A hospital's own recordings: the longest word wins, and the engine says the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from media.ports import NoVoice, Sound
from media.speech.clips import Clips, parts
from tests.media.waves import seconds, tone


class Scribe:
    """An engine that notes what it was given; every text takes a tenth of a second."""

    name = "scribe 1"

    def __init__(self) -> None:
        self.said: list[str] = []

    def speak(self, text: str) -> Sound:
        self.said.append(text)
        return Sound("audio/wav", tone(0.1))


def test_the_longest_word_wins() -> None:
    words = frozenset({"请", "零", "四", "零零四", "号", "CT", "到CT一室"})
    found = list(parts("请 CT004 号，张某三，到 CT1 室。", words, 5))
    assert found == [
        (True, "请"),
        (True, "CT"),
        (True, "零零四"),
        (True, "号"),
        (False, "，"),
        (False, "张某三"),
        (False, "，"),
        (True, "到CT一室"),
        (False, "。"),
    ]


def test_recordings_speak_and_the_engine_says_what_is_missing(tmp_path: Path) -> None:
    for word, length in {"请": 0.2, "零": 0.3, "四": 0.4, "CT1 室": 0.5}.items():
        (tmp_path / f"{word}.wav").write_bytes(tone(length, 16_000, 2))
    scribe = Scribe()
    sound = Clips(tmp_path, scribe).speak("请004，张三，到CT1室")
    assert scribe.said == ["张三", "到"]
    words = 0.2 + 0.3 + 0.3 + 0.4 + 0.1 + 0.1 + 0.5
    pauses = 2 * 0.25 + 7 * 0.03
    assert seconds(sound.data) == pytest.approx(words + pauses, abs=0.03)


def test_another_recording_is_another_voice(tmp_path: Path) -> None:
    (tmp_path / "请.wav").write_bytes(tone(0.1))
    before = Clips(tmp_path, Scribe()).name
    (tmp_path / "请.wav").write_bytes(tone(0.2))
    assert Clips(tmp_path, Scribe()).name != before


def test_no_recordings_leave_all_to_the_engine(tmp_path: Path) -> None:
    scribe = Scribe()
    Clips(tmp_path, scribe).speak("请CT004号")
    assert scribe.said == ["请CT004号"]


def test_a_broken_recording_is_told(tmp_path: Path) -> None:
    (tmp_path / "请.wav").write_bytes(b"nothing")
    with pytest.raises(NoVoice, match="recording"):
        Clips(tmp_path, Scribe()).speak("请进")
