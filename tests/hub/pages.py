"""What a page of docs/developers tells its readers to do, read from the page itself."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from hub.boot.layout import here

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w/.]+\.py)`:\s*$")


class Page:
    """One page."""

    def __init__(self, name: str) -> None:
        self._text = (here().root / "docs/developers" / name).read_text("utf-8")

    def commands(self) -> list[list[str]]:
        """What follows ``python3`` in each line to be typed."""
        lines = (line for kind, block, _ in self._blocks() if not kind for line in block.splitlines())
        return [shlex.split(line)[1:] for line in lines if line.startswith("python3 ")]

    def python(self) -> list[str]:
        """The examples in Python."""
        return [block for kind, block, _ in self._blocks() if kind == "python"]

    def changes(self) -> list[tuple[str, str]]:
        """The files to change, and how: lines to take out (-) and to put in (+) beside some that tell the place."""
        found = []
        for kind, block, before in self._blocks():
            if kind == "diff":
                named = _FILE.search(before)
                assert named is not None, f"the page does not say which file to change:\n{block}"
                found.append((named[1], block))
        return found

    def _blocks(self) -> Iterator[tuple[str, str, str]]:
        for block in _BLOCK.finditer(self._text):
            yield block[1], block[2], self._text[: block.start()]


def change(file: Path, block: str) -> None:
    """Change a file as a block of a page says; each place has to be there, once."""
    lines = file.read_text("utf-8").splitlines()
    for hunk in block.split("@@\n"):
        told = hunk.splitlines()
        old = [line[1:] for line in told if line[:1] in ("-", " ")]
        new = [line[1:] for line in told if line[:1] in ("+", " ")]
        places = [at for at in range(len(lines)) if lines[at : at + len(old)] == old]
        assert len(places) == 1, f"{file.name}: {len(places)} places for\n{hunk}"
        lines[places[0] : places[0] + len(old)] = new
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
