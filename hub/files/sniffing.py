"""What a file is by its bytes. Names and declared types are not believed."""

from __future__ import annotations

import warnings
import zipfile
from typing import IO, Final

import filetype  # type: ignore[import-untyped]
from PIL import Image, UnidentifiedImageError

from hub.files.purpose import XLSX

HEAD: Final = 8192
UNKNOWN: Final = "application/octet-stream"
ZIP: Final = "application/zip"
ORIENTATION: Final = 0x0112
SIDEWAYS: Final = (5, 6, 7, 8)
"""Values of the EXIF orientation that swap width and height."""


def media_type(file: IO[bytes]) -> str:
    """The media type that the content shows; ``application/octet-stream`` when it shows none. The file is rewound."""
    file.seek(0)
    head = file.read(HEAD)
    found = filetype.guess(head)
    kind = UNKNOWN if found is None else str(found.mime)
    if head.startswith(b"PK"):
        kind = _office(file) or (kind if kind != XLSX else ZIP)
    file.seek(0)
    return kind


def pixels(file: IO[bytes]) -> tuple[int, int] | None:
    """Width and height of a picture as it is shown (phones note how they were held); None when it is none.

    Only the head is read: nothing is unpacked. The file is rewound.
    """
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # How large it would be unpacked is no danger to us.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file)
            # Of other formats Pillow would unpack the whole picture to look for it.
            turned = picture.format == "JPEG" and picture.getexif().get(ORIENTATION) in SIDEWAYS
            width, height = picture.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    finally:
        file.seek(0)
    return (height, width) if turned else (width, height)


def _office(file: IO[bytes]) -> str | None:
    """Workbooks are told by what the archive's own list of contents names, for programs write them in any order."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return XLSX if {"[Content_Types].xml", "xl/workbook.xml"} <= names else None
