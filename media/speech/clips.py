"""A hospital's own recordings, one WAV for each word; what has none is said by the engine.

A clip's file name is its word: ``请.wav``, ``零.wav``, ``CT.wav``, ``张.wav``, ``到CT1室.wav``. The longest word that
fits wins, so a whole phrase can be recorded as one. Spaces in the text do not matter.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from media.ports import Engine, NoVoice, Sound
from media.speech.pcm import Samples, joined, pause, samples
from media.speech.reading import figures

MARKS: Final = "，。、；：！？,.;:!? "
PAUSE: Final = {"，": 0.25, "。": 0.5, "、": 0.15, ",": 0.25}
_BETWEEN: Final = 0.03


class Clips:
    """See ``media.ports.Engine``: an engine that speaks with recordings wherever there are some."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self._engine = engine
        self._files = {_bare(file.stem): file for file in sorted(folder.glob("*.wav")) if _bare(file.stem)}
        self._longest = max(map(len, self._files), default=0)
        stamps = [f"{word} {file.stat().st_size} {file.stat().st_mtime_ns}" for word, file in self._files.items()]
        print_ = hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:12]
        self.name = f"{len(self._files)} clips {print_}, {engine.name}"

    def speak(self, text: str) -> Sound:
        """See ``media.ports.Engine``; raises ``NoVoice`` also when a recording cannot be read."""
        return joined(self._pieces(text))

    def _pieces(self, text: str) -> Iterator[Samples]:
        for is_word, part in parts(text, frozenset(self._files), self._longest):
            if part in MARKS:
                yield pause(PAUSE.get(part, 0))
            elif is_word:
                yield self._recorded(part)
                yield pause(_BETWEEN)
            else:
                yield samples(self._engine.speak(part))
                yield pause(_BETWEEN)

    def _recorded(self, word: str) -> Samples:
        file = self._files[word]
        try:
            return samples(Sound("audio/wav", file.read_bytes())).trimmed()
        except (OSError, NoVoice) as error:
            raise NoVoice(f"the recording of a word cannot be used ({file.parent.name}): {error}") from error


def parts(text: str, words: frozenset[str], longest: int) -> Iterator[tuple[bool, str]]:
    """The text in pieces: (True, a recorded word), (False, a mark), (False, what is left between them)."""
    text = _bare(re.sub(r"\d+", lambda found: figures(found[0]), text)) if words else text
    left, at = "", 0
    while at < len(text):
        length = next((n for n in range(min(longest, len(text) - at), 0, -1) if text[at : at + n] in words), 0)
        if not length and text[at] not in MARKS:
            left += text[at]
            at += 1
            continue
        if left:
            yield False, left
            left = ""
        length = length or 1
        part = text[at : at + length]
        yield part in words, part
        at += length
    if left:
        yield False, left


def _bare(word: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"\d+", lambda found: figures(found[0]), word))
