"""Rich text (HTML) as paragraphs of paper: headings, lists and quotations are indented, emphasis is underlined.

The font of paper has one weight, so that bold and italic would look like everything else.
"""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Final
from xml.sax.saxutils import escape

from reportlab.platypus import Paragraph

Make = Callable[[str, float, float], Paragraph]
"""(marked text, indent in millimetres, size in points) -> paragraph."""

_EMPHASIS: Final = {"b", "strong", "i", "em", "u"}
_BLOCKS: Final = {"p", "h1", "h2", "h3", "h4", "li", "blockquote", "ul", "ol"}
_SIZES: Final = {"h1": 13.0, "h2": 12.0, "h3": 11.0, "h4": 10.5}
SIZE: Final = 10.0


class _Reader(HTMLParser):
    """Collects paragraphs; whatever mark it does not know counts as nothing."""

    def __init__(self, make: Make) -> None:
        super().__init__()
        self.made: list[Paragraph] = []
        self._make = make
        self._text: list[str] = []
        self._said = False
        self._mark = ""
        self._open: list[str] = []
        self._lists: list[int | None] = []
        self._quoted = 0
        self._size = SIZE

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, a list or an emphasis."""
        del attrs
        if tag in _BLOCKS:
            self.end()
        if tag in {"ul", "ol"}:
            self._lists.append(None if tag == "ul" else 0)
        elif tag == "li":
            self._mark = self._next_mark()
        elif tag == "blockquote":
            self._quoted += 1
        elif tag == "br":
            self._text.append("<br/>")
        elif tag in _EMPHASIS:
            self._begin("u")
        elif tag == "s":
            self._begin("strike")
        self._size = _SIZES.get(tag, self._size)

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if tag in _BLOCKS:
            self.end()
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._mark = ""
        elif tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
        elif tag in _EMPHASIS:
            self._finish("u")
        elif tag == "s":
            self._finish("strike")

    def handle_data(self, data: str) -> None:
        """Text, which may not be taken for marks."""
        self._text.append(escape(data))
        self._said = self._said or bool(data.strip())

    def end(self) -> None:
        """The paragraph is over; what is emphasised goes on in the next one."""
        if self._said:
            closed = "".join([*self._text, *(f"</{mark}>" for mark in reversed(self._open))])
            indent = 5.0 * (len(self._lists) + self._quoted)
            self.made.append(self._make(self._mark + closed, indent, self._size))
            self._mark = ""
        self._size, self._said = SIZE, False
        self._text = [f"<{mark}>" for mark in self._open]

    def _next_mark(self) -> str:
        """What stands before an item of the innermost list."""
        if not self._lists or self._lists[-1] is None:
            return "• "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _begin(self, mark: str) -> None:
        self._open.append(mark)
        self._text.append(f"<{mark}>")

    def _finish(self, mark: str) -> None:
        if self._open and self._open[-1] == mark:
            self._open.pop()
            self._text.append(f"</{mark}>")


def paragraphs(html: str, make: Make) -> list[Paragraph]:
    """The paragraphs of a rich text, in order."""
    reader = _Reader(make)
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.made
