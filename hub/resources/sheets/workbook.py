"""Writing workbooks row by row, in bounded memory. The only door to the library that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Final

import xlsxwriter  # type: ignore[import-untyped]

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet takes below its heading."""
LONGEST_TEXT: Final = 32_767
CALCULATING: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a program might take for a formula when somebody edits the cell or saves it in another format."""

Cell = str | int | float | Decimal | date | datetime | bool | None


class Workbook:
    """A workbook under way; ``close`` makes it whole. Texts are never formulas, whatever they begin with."""

    def __init__(self, file: IO[bytes], sheet: str) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(file, options)
        self.sheet = self.book.add_worksheet(sheet[:31])
        self._quoted = self.book.add_format({"quote_prefix": True})
        self._bold = self.book.add_format({"bold": True, "bg_color": "#E8F1F3"})
        self._money = self.book.add_format({"num_format": "0.00"})
        self._day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._next = 0

    def heading(self, titles: Sequence[str]) -> None:
        """The first row; it stays in sight."""
        for place, title in enumerate(titles):
            self.sheet.set_column(place, place, max(12, 2 * len(title) + 4))
            self.sheet.write_string(0, place, title, self._bold)
        self.sheet.freeze_panes(1, 0)
        self._next = 1

    def rows(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows below."""
        for row in rows:
            for place, cell in enumerate(row):
                self._cell(place, cell)
            self._next += 1

    def _cell(self, place: int, cell: Cell) -> None:
        match cell:
            case None | "":
                return
            case str():
                text = cell if len(cell) <= LONGEST_TEXT else f"{cell[: LONGEST_TEXT - 1]}…"
                self.sheet.write_string(self._next, place, text, self._quoted if text.startswith(CALCULATING) else None)
            case bool():
                self.sheet.write_boolean(self._next, place, cell)
            case Decimal():
                self.sheet.write_number(self._next, place, float(cell), self._money)
            case datetime():
                self.sheet.write_datetime(self._next, place, cell, self._moment)
            case date():
                self.sheet.write_datetime(self._next, place, cell, self._day)
            case _:
                self.sheet.write_number(self._next, place, cell)

    def choices(self, place: int, offered: Sequence[str]) -> None:
        """Have the column offer these, from a hidden sheet, and refuse others."""
        if not offered:
            return
        name = f"options{place}"
        hidden = self.book.add_worksheet(name)
        hidden.hide()
        for number, text in enumerate(offered):
            hidden.write_string(number, 0, text)
        source = f"={name}!$A$1:$A${len(offered)}"
        self.sheet.data_validation(1, place, 100_000, place, {"validate": "list", "source": source})

    def note(self, place: int, text: str) -> None:
        """A comment on a heading."""
        self.sheet.write_comment(0, place, text)

    def close(self) -> None:
        """Make it whole."""
        self.book.close()


def text_of(cell: Any) -> str:
    """A cell that was read, as text: whole numbers without their point, days as 2026-11-21."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return "" if cell is None else str(cell).strip()
