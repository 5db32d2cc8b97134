"""Where blobs are: a local folder, or an S3-compatible store. The only door to obstore."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import IO, Final
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from hub.errors import Unavailable
from hub.settings import Settings, WrongSetting

PART: Final = "文件存储 storage"
CHUNK: Final = 256 * 1024
PROBE: Final = ".probe"
AT_ONCE: Final = 2
"""Pieces (of 5 MB) of one blob that are under way at the same time."""


class BlobMissing(LookupError):
    """There is no blob at this path, or it has another size."""


class Storage:
    """The blobs of this installation. Whatever fails in the store itself is told as ``Unavailable``."""

    def __init__(self, store: ObjectStore | None, place: str) -> None:
        self._store = store
        self._place = place

    @property
    def store(self) -> ObjectStore:
        """The store; ``Unavailable`` when none is set."""
        if self._store is None:
            raise Unavailable(part=PART)
        return self._store

    async def put(self, path: str, content: IO[bytes] | bytes | AsyncIterator[bytes]) -> None:
        """Write a blob; it is there as a whole or not at all. Few of its pieces are in memory at a time."""
        try:
            await obstore.put_async(self.store, path, content, max_concurrency=AT_ONCE)
        except (BaseError, OSError) as error:
            raise Unavailable(part=PART) from error

    async def stream(self, path: str, start: int, end: int, size: int) -> AsyncIterator[bytes]:
        """The bytes from ``start`` up to (not including) ``end`` of a blob that should have ``size``.

        It is opened before the first byte is asked for; raises ``BlobMissing``.
        """
        try:
            found = await obstore.get_async(self.store, path, options={"range": (start, end)})
        except FileNotFoundError as error:
            raise BlobMissing(path) from error
        except (BaseError, OSError) as error:
            if await self._size(path) != size:  # cut off: the range lies behind its end
                raise BlobMissing(path) from error
            raise Unavailable(part=PART) from error
        if found.meta["size"] != size:
            raise BlobMissing(path)
        return (bytes(chunk) async for chunk in found.stream(min_chunk_size=CHUNK))

    async def _size(self, path: str) -> int:
        try:
            return int((await obstore.head_async(self.store, path))["size"])
        except (BaseError, OSError) as error:
            raise Unavailable(part=PART) from error

    async def read(self, path: str) -> bytes:
        """A whole blob; raises ``BlobMissing``."""
        try:
            return bytes(await (await obstore.get_async(self.store, path)).bytes_async())
        except FileNotFoundError as error:
            raise BlobMissing(path) from error
        except (BaseError, OSError) as error:
            raise Unavailable(part=PART) from error

    async def delete(self, paths: Iterable[str]) -> None:
        """Delete blobs; those that are not there are none the less deleted."""
        for path in paths:
            try:
                await obstore.delete_async(self.store, path)
            except FileNotFoundError:
                continue
            except (BaseError, OSError) as error:
                raise Unavailable(part=PART) from error

    async def probe(self) -> str:
        """Where it is, after writing and reading a few bytes there."""
        if self._store is None:
            raise RuntimeError("neither CAREWIRE_STORAGE_URL nor CAREWIRE_DATA is set")
        await self.put(PROBE, b"well")
        await self.read(PROBE)
        return self._place


def blob_path(tenant: str, file_id: str) -> str:
    """Where the blob of a file is. Two characters of the id spread the files over folders."""
    return f"{tenant}/{file_id[-2:]}/{file_id}"


def open_storage(settings: Settings, env: Mapping[str, str]) -> Storage:
    """The storage of ``CAREWIRE_STORAGE_URL``; raises ``WrongSetting``. The store itself is asked at first use."""
    del env
    url = settings.storage_url
    if not url:
        return Storage(None, "")
    parts = urlsplit(url)
    try:
        if parts.scheme == "file":
            return Storage(LocalStore.from_url(url, mkdir=True), "local folder")
        return Storage(S3Store.from_url(url), f"s3://{parts.netloc}")
    except (BaseError, OSError, ValueError) as error:
        raise WrongSetting(f"CAREWIRE_STORAGE_URL: {str(error).partition(chr(10))[0]}") from error
