"""The embedded voice: espeak-ng, robotic but right, and always there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from media.ports import NoVoice, Sound
from media.speech.pcm import joined, samples
from media.speech.reading import read_out

CHILD: Final = Path(__file__).with_name("espeak_child.py")
LONGEST: Final = 10.0
"""Seconds; a sentence takes about a tenth."""

_TOLD: Final = 200


class Espeak:
    """See ``media.ports.Engine``. Each text is said by a process of its own (see ``espeak_child``)."""

    name = "espeak-ng cmn+Annie 130, spelled"

    def __init__(self, child: Path = CHILD) -> None:
        # -P: what stands beside the script must not hide the library's modules.
        self._command = (sys.executable, "-P", str(child))

    def speak(self, text: str) -> Sound:
        """See ``media.ports.Engine``."""
        words = read_out(text).encode()
        try:
            done = subprocess.run(self._command, input=words, capture_output=True, timeout=LONGEST, check=False)  # noqa: S603 - our own script
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoVoice(f"espeak-ng: {type(error).__name__}") from error
        if done.returncode != 0:
            last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise NoVoice(f"espeak-ng ended with {done.returncode}: {last[:_TOLD]}")
        return joined([samples(Sound("audio/wav", done.stdout)).trimmed()])
