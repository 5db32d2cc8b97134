"""What a domain keeps files for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from hub.caller import Permission
from hub.module import discover

IMAGES: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SHOWN: Final = IMAGES | {PDF}
"""What a browser may show by itself; everything else is only handed out to be saved."""

MEGABYTE: Final = 1024 * 1024
SLACK: Final = 0.02


@dataclass(frozen=True, slots=True)
class Proportion:
    """Width to height of a picture, told by the size in pixels that is recommended."""

    width: int
    height: int

    def fits(self, width: int, height: int) -> bool:
        """Whether a picture has it, give or take two in a hundred: nobody crops to the pixel."""
        return abs(width * self.height - height * self.width) <= SLACK * height * self.width


@dataclass(frozen=True, slots=True)
class FilePurpose:
    """A kind of thing that keeps files, ``<domain>.<what>``.

    ``needs`` is the right to read them; ``media_types`` may be kept, up to ``max_bytes`` each. ``personal``: what is in
    them is about somebody, and who opened one is audited. ``own``: only who uploaded or ordered a file reads it.
    ``proportion``: pictures of another one are refused. ``keyed``: who holds this right reads what is kept for himself,
    that is under his own account as the key. ``made``: the house makes these files, nobody uploads them.
    """

    name: str
    needs: Permission
    media_types: frozenset[str]
    max_bytes: int = 10 * MEGABYTE
    personal: bool = False
    own: bool = False
    proportion: Proportion | None = None
    keyed: Permission | None = None
    made: bool = False


@cache
def purposes() -> dict[str, FilePurpose]:
    """Every declared purpose by name."""
    return {purpose.name: purpose for purpose in discover().of(FilePurpose)}


def accepted(purpose: str | None) -> tuple[frozenset[str], int]:
    """Which media types may be uploaded and how large a file may be: for one purpose, or for any.

    Raises ``LookupError`` for a purpose that nobody declares.
    """
    known = {name: one for name, one in purposes().items() if not one.made}
    wanted = list(known.values()) if purpose is None else [known[purpose]]
    return frozenset[str]().union(*(p.media_types for p in wanted)), max((p.max_bytes for p in wanted), default=0)
