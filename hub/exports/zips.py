"""Pieces of a ZIP archive (PKWARE APPNOTE 6.3): bodies to be put one behind the other, and the directory at the end.

Photos are packed already, so they are stored as they are.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import IO, Final

import msgspec

LARGE: Final = 2**31
"""Bytes from which on an entry's sizes need eight bytes each."""
_READABLE: Final = 0o600 << 16


class Entry(msgspec.Struct, frozen=True):
    """What the directory tells of one file; ``offset`` is counted from the beginning of its body."""

    path: str
    size: int
    crc: int
    offset: int


class Body:
    """Entries one behind the other in a file, without the directory that ends an archive."""

    def __init__(self, file: IO[bytes], at: datetime) -> None:
        self._file = file
        self._at = at
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self.entries: list[Entry] = []

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._file.tell()

    async def add(self, path: str, size: int, content: AsyncIterator[bytes]) -> None:
        """Write one file of about ``size`` bytes."""
        info = _info(path, self._at)
        with self._archive.open(info, "w", force_zip64=size >= LARGE) as entry:
            async for chunk in content:
                entry.write(chunk)
        self.entries.append(Entry(path, info.file_size, info.CRC, info.header_offset))

    def close(self) -> int:
        """Leave only the entries in the file; gives its size."""
        size = self.size
        self._archive.close()
        self._file.truncate(size)
        self._file.seek(0)
        return size


def directory(bodies: Iterable[tuple[int, Iterable[Entry]]], at: datetime) -> bytes:
    """The directory and the end of an archive that consists of these bodies, each with its size."""
    infos, base = [], 0
    for size, entries in bodies:
        for entry in entries:
            info = _info(entry.path, at)
            info.file_size = info.compress_size = entry.size
            info.CRC, info.header_offset = entry.crc, base + entry.offset
            infos.append(info)
        base += size
    tail = _Tail(base)
    with zipfile.ZipFile(tail, "w", zipfile.ZIP_STORED) as archive:
        archive.infolist().extend(infos)
    return tail.getvalue()


def _info(path: str, at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, at.timetuple()[:6])
    info.external_attr = _READABLE
    return info


class _Tail(io.BytesIO):
    """The end of a file of which ``base`` bytes are elsewhere."""

    def __init__(self, base: int) -> None:
        super().__init__()
        self._base = base

    def tell(self) -> int:
        """Where it would be in the whole file."""
        return self._base + super().tell()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """There is no way back."""
        raise io.UnsupportedOperation(f"seek to {offset} ({whence})")
