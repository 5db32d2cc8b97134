"""Fuzz the frame decoders and what the commands lead to: `python -m tests.fuzz.frames --minutes 10`.

Needs `atheris`, which steers its inputs by the branches they reach.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from channels.protocol.codec import Codec, FrameError, JsonCodec, UnspeakableError
from channels.protocol.commands import Command
from channels.protocol.filters import compiled
from channels.protocol.fossil import patch
from channels.protocol.protobuf import ProtobufCodec
from channels.protocol.replies import Publication, Push

SEEDS = (
    b'{"connect":{"token":"t","name":"js","subs":{"a":{"recover":true,"offset":3}}},"id":1}\n{"presence":{},"id":2}',
    b'{"subscribe":{"channel":"r","tf":{"op":"not","nodes":[{"key":"a","cmp":"gte","val":"1.5"}]}},"id":2}',
    b'{"subscribe":{"channel":"r","tf":{"op":"and","nodes":[{"key":"a","cmp":"in","vals":["x"]}]}},"id":2}',
    b'{"id":3,"publish":{"channel":"a","data":{"x":["\\ud83d",1e9,null,true]}}}\n{}',
    b'{"id":4,"history":{"channel":"a","limit":-1,"since":{"offset":1,"epoch":"E"},"reverse":true}}',
    bytes.fromhex("0b 08 01 22 07 0a 01 74 22 02 6a 73 09 08 02 2a 05 0a 01 61 70 01"),
    bytes.fromhex("00 07 08 03 32 03 0a 01 61"),
    bytes.fromhex("0c 08 01 3a 08 0a 01 61 12 03 22 78 22"),
    bytes.fromhex("14 08 01 2a 10 0a 01 61 6a 0b 0a 03 6e 6f 74 32 04 12 00 1a 00"),
)
CODECS: tuple[Codec, ...] = (JsonCodec(), ProtobufCodec())


def survive(data: bytes) -> int:
    """Take the bytes as a frame of each encoding; returns how many commands they held.

    Any exception but the named ones comes out, and so does a promise that was not kept.
    """
    return sum(_read(codec, data) for codec in CODECS)


def _read(codec: Codec, data: bytes) -> int:
    found: list[Command] = []
    with suppress(FrameError):
        found.extend(codec.commands(data))
    assert len(found) <= len(data), "more commands than bytes"
    for command in found:
        _filter(command)
        _echo(codec, command)
    return len(found)


def _filter(command: Command) -> None:
    if command.subscribe is not None and command.subscribe.tf is not None:
        with suppress(ValueError):
            compiled(command.subscribe.tf)({"a": "1", "b": "x"})


def _echo(codec: Codec, command: Command) -> None:
    """What one client publishes others must be able to read, whatever their encoding."""
    if command.publish is None:
        return
    data = bytes(command.publish.data)
    for other in CODECS:
        try:
            message = other.push(Push("a", pub=Publication(other.value(data))))
        except UnspeakableError:
            assert not data or codec.binary, "a JSON client's own data cannot be said"
            continue
        assert other.binary or b"\n" not in message, "a line feed inside a message"
    patch(data, data[1:] + data)


def main() -> int:
    """Fuzz until the time is over or a fault is found; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    minutes = parser.parse_args().minutes
    try:
        atheris = importlib.import_module("atheris")
    except ModuleNotFoundError:
        print("atheris is not installed: `uv pip install atheris` first", file=sys.stderr)  # noqa: T201 - a verb's word
        return 2
    with TemporaryDirectory() as corpus:
        for number, seed in enumerate(SEEDS):
            survive(seed)
            (Path(corpus) / f"seed{number}").write_bytes(seed)
        # in a process of its own, because the fuzzer ends the one that it runs in
        child = multiprocessing.get_context("fork").Process(target=_fuzz, args=(atheris, minutes, corpus))
        child.start()
        child.join()
    return child.exitcode or 0


def _fuzz(atheris: Any, minutes: float, corpus: str) -> None:
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={int(minutes * 60)}", "-max_len=4096", corpus], survive)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
