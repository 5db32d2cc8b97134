"""A workbook that somebody filled in: its headings, and its rows as they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from hub.resources.fields import CREATED, ENABLED, UPDATED, Field
from hub.resources.sheets.errors import NotAWorkbook, TooManyRows, WrongColumns
from hub.resources.sheets.workbook import text_of

MOST_IMPORTED: Final = 100_000
LARGEST_UNPACKED: Final = 300 * 1024 * 1024
"""Bytes: an archive that unpacks to more is no list."""

ROW: Final = ("行号", "Row")
WRONG: Final = ("错误", "What is wrong")
IGNORED: Final = {*ROW, *WRONG, *(word for f in (CREATED, UPDATED, ENABLED) for word in (f.zh, f.en))}
"""Columns of our own exports and error lists that an import passes over."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: its number as people see it (the heading is 1) and its cells by column."""

    number: int
    cells: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """The first sheet: its headings, the column of each field that has one, and its rows below."""

    headings: tuple[str, ...]
    places: dict[str, int]
    lines: tuple[Line, ...]

    def parts(self, after: int, size: int) -> Iterator[list[Line]]:
        """The rows behind the row numbered ``after``, in parts."""
        rest = (line for line in self.lines if line.number > after)
        while part := list(islice(rest, size)):
            yield part


def opened(content: bytes, fields: Sequence[Field]) -> Opened:
    """Read a workbook; raises ``NotAWorkbook``, ``WrongColumns`` or ``TooManyRows``. Empty rows are left out."""
    rows = _rows(content)
    headings = tuple(text_of(cell) for cell in next(rows, []))
    places = _places(headings, fields)
    lines = []
    for number, cells in enumerate(rows, 2):
        if any(cell not in ("", None) for cell in cells):
            lines.append(Line(number, cells))
        if len(lines) > MOST_IMPORTED:
            raise TooManyRows(count=f"{MOST_IMPORTED}+", most=MOST_IMPORTED)
    return Opened(headings, places, tuple(lines))


def _rows(content: bytes) -> Iterator[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise NotAWorkbook
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        # Rows above the first filled one count too: people see numbers from the top.
        return iter(sheet.to_python(skip_empty_area=False))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, IndexError) as error:
        raise NotAWorkbook from error


def _places(headings: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """Where each field stands, by either of its labels."""
    known = {word: field.name for field in fields for word in (field.zh, field.en)}
    places: dict[str, int] = {}
    unknown = []
    for place, heading in enumerate(headings):
        if heading in known:
            places.setdefault(known[heading], place)
        elif heading and heading not in IGNORED:
            unknown.append(heading)
    missing = [(f.zh, f.en) for f in fields if f.required and f.name not in places]
    if missing or unknown:
        raise WrongColumns(missing, unknown)
    return places
