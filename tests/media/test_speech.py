"""The voice of a process: once per sentence, off the event loop, and honest about its failures."""

from __future__ import annotations

import asyncio
import threading
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from hub.settings import Settings, WrongSetting
from media.ports import NoVoice, Sound, Speech
from media.speech import options
from media.speech.espeak import Espeak
from media.speech.options import open_speech
from media.speech.shelves import DiskShelf, NoShelf
from tests.kit.clock import StillClock
from tests.media.waves import seconds

SETTINGS = Settings(database_url="", redis_url="", secret="s" * 32)


class Voice:
    """An engine that counts, waits for ``go``, and fails when told to."""

    name = "voice 1"

    def __init__(self) -> None:
        self.said: list[str] = []
        self.threads: set[int] = set()
        self.go = threading.Event()
        self.go.set()
        self.failure: Exception | None = None

    def speak(self, text: str) -> Sound:
        self.go.wait(5)
        self.said.append(text)
        self.threads.add(threading.get_ident())
        if self.failure is not None:
            raise self.failure
        return Sound("audio/wav", text.encode())


async def test_who_asks_together_hears_the_same_and_the_loop_goes_on() -> None:
    voice = Voice()
    voice.go.clear()
    speech = Speech(voice, NoShelf())
    asked = [asyncio.ensure_future(speech.say("请张三")) for _ in range(5)]
    await asyncio.sleep(0)
    voice.go.set()
    assert {sound.data.decode() for sound in await asyncio.gather(*asked)} == {"请张三"}
    assert voice.said == ["请张三"]
    assert threading.get_ident() not in voice.threads


async def test_what_was_said_once_is_taken_from_the_shelf(tmp_path: Path) -> None:
    voice = Voice()
    for _ in range(2):
        speech = Speech(voice, DiskShelf(tmp_path / "speech", "s", StillClock()))
        assert (await speech.say("请张三")).data.decode() == "请张三"
    assert voice.said == ["请张三"]


@pytest.mark.parametrize("failure", [NoVoice("no card"), ValueError("请张三 cannot be said")])
async def test_a_failing_engine_is_told_without_the_text(failure: Exception) -> None:
    voice = Voice()
    voice.failure = failure
    speech = Speech(voice, NoShelf())
    with pytest.raises(NoVoice) as told:
        await speech.say("请张三")
    assert "张三" not in str(told.value)
    with pytest.raises(NoVoice):
        await speech.probe()
    voice.failure = None
    await speech.say("请李四")
    assert await speech.probe() == "voice 1"


async def test_who_gives_up_does_not_take_the_sound_from_the_others() -> None:
    voice = Voice()
    voice.go.clear()
    speech = Speech(voice, NoShelf())
    first, second = (asyncio.ensure_future(speech.say("请张三")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    voice.go.set()
    assert (await second).data.decode() == "请张三"


async def test_the_embedded_voice_says_a_call() -> None:
    speech = open_speech(SETTINGS, {})
    short = await speech.say("请CT4号，到CT1室。")
    longer = await speech.say("请CT0044号，欧阳若兰，到CT1室。")
    assert short.content_type == "audio/wav"
    assert 1.5 < seconds(short.data) < seconds(longer.data) < 10
    assert await speech.probe() == Espeak.name


def test_an_engine_whose_process_fails_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "child.py"
    broken.write_text("raise SystemExit('no voice here')")
    with pytest.raises(NoVoice, match="ended with 1: no voice here"):
        Espeak(broken).speak("请张三")
    broken.write_text("print('this is no sound')")
    with pytest.raises(NoVoice, match="not a WAV"):
        Espeak(broken).speak("请张三")


def _offer(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    point = EntryPoint("better", f"{__name__}:{engine}", options.GROUP)

    def found(*, group: str) -> tuple[EntryPoint, ...]:
        return (point,) if group == options.GROUP else ()

    monkeypatch.setattr(options, "entry_points", found)


def open_voice(env: Any) -> Voice:
    """What a plug-in offers."""
    assert env["CAREWIRE_SPEECH_ENGINE"] == "better"
    return Voice()


def open_nothing(_: Any) -> Voice:
    """A plug-in whose model is missing."""
    raise FileNotFoundError("no model")


async def test_a_better_engine_is_a_plug_in(monkeypatch: pytest.MonkeyPatch) -> None:
    _offer(monkeypatch, "open_voice")
    speech = open_speech(SETTINGS, {"CAREWIRE_SPEECH_ENGINE": "better"})
    assert await speech.probe() == "voice 1"


def test_wrong_settings_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    _offer(monkeypatch, "open_nothing")
    with pytest.raises(WrongSetting, match="must be espeak or better, not 'none'"):
        open_speech(SETTINGS, {"CAREWIRE_SPEECH_ENGINE": "none"})
    with pytest.raises(WrongSetting, match="better does not start: no model"):
        open_speech(SETTINGS, {"CAREWIRE_SPEECH_ENGINE": "better"})
    with pytest.raises(WrongSetting, match="there is no folder"):
        open_speech(SETTINGS, {"CAREWIRE_SPEECH_CLIPS": "/nowhere/at/all"})
