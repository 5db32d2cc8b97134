"""What arrives in a request: read up to the limit, and looked at as a whole before anything is stored."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, Final, TypeVar
from urllib.parse import unquote

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from hub.errors import Invalid
from hub.files.errors import EmptyFile, FileTooLarge, NoSuchPurpose, OneFile, WrongMedia
from hub.files.keeping import told
from hub.files.purpose import IMAGES, accepted
from hub.files.sniffing import media_type, pixels

IN_MEMORY: Final = 1024 * 1024
LONGEST_NAME: Final = 120
MULTIPART: Final = "multipart/form-data"
PARTS_OVERHEAD: Final = 16 * 1024
"""What the boundaries and headers of one part may add."""

_ONE: Final = "一次只能上传一个文件 (exactly one file)"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole file, looked at, rewound."""

    name: str
    size: int
    media_type: str
    sha256: str
    content: IO[bytes]
    pixels: tuple[int, int] | None = None
    """Width and height of a picture."""

    def told(self, kind: Callable[..., T]) -> T:
        """The command that tells of it."""
        width, height = self.pixels or (None, None)
        known = {"name": self.name, "size": self.size, "media_type": self.media_type, "sha256": self.sha256}
        return kind(**known, width=width, height=height)


@contextlib.asynccontextmanager
async def arriving(request: Request) -> AsyncIterator[Arrived]:
    """The one file of the request; raises what speaks against it. It is gone after the block."""
    media, most = _allowed(request)
    multipart = request.headers.get("content-type", "").split(";")[0].strip().lower() == MULTIPART
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as content:
        bounded = _Bounded(request, most + (PARTS_OVERHEAD if multipart else 0), most)
        if multipart:
            name = await _from_part(bounded.request, content, most)
        else:
            name = tidy_name(unquote(request.headers.get("x-file-name", "")))
            async for chunk in bounded.request.stream():
                content.write(chunk)
        yield _looked_at(name, content, media)


def _allowed(request: Request) -> tuple[frozenset[str], int]:
    wanted = request.query_params.get("purpose")
    try:
        return accepted(wanted)
    except LookupError as error:
        raise NoSuchPurpose("purpose") from error


class _Bounded:
    """The request, ending in ``FileTooLarge`` as soon as more has come than may."""

    def __init__(self, request: Request, limit: int, most: int) -> None:
        self._left = limit
        self._most = most
        self._receive = request.receive
        declared = request.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            raise FileTooLarge("…", most)
        self.request = Request(request.scope, self._counted)

    async def _counted(self) -> Any:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise FileTooLarge("…", self._most)
        return message


async def _from_part(request: Request, content: IO[bytes], most: int) -> str:
    try:
        async with request.form(max_files=1, max_fields=0) as form:
            return await _copied([p for p in form.values() if isinstance(p, UploadFile)], content, most)
    except MultiPartException as error:
        raise OneFile(_ONE) from error


async def _copied(parts: list[UploadFile], content: IO[bytes], most: int) -> str:
    if len(parts) != 1:
        raise OneFile(_ONE)
    name = tidy_name(parts[0].filename or "")
    if (parts[0].size or 0) > most:
        raise FileTooLarge(name, most)
    while chunk := await parts[0].read(IN_MEMORY):
        content.write(chunk)
    return name


def _looked_at(name: str, content: IO[bytes], media: frozenset[str]) -> Arrived:
    size = content.tell()
    if size == 0:
        raise EmptyFile(name)
    kind = media_type(content)
    if kind not in media:
        raise WrongMedia(name, told(media))
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    content.seek(0)
    return Arrived(name, size, kind, digest, content, pixels(content) if kind in IMAGES else None)


def tidy_name(name: str) -> str:
    """The last part of a path, without what cannot be shown; never empty. Raises ``Invalid`` when it is too long."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(c for c in last if c.isprintable()).strip()
    if len(shown) > LONGEST_NAME:
        raise Invalid(f"文件名最多 {LONGEST_NAME} 个字符 (a name has at most {LONGEST_NAME} characters)")
    return shown or "file"
