"""The requirement rows, read from their Markdown tables."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path("docs/requirements")
_ROW: Final = re.compile(r"^\|\s*(?P<id>(?:[A-Z]+-)+[A-Z]*\d+)\s*\|\s*(?P<title>[^|]*?)\s*\|")


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement: its id, its first words, and the file and line where it stands."""

    id: str
    title: str
    file: str
    line: int


def read_rows(root: Path) -> list[Row]:
    """Every row of every catalogue below ``root``, in the order of the files."""
    return [row for path in sorted((root / FOLDER).glob("*.md")) for row in _rows_of(path)]


def doubled(rows: Iterable[Row]) -> list[str]:
    """One sentence for each id that stands twice: a claim of it would mean nothing."""
    seen: dict[str, Row] = {}
    faults = []
    for row in rows:
        first = seen.setdefault(row.id, row)
        if first is not row:
            faults.append(f"{row.file}:{row.line}: {row.id} stands already in {first.file}:{first.line}")
    return faults


def _rows_of(path: Path) -> Iterator[Row]:
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        if found := _ROW.match(text):
            yield Row(found["id"], found["title"], path.name, number)
