"""Bodies and a directory make an archive that everybody can read."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from hub.exports import zips
from hub.exports.zips import Body, Entry, directory

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


async def chunks(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 7):
        yield content[start : start + 7]


async def body(**files: bytes) -> tuple[bytes, int, list[Entry]]:
    with tempfile.TemporaryFile() as file:
        made = Body(file, AT)
        for name, content in files.items():
            await made.add(f"王小明_0001/送检单照片/{name}.jpg", len(content), chunks(content))
        size = made.close()
        return file.read(), size, made.entries


async def test_bodies_one_behind_the_other_and_a_directory_are_an_archive() -> None:
    parts = [await body(a=b"first" * 40, b=b""), await body(), await body(c=bytes(range(256)) * 9)]
    end = directory([(size, entries) for _, size, entries in parts], AT)
    whole = io.BytesIO(b"".join(content for content, _, _ in parts) + end)
    assert [size for _, size, _ in parts] == [len(content) for content, _, _ in parts]
    with zipfile.ZipFile(whole) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"王小明_0001/送检单照片/{name}.jpg" for name in "abc"]
        assert archive.read("王小明_0001/送检单照片/c.jpg") == bytes(range(256)) * 9
        assert archive.getinfo("王小明_0001/送检单照片/a.jpg").date_time == (2026, 3, 2, 1, 0, 0)


def test_an_archive_beyond_four_gigabytes_has_the_long_directory() -> None:
    """Only the directory is made: offsets beyond 32 bits stand in the zip64 fields."""
    far = 5 * 2**30
    end = directory([(far, [Entry("a", 3, 1, 0)]), (10, [Entry("b", 3, 2, 4)])], AT)
    assert (far + 4).to_bytes(8, "little") in end
    assert b"PK\x06\x06" in end
    assert b"PK\x06\x07" in end
    assert zips.LARGE < 2**32
