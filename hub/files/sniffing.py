"""What a file is by its bytes. Names and declared types are not believed."""

from __future__ import annotations

import zipfile
from typing import IO, Final

import filetype  # type: ignore[import-untyped]

from hub.files.purpose import XLSX

HEAD: Final = 8192
UNKNOWN: Final = "application/octet-stream"
ZIP: Final = "application/zip"


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


def _office(file: IO[bytes]) -> str | None:
    """Workbooks are told by what the archive's own list of contents names, for programs write them in any order."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return XLSX if {"[Content_Types].xml", "xl/workbook.xml"} <= names else None
